// `wasi:http` and the clock of WASI 0.2, for a worker that blocks: the main thread sends the requests (`workers.js`), and what
// the component waits for comes down the line.

import { BlockingEnd } from "./line.js";
import { InputStream, IoError, OutputStream, Pollable, imports as io } from "./io.js";

/** The imports. `ends` is the worker's end of the line. */
export function imports(environment, ends) {
  const exchanges = new Map();
  const line = new BlockingEnd(ends, ({ id, ...news }) => Object.assign(exchanges.get(id) ?? {}, news));
  let last = 0;

  /** A request under way, as far as the main thread has told. */
  class Exchange {
    id = ++last;

    constructor(head) {
      this.head = head;
      exchanges.set(this.id, this);
    }

    send(body) {
      line.say({ do: "send", id: this.id, request: { ...this.head, body } });
    }

    /** Asks for the next bytes, unless they have been asked for or are there. */
    ask() {
      if (!this.asked && this.chunk === undefined && this.error === undefined) {
        this.asked = true;
        line.say({ do: "read", id: this.id });
      }
    }

    drop() {
      if (exchanges.delete(this.id)) {
        line.say({ do: "drop", id: this.id });
      }
    }
  }

  const http = types(Exchange);
  return {
    ...io((pollables) => {
      const end = Math.min(...pollables.map((pollable) => pollable.end));
      return line.until(() => {
        const ready = pollables.flatMap((pollable, place) => (pollable.ready() ? [place] : []));
        return ready.length > 0 ? Uint32Array.from(ready) : undefined;
      }, end);
    }),
    "wasi:cli/environment": { getEnvironment: () => Object.entries(environment) },
    "wasi:clocks/monotonic-clock": {
      now: () => process.hrtime.bigint(),
      subscribeDuration(nanoseconds) {
        const end = performance.now() + Number(nanoseconds) / 1e6;
        return new Pollable(() => performance.now() >= end, end);
      },
    },
    "wasi:http/types": http,
    "wasi:http/outgoing-handler": {
      handle(request, options) {
        const exchange = new Exchange({ ...request.head, timeouts: options?.timeouts ?? {} });
        request.sent(exchange);
        return new http.FutureIncomingResponse(exchange);
      },
    },
  };
}

/** The resources of `wasi:http/types`: as much of each as the component calls. */
function types(Exchange) {
  class Fields {
    constructor(entries = []) {
      this.list = entries;
    }

    static fromList(entries) {
      return new Fields(entries);
    }

    entries() {
      return this.list;
    }
  }

  class RequestOptions {
    timeouts = {};

    setConnectTimeout(nanoseconds) {
      this.timeouts.connectMs = Number(nanoseconds / 1_000_000n);
    }

    setFirstByteTimeout(nanoseconds) {
      this.timeouts.firstByteMs = Number(nanoseconds / 1_000_000n);
    }

    setBetweenBytesTimeout(nanoseconds) {
      this.timeouts.betweenBytesMs = Number(nanoseconds / 1_000_000n);
    }
  }

  class OutgoingRequest {
    head = { method: "GET", secure: true };
    #body;

    constructor(fields) {
      const text = (value) => Buffer.from(value).toString("latin1");
      this.head.headers = fields.list.map(([name, value]) => [name, text(value)]);
    }

    setMethod(method) {
      this.head.method = method.tag.toUpperCase();
    }

    setScheme(scheme) {
      this.head.secure = scheme?.tag === "HTTPS";
    }

    setAuthority(authority) {
      this.head.authority = authority;
    }

    setPathWithQuery(path) {
      this.head.path = path;
    }

    body() {
      this.#body = new OutgoingBody();
      return this.#body;
    }

    /** Is called by the handler: with a body the request leaves when that is whole. */
    sent(exchange) {
      if (this.#body === undefined) {
        exchange.send(new Uint8Array());
      } else {
        this.#body.exchange = exchange;
      }
    }
  }

  class OutgoingBody {
    pieces = [];

    write() {
      return new OutputStream((bytes) => this.pieces.push(bytes.slice()));
    }

    static finish(body) {
      body.exchange?.send(Buffer.concat(body.pieces));
    }
  }

  class FutureIncomingResponse {
    #exchange;
    #taken = false;

    constructor(exchange) {
      this.#exchange = exchange;
    }

    subscribe() {
      return new Pollable(() => (this.#exchange.error ?? this.#exchange.status) !== undefined);
    }

    get() {
      const { error, status } = this.#exchange;
      if (error !== undefined) {
        return { tag: "ok", val: { tag: "err", val: error } };
      }
      if (status === undefined) {
        return undefined;
      }
      this.#taken = true;
      return { tag: "ok", val: { tag: "ok", val: new IncomingResponse(this.#exchange) } };
    }

    [Symbol.dispose ?? Symbol.for("dispose")]() {
      if (!this.#taken) {
        this.#exchange.drop();
      }
    }
  }

  class IncomingResponse {
    #exchange;

    constructor(exchange) {
      this.#exchange = exchange;
    }

    status() {
      return this.#exchange.status;
    }

    headers() {
      const bytes = (value) => Buffer.from(value, "latin1");
      return new Fields(this.#exchange.headers.map(([name, value]) => [name, bytes(value)]));
    }

    consume() {
      return new IncomingBody(this.#exchange);
    }
  }

  class IncomingBody {
    constructor(exchange) {
      this.exchange = exchange;
    }

    stream() {
      return new BodyStream(this.exchange);
    }

    static finish(body) {
      body.exchange.drop();
      return new FutureTrailers();
    }

    [Symbol.dispose ?? Symbol.for("dispose")]() {
      this.exchange.drop();
    }
  }

  class BodyStream extends InputStream {
    #exchange;

    constructor(exchange) {
      super();
      this.#exchange = exchange;
    }

    read() {
      const { chunk, error } = this.#exchange;
      if (chunk === null) {
        throw { tag: "closed" };
      }
      if (chunk !== undefined) {
        this.#exchange.chunk = undefined;
        this.#exchange.asked = false;
        this.#exchange.ask();
        return chunk;
      }
      if (error !== undefined) {
        throw { tag: "last-operation-failed", val: new IoError(error) };
      }
      this.#exchange.ask();
      return new Uint8Array();
    }

    subscribe() {
      return new Pollable(() => (this.#exchange.error ?? this.#exchange.chunk) !== undefined);
    }
  }

  class FutureTrailers {
    subscribe() {
      return new Pollable();
    }

    get() {
      return { tag: "ok", val: { tag: "ok", val: undefined } };
    }
  }

  return {
    Fields,
    FutureIncomingResponse,
    FutureTrailers,
    IncomingBody,
    IncomingResponse,
    OutgoingBody,
    OutgoingRequest,
    RequestOptions,
    httpErrorCode: (error) => error.code,
  };
}
