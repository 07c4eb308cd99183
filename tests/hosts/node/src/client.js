// One HTTP exchange with Node's own client: policy, time limits, and failures by the words of `wasi:http`.
// Knows nothing of what is said, and follows no redirect.

import http from "node:http";
import https from "node:https";

/** A failure, as `wasi:http` names it. */
export class WireError extends Error {
  constructor(tag, val) {
    super(tag);
    this.payload = val === undefined ? { tag } : { tag, val };
  }
}

/** Exchanges of one provider: its policy and its connections. */
export class Client {
  #allows;
  #agents = {
    false: new http.Agent({ keepAlive: true }),
    true: new https.Agent({ keepAlive: true }),
  };

  constructor(allows) {
    this.#allows = allows;
  }

  /**
   * Sends a request, and gives the beginning of its answer: `{ status, headers, body }`. `body.read()` gives the next bytes,
   * and `null` at the end. An aborted `signal` closes the connection, whatever is waited for.
   */
  async exchange(request, signal) {
    const { secure, authority } = request;
    if (signal?.aborted || !this.#allows(secure, authority)) {
      throw new WireError("HTTP-request-denied");
    }
    const { hostname, port } = new URL(`${secure ? "https" : "http"}://${authority}`);
    const outgoing = (secure ? https : http).request({
      agent: this.#agents[secure],
      method: request.method,
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port || undefined,
      path: request.path,
      headers: Object.fromEntries(request.headers),
      signal,
    });
    const { timeouts } = request;
    const response = await new Promise((resolve, reject) => {
      const limits = new Limits((code) => outgoing.destroy(new WireError(code)));
      // Until then nothing of the request can have been received.
      let connected = false;
      outgoing.once("socket", (socket) => {
        // What keeps a program alive is a call under way, and not its connection: a stream may have been forgotten.
        socket.unref();
        connected = !socket.connecting;
        if (socket.connecting) {
          limits.begin(timeouts.connectMs, "connection-timeout");
          socket.once(secure ? "secureConnect" : "connect", () => {
            connected = true;
            limits.end();
          });
        }
      });
      outgoing.once("finish", () => limits.begin(timeouts.firstByteMs, "HTTP-response-timeout"));
      outgoing.once("response", (response) => {
        limits.end();
        resolve(response);
      });
      // What comes after the answer's beginning is told with its body.
      outgoing.on("error", (error) => {
        limits.end();
        const own = failure(error);
        const isCut = !connected && own.payload.tag === "connection-terminated";
        reject(isCut ? new WireError("TLS-protocol-error") : own);
      });
      outgoing.end(request.body);
    });
    return {
      status: response.statusCode,
      headers: pairs(response.rawHeaders),
      body: new Body(response, timeouts.betweenBytesMs),
    };
  }

  /** Closes the connections that nobody uses; the others close when their exchange has ended. */
  close() {
    for (const agent of Object.values(this.#agents)) {
      agent.keepAlive = false;
      for (const socket of Object.values(agent.freeSockets).flat()) {
        socket.destroy();
      }
    }
  }
}

/** The longest time that Node's timers know, in milliseconds; what is longer would be over at once. */
export const LONGEST = 2 ** 31 - 1;

/** One time limit after the other. */
class Limits {
  #timer;
  #passed;

  constructor(passed) {
    this.#passed = passed;
  }

  begin(ms, code) {
    this.end();
    if (ms !== undefined) {
      this.#timer = setTimeout(() => this.#passed(code), Math.min(ms, LONGEST)).unref();
    }
  }

  end() {
    clearTimeout(this.#timer);
  }
}

/** How many bytes of an answer wait here for their reader, before the connection is left to wait. */
const READ_AHEAD = 64 * 1024;

class Body {
  #response;
  #limits;
  #betweenBytesMs;
  /** What has come, and what came last: `null`, or an error. Node drops what nobody has read when a connection breaks. */
  #chunks = [];
  #bytes = 0;
  #end;
  #wake = () => {};

  constructor(response, betweenBytesMs) {
    this.#response = response;
    this.#limits = new Limits((code) => response.destroy(new WireError(code)));
    this.#betweenBytesMs = betweenBytesMs;
    response.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      if (this.#bytes > READ_AHEAD) {
        response.pause();
      }
      this.#wake();
    });
    response.on("end", () => this.#ended(null));
    response.on("error", (error) => this.#ended(failure(error)));
    response.on("close", () => this.#ended(new WireError("connection-terminated")));
  }

  async read() {
    if (this.#chunks.length === 0 && this.#end === undefined) {
      this.#limits.begin(this.#betweenBytesMs, "connection-read-timeout");
      await new Promise((wake) => {
        this.#wake = wake;
      });
      this.#limits.end();
    }
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#bytes -= chunk.length;
      if (this.#bytes <= READ_AHEAD) {
        this.#response.resume();
      }
      return chunk;
    }
    if (this.#end !== null) {
      throw this.#end;
    }
    return null;
  }

  /** Closes the connection, unless the body has ended. */
  close() {
    if (this.#end === undefined) {
      this.#response.destroy();
    }
  }

  #ended(end) {
    // The first word counts: a body that has ended closes as well.
    if (this.#end === undefined) {
      this.#end = end;
    }
    this.#wake();
  }
}

/** Headers that belong to the connection and not to the answer. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

function pairs(raw) {
  const pairs = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index].toLowerCase();
    if (!HOP_BY_HOP.includes(name)) {
      pairs.push([name, raw[index + 1]]);
    }
  }
  return pairs;
}

const CODES = {
  ECONNREFUSED: "connection-refused",
  EHOSTUNREACH: "destination-unavailable",
  ENETUNREACH: "destination-unavailable",
  ETIMEDOUT: "connection-timeout",
  EPROTO: "TLS-protocol-error",
  HPE_HEADER_OVERFLOW: "HTTP-response-header-section-size",
};

function failure(error) {
  if (error instanceof WireError) {
    return error;
  }
  // The caller has left: nothing is to be tried again.
  if (error?.name === "AbortError") {
    return new WireError("HTTP-request-denied");
  }
  // A name with several addresses fails with one error for each.
  const code = String(error?.errors?.[0]?.code ?? error?.code ?? "");
  if (code in CODES) {
    return new WireError(CODES[code]);
  }
  if (["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL"].includes(code)) {
    return new WireError("DNS-error", { rcode: code, infoCode: undefined });
  }
  if (code.startsWith("HPE_")) {
    return new WireError("HTTP-protocol-error");
  }
  if (/^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_)/.test(code)) {
    return new WireError("TLS-certificate-error");
  }
  if (code === "ECONNRESET") {
    return new WireError("connection-terminated");
  }
  return new WireError("internal-error", error?.message ?? String(error));
}
