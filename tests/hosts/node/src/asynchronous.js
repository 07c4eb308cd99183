// Instances of `qwen.wasm`, for a Node that can suspend WebAssembly (JSPI): calls are promises, on the main thread.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { imports } from "./wasi3.js";

/** The compiled modules, by their files. */
const compiled = new Map();

/** What makes instances. */
export async function maker({ folder, environment, client }) {
  const base = `${folder}/qwen/`;
  const { instantiate } = await import(pathToFileURL(`${base}qwen.js`).href);
  const module = (path) => {
    const file = base + path;
    if (!compiled.has(file)) {
      compiled.set(file, readFile(file).then((bytes) => WebAssembly.compile(bytes)));
    }
    return compiled.get(file);
  };
  return async () => {
    const instance = new Instance();
    instance.exports = await instantiate(module, imports(environment, client, () => instance.signal));
    return instance;
  };
}

class Instance {
  exports;
  /** Ends the requests of the call under way. */
  signal;
  #events;
  #outcome;

  async call(name, method, ...given) {
    return this.exports[name][method](...given);
  }

  async open(request) {
    this.#events = undefined;
    this.#outcome = undefined;
    const [events, outcome] = await this.exports.chat.openStream(request);
    this.#events = events[Symbol.asyncIterator]();
    // Settles whoever looks at it: a future that nobody reads keeps the component's task.
    this.#outcome = Promise.resolve(outcome);
  }

  /** The next events; `undefined` after the last. */
  async next() {
    const { done, value } = await this.#events.next();
    return done ? undefined : [value];
  }

  /** The completion, or the error record thrown. */
  async finish() {
    const outcome = await this.#outcome;
    if (outcome.tag === "err") {
      throw outcome.val;
    }
    return outcome.val;
  }

  /** Ends a stream before its end. */
  async close() {
    await this.#events?.return();
    await this.#outcome;
  }

  end() {}
}
