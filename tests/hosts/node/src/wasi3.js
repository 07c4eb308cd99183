// `wasi:http/client` and the clock of WASI 0.3, over `client.js`. The types are those of jco's shim.

import { types } from "@bytecodealliance/preview3-shim/http";
import { StreamReader } from "@bytecodealliance/preview3-shim/stream";
import { future } from "@bytecodealliance/preview3-shim/future";
import { setTimeout as sleep } from "node:timers/promises";
import { LONGEST } from "./client.js";

/** The standard streams are the command's, which nobody runs here. */
const unused = () => {
  throw new Error("the component's command is not run here");
};

/** The imports of one instance. `signal()` is what ends the requests of the call that it makes. */
export function imports(environment, client, signal) {
  return {
    "wasi:cli/environment": { getArguments: () => [], getEnvironment: () => Object.entries(environment) },
    "wasi:cli/stdin": { readViaStream: unused },
    "wasi:cli/stdout": { writeViaStream: unused },
    "wasi:cli/stderr": { writeViaStream: unused },
    "wasi:cli/terminal-output": { TerminalOutput: class {} },
    "wasi:cli/terminal-stdout": { getTerminalStdout: unused },
    "wasi:cli/terminal-stderr": { getTerminalStderr: unused },
    "wasi:clocks/monotonic-clock": {
      now: () => process.hrtime.bigint(),
      waitFor: (nanoseconds) => sleep(Math.min(Number(nanoseconds / 1_000_000n), LONGEST), undefined, { ref: false }),
    },
    "wasi:http/types": types,
    "wasi:http/client": { send: async (request) => answered(await client.exchange(await outgoing(request), signal())) },
  };
}

async function outgoing(request) {
  const options = request.getOptions();
  const milliseconds = (nanoseconds) => (nanoseconds === undefined ? undefined : Number(nanoseconds / 1_000_000n));
  const head = {
    method: request.getMethod().tag.toUpperCase(),
    secure: request.getScheme()?.tag === "HTTPS",
    authority: request.getAuthority(),
    path: request.getPathWithQuery(),
    headers: request.getHeaders().copyAll().map(([name, value]) => [name, Buffer.from(value).toString("latin1")]),
    timeouts: {
      connectMs: milliseconds(options?.getConnectTimeout()),
      firstByteMs: milliseconds(options?.getFirstByteTimeout()),
      betweenBytesMs: milliseconds(options?.getBetweenBytesTimeout()),
    },
  };
  const [contents] = types.Request.consumeBody(request, future().rx);
  const pieces = [];
  for (let piece = await contents?.read(); piece; piece = await contents.read()) {
    pieces.push(piece);
  }
  return { ...head, body: Buffer.concat(pieces) };
}

function answered({ status, headers, body }) {
  const { tx, rx } = future();
  const bytes = (value) => new Uint8Array(Buffer.from(value, "latin1"));
  const fields = types.Fields.fromList(headers.map(([name, value]) => [name, bytes(value)]));
  const [response] = types.Response.new(fields, new StreamReader(new Bytes(body, tx)), rx);
  response.setStatusCode(status);
  return response;
}

/** A body as the shim reads one. How it ended is told apart, by the future of its trailers. */
class Bytes {
  #body;
  #trailers;

  constructor(body, trailers) {
    this.#body = body;
    this.#trailers = trailers;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async next() {
    try {
      const value = await this.#body.read();
      if (value !== null) {
        return { done: false, value };
      }
      this.#end({ tag: "ok", val: undefined });
    } catch (error) {
      this.#end({ tag: "err", val: error.payload });
    }
    return { done: true, value: undefined };
  }

  async return() {
    this.#body.close();
    this.#end({ tag: "ok", val: undefined });
    return { done: true, value: undefined };
  }

  #end(result) {
    this.#trailers?.write(result);
    this.#trailers = undefined;
  }
}
