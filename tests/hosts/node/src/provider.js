// The calls of the contract, as methods. Knows neither artifact: instances come from a maker.

import * as records from "./records.js";
import { LONGEST } from "./client.js";
import { ComponentError, QwenError } from "./errors.js";
import { ChatStream } from "./stream.js";

/** Instances that are kept for the next calls. More may work at once. */
const KEPT = 8;

/** One configured provider. Calls may run at once: each has an instance of its own while it lasts. */
export class Provider {
  #make;
  #client;
  #idle = [];
  #closed = false;
  /** Making videos. */
  video;

  constructor(make, client) {
    this.#make = make;
    this.#client = client;
    const call = (...given) => this.#call(...given);
    this.video = {
      estimate: async (request, options) => call(options, "video", "estimate", records.video(textual(request))),
      submit: async (request, options) => call(options, "video", "submit", records.video(textual(request))),
      poll: async (id, model, options) => call(options, "video", "poll", text("id", id), model),
      cancel: async (id, options) => call(options, "video", "cancel", text("id", id)),
      tasks: async (filter, options) => call(options, "video", "tasks", records.filter(filter ?? {})),
    };
  }

  models() {
    return this.#call({}, "catalog", "models");
  }

  async resolve(reference) {
    return this.#call({}, "catalog", "resolve", text("reference", reference));
  }

  defaultModel() {
    return this.#call({}, "catalog", "defaultModel");
  }

  endpoint() {
    return this.#call({}, "catalog", "endpoint");
  }

  async ask(prompt, options) {
    return this.#call(options, "chat", "ask", text("prompt", prompt));
  }

  async chat(request, options) {
    return this.#call(options, "chat", "complete", records.chat(conversation(request)));
  }

  async stream(request, options) {
    const call = await this.#begin(options);
    try {
      await call.run((instance) => instance.open(records.chat(conversation(request))));
    } catch (error) {
      // It may have opened after all, when the caller left.
      call.end((instance) => instance.close());
      throw error;
    }
    return new ChatStream(call);
  }

  async describe(request, options) {
    return this.#call(options, "understanding", "describe", records.description(request));
  }

  prepareUpload(request, options) {
    return this.#call(options, "uploads", "prepare", request);
  }

  /** Ends what is idle. Calls under way go on, and take their instances with them. */
  async close() {
    this.#closed = true;
    const idle = this.#idle.splice(0);
    await Promise.all(idle.map((instance) => instance.end()));
    this.#client.close();
  }

  async #call(options, ...given) {
    const call = await this.#begin(options);
    try {
      const value = records.read(await call.run((instance) => instance.call(...given)));
      await call.end();
      return value;
    } catch (error) {
      // What was given up ends in its own time, and its instance comes back then.
      call.end();
      throw error;
    }
  }

  async #begin({ signal } = {}) {
    signal?.throwIfAborted();
    const instance = this.#idle.pop() ?? (await held(this.#make()));
    return new Call(instance, signal, () => {
      if (!this.#closed && this.#idle.length < KEPT) {
        this.#idle.push(instance);
      } else {
        instance.end();
      }
    });
  }
}

/** One call: an instance that nobody else has, and what ends its requests. */
class Call {
  #instance;
  #signal;
  #giveBack;
  #ending = new AbortController();
  #abort = () => this.#ending.abort();
  #working = Promise.resolve();
  #broken = false;

  constructor(instance, signal, giveBack) {
    this.#instance = instance;
    this.#signal = signal;
    this.#giveBack = giveBack;
    instance.signal = this.#ending.signal;
    signal?.addEventListener("abort", this.#abort);
  }

  /** What the instance makes of some work. An aborted caller is told at once; the instance ends in its own time. */
  async run(work) {
    this.#signal?.throwIfAborted();
    const done = work(this.#instance);
    this.#working = done.then(
      () => {},
      (error) => {
        this.#broken ||= !isRecord(error);
      },
    );
    const { promise: aborted, stop } = rejection(this.#signal);
    try {
      return await held(Promise.race([done, aborted]));
    } catch (error) {
      this.#signal?.throwIfAborted();
      const record = error?.payload ?? error;
      throw isRecord(record) ? new QwenError(records.read(record)) : new ComponentError(error);
    } finally {
      stop();
    }
  }

  /** Ends the call's requests, and gives the instance back when it is done; `last` is what it has left to do. */
  async end(last = async () => {}) {
    this.#signal?.removeEventListener("abort", this.#abort);
    this.#ending.abort();
    await this.#working;
    try {
      await last(this.#instance);
    } catch {
      this.#broken = true;
    }
    if (this.#broken) {
      this.#instance.end(true);
    } else {
      this.#giveBack();
    }
  }
}

/** A promise that keeps the program alive: a call does, whatever it waits for, and nothing else here. */
async function held(promise) {
  const alive = setInterval(() => {}, LONGEST);
  try {
    return await promise;
  } finally {
    clearInterval(alive);
  }
}

function rejection(signal) {
  let stop = () => {};
  const promise = new Promise((_, reject) => {
    const tell = () => reject(signal.reason);
    signal?.addEventListener("abort", tell);
    stop = () => signal?.removeEventListener("abort", tell);
  });
  return { promise, stop };
}

function isRecord(error) {
  const record = error?.payload ?? error;
  return record !== null && typeof record === "object" && "requestSent" in record;
}

/** Refuses what is no text, before the component would stop at it. */
function text(name, given) {
  if (typeof given !== "string") {
    throw new TypeError(`${name} must be a text, not ${typeof given}`);
  }
  return given;
}

/** A text is one message of the user. */
const conversation = (request) => (typeof request === "string" ? { messages: [{ user: request }] } : request);

/** A text is a prompt. */
const textual = (request) => (typeof request === "string" ? { prompt: request } : request);
