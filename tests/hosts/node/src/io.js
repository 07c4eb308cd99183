// `wasi:io` of WASI 0.2, as much of it as the component calls.

/** Something that can be waited for. `ready` says whether it is there; `end` is when it surely is, in milliseconds. */
export class Pollable {
  constructor(ready = () => true, end = Infinity) {
    this.isReady = ready;
    this.end = end;
  }

  ready() {
    return this.isReady();
  }
}

export class IoError {
  constructor(code) {
    this.code = code;
  }

  toDebugString() {
    return JSON.stringify(this.code);
  }
}

export class InputStream {
  read() {
    throw { tag: "closed" };
  }

  subscribe() {
    return new Pollable();
  }
}

export class OutputStream {
  #take;

  constructor(take) {
    this.#take = take;
  }

  checkWrite() {
    return 65536n;
  }

  write(bytes) {
    this.#take(bytes);
  }

  flush() {}

  subscribe() {
    return new Pollable();
  }
}

/** The imports; `poll` waits for the first of some pollables, and gives the places of those that are ready. */
export function imports(poll) {
  return {
    "wasi:io/error": { Error: IoError },
    "wasi:io/poll": { Pollable, poll },
    "wasi:io/streams": { InputStream, OutputStream },
  };
}
