// The worker of one instance of `qwen-sync.wasm` at a time: does one thing after the other, and blocks while it waits.

import { parentPort, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { imports } from "./wasi2.js";

const { base, modules } = workerData;

// Where Node cannot suspend WebAssembly, jco's code meets a TypeError for each export, and goes on. To word it, V8 reads all of
// that code again: a tenth of a second an instance.
WebAssembly.promising ??= (exported) => exported;

const { instantiate } = await import(pathToFileURL(`${base}qwen-sync.js`).href);

let component;
let stream;

const work = {
  async begin({ environment, ends }) {
    component = await instantiate((file) => modules.get(file), imports(environment, ends));
    stream = undefined;
  },
  call: ({ name, method, given }) => component[name][method](...given),
  open({ request }) {
    stream = component.chatSync.openStream(request);
  },
  next: () => stream.next(undefined),
  finish: () => closing(() => stream.finish()),
  close: () => closing(() => {}),
};

function closing(last) {
  try {
    return last();
  } finally {
    stream?.[Symbol.dispose ?? Symbol.for("dispose")]();
    stream = undefined;
  }
}

parentPort.on("message", async (message) => {
  try {
    parentPort.postMessage({ value: await work[message.do](message) });
  } catch (thrown) {
    const error = thrown?.payload ?? thrown;
    // An error record is data; anything else means that the component broke.
    const isRecord = error !== null && typeof error === "object" && "requestSent" in error;
    parentPort.postMessage(isRecord ? { error } : { broken: thrown?.stack ?? String(thrown) });
  }
});
