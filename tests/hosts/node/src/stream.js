// An answer while it is written.

import { read } from "./records.js";
import { QwenError } from "./errors.js";

/** What an answer ended as that nobody read to its end. */
const CANCELLED = {
  kind: "cancelled",
  message: "the caller stopped reading the answer",
  requestSent: true,
};

/**
 * The events of an answer, to be taken once: `for await (const event of stream)`. Leaving the loop ends the request.
 */
export class ChatStream {
  /** Settles when the answer has ended or was left: with the completion, or with the error. */
  completion;
  #call;
  #settle;
  #ready = [];
  /** The last of the events that were asked for: who asks before it is there has the one after it. */
  #last = Promise.resolve();

  constructor(call) {
    this.#call = call;
    this.completion = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever looks at it sees the error; whoever does not has seen it in the loop.
    this.completion.catch(() => {});
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next() {
    const own = this.#last.then(() => this.#next());
    this.#last = own.catch(() => {});
    return own;
  }

  async #next() {
    while (this.#ready.length === 0) {
      const call = this.#call;
      if (call === undefined) {
        return { done: true, value: undefined };
      }
      try {
        const batch = await call.run((instance) => instance.next());
        // Who left while this waited has ended the call.
        if (this.#call === call && batch !== undefined) {
          this.#ready.push(...batch.map(read));
        } else if (this.#call === call) {
          this.#settle.resolve(read(await call.run((instance) => instance.finish())));
          await this.#release();
        }
      } catch (error) {
        if (this.#call !== call) {
          continue;
        }
        this.#settle.reject(error);
        this.#release((instance) => instance.close());
        throw error;
      }
    }
    return { done: false, value: this.#ready.shift() };
  }

  /** Reads what is left, and gives the completion. */
  async finish() {
    while (!(await this.next()).done);
    return this.completion;
  }

  /** Ends the request, unless it has ended. A loop that is left does so by itself. */
  async return() {
    this.#ready = [];
    this.#settle.reject(new QwenError(CANCELLED));
    this.#release((instance) => instance.close());
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose ?? Symbol.for("asyncDispose")]() {
    await this.return();
  }

  async #release(last) {
    const call = this.#call;
    this.#call = undefined;
    await call?.end(last);
  }
}
