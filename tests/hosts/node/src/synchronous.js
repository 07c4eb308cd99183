// Instances of `qwen-sync.wasm`, for every Node: each blocks a worker of its own, and this thread sends its requests.

import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { RingingEnd, line } from "./line.js";

const CORES = ["qwen-sync.core.wasm", "qwen-sync.core2.wasm", "qwen-sync.core3.wasm"];

/** Workers without an instance, which are kept: to begin one takes longer than most calls. */
const KEPT = 8;
const idle = [];

/** The compiled modules, by their folder. */
const compiled = new Map();

/** What makes instances. */
export async function maker({ folder, environment, client }) {
  const base = `${folder}/qwen-sync/`;
  if (!compiled.has(base)) {
    const compile = async (file) => [file, await WebAssembly.compile(await readFile(base + file))];
    compiled.set(base, Promise.all(CORES.map(compile)));
  }
  const modules = new Map(await compiled.get(base));
  return async () => {
    const instance = new Instance({ base, modules }, client);
    await instance.begin(environment);
    return instance;
  };
}

/** The interfaces' names in the twin. */
const NAMES = { chat: "chatSync", video: "videoSync", understanding: "understandingSync", uploads: "uploadsSync" };

class Instance {
  /** Ends the requests of the call under way. */
  signal;
  #worker;
  #line;
  #client;
  #exchanges = new Map();
  #answer;

  constructor(data, client) {
    this.#client = client;
    const place = idle.findIndex(({ base }) => base === data.base);
    this.#worker = place < 0 ? begun(data) : idle.splice(place, 1)[0];
    this.#worker.on("message", ({ error, broken, value }) => {
      const { resolve, reject } = this.#answer;
      if (broken !== undefined) {
        reject(new Error(broken));
      } else if (error !== undefined) {
        reject(error);
      } else {
        resolve(value);
      }
    });
    this.#worker.on("error", (error) => this.#answer?.reject(error));
    // What keeps a program alive is a call under way, and not its worker. Who listens takes hold of it, so this comes last.
    this.#worker.unref();
  }

  /** Makes the component's instance. */
  begin(environment) {
    const [here, there] = line();
    this.#line = new RingingEnd(here, (message) => this.#take(message));
    return this.#ask({ do: "begin", environment, ends: there }, [there.port]);
  }

  call(name, method, ...given) {
    return this.#ask({ do: "call", name: NAMES[name] ?? name, method, given });
  }

  open(request) {
    return this.#ask({ do: "open", request });
  }

  /** The next events; `undefined` after the last. */
  next() {
    return this.#ask({ do: "next" });
  }

  /** The completion, or the error record thrown. */
  finish() {
    return this.#ask({ do: "finish" });
  }

  /** Ends a stream before its end. */
  close() {
    return this.#ask({ do: "close" });
  }

  /** Lets go of the component's instance; the worker of one that broke ends. */
  async end(isBroken = false) {
    this.#line.close();
    this.#worker.removeAllListeners("message").removeAllListeners("error");
    if (isBroken || idle.length === KEPT) {
      await this.#worker.terminate();
    } else {
      idle.push(this.#worker);
    }
  }

  #ask(message, transfer) {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#worker.postMessage(message, transfer);
    });
  }

  /** What the worker asks of this thread: to send a request, to read of its answer, to close it. */
  async #take({ do: what, id, request }) {
    try {
      if (what === "send") {
        const ending = new AbortController();
        const signal = this.signal ? AbortSignal.any([this.signal, ending.signal]) : ending.signal;
        const exchange = { ending };
        this.#exchanges.set(id, exchange);
        const { status, headers, body } = await this.#client.exchange(request, signal);
        exchange.body = body;
        this.#line.say({ id, status, headers });
      } else if (what === "read") {
        this.#line.say({ id, chunk: await this.#exchanges.get(id)?.body.read() });
      } else {
        this.#exchanges.get(id)?.ending.abort();
        this.#exchanges.delete(id);
      }
    } catch (error) {
      this.#line.say({ id, error: error.payload ?? { tag: "internal-error", val: String(error) } });
    }
  }
}

function begun(data) {
  // What says how the program came from the command line is nothing for a worker, which comes from a file.
  const execArgv = process.execArgv.filter((own) => !own.startsWith("--input-type"));
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: data, execArgv });
  worker.base = data.base;
  return worker;
}
