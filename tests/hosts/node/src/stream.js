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

  async next() {
    while (this.#ready.length === 0) {
      if (this.#call === undefined) {
        return { done: true, value: undefined };
      }
      try {
        const batch = await this.#call.run((instance) => instance.next());
        if (batch !== undefined) {
          this.#ready.push(...batch.map(read));
        } else {
          this.#settle.resolve(read(await this.#call.run((instance) => instance.finish())));
          await this.#release();
        }
      } catch (error) {
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
