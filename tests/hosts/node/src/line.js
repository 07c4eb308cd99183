// The line between a worker that blocks and the main thread that does not: messages one way, a bell the other.

import { receiveMessageOnPort } from "node:worker_threads";

/** The worker's end: takes messages without an event loop, and sleeps until the bell rings. */
export class BlockingEnd {
  #port;
  #bell;
  #take;

  constructor({ port, bell }, take) {
    this.#port = port;
    this.#bell = new Int32Array(bell);
    this.#take = take;
  }

  say(message, transfer) {
    this.#port.postMessage(message, transfer);
  }

  /** Sleeps until `found` gives something; `end` is when to look without a bell, in milliseconds of `performance.now`. */
  until(found, end = Infinity) {
    for (;;) {
      const rung = Atomics.load(this.#bell, 0);
      this.drain();
      const something = found();
      if (something !== undefined) {
        return something;
      }
      Atomics.wait(this.#bell, 0, rung, Math.max(0, end - performance.now()));
    }
  }

  /** Takes what has come. */
  drain() {
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#take(next.message);
    }
  }
}

/** The main thread's end. */
export class RingingEnd {
  #port;
  #bell;

  constructor({ port, bell }, take) {
    this.#port = port;
    this.#bell = new Int32Array(bell);
    port.on("message", take);
    // What keeps a program alive is a call under way, and not the line.
    port.unref();
  }

  say(message, transfer) {
    this.#port.postMessage(message, transfer);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  close() {
    this.#port.close();
  }
}

/** Two ends, to be handed out. */
export function line() {
  const { port1, port2 } = new MessageChannel();
  const bell = new SharedArrayBuffer(4);
  return [
    { port: port1, bell },
    { port: port2, bell },
  ];
}
