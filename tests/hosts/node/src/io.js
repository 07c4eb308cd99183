// What Rust's standard library names of `wasi:cli` and `wasi:io`: the environment, and streams that lead nowhere. A component
// that panics writes its last words to standard error.

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

  blockingRead() {
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

  blockingFlush() {}

  blockingWriteAndFlush(bytes) {
    this.#take(bytes);
  }

  subscribe() {
    return new Pollable();
  }
}

class Terminal {}

/** The imports; `poll` waits for the first of some pollables, and gives the places of those that are ready. */
export function imports(environment, poll) {
  const silent = () => new OutputStream(() => {});
  return {
    "wasi:cli/environment": { getArguments: () => [], getEnvironment: () => Object.entries(environment) },
    "wasi:cli/exit": {
      exit() {
        throw new Error("the component ended itself");
      },
    },
    "wasi:cli/stdin": { getStdin: () => new InputStream() },
    "wasi:cli/stdout": { getStdout: silent },
    "wasi:cli/stderr": { getStderr: () => new OutputStream((bytes) => process.stderr.write(bytes)) },
    "wasi:cli/terminal-input": { TerminalInput: Terminal },
    "wasi:cli/terminal-output": { TerminalOutput: Terminal },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
    "wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
    "wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
    "wasi:io/error": { Error: IoError },
    "wasi:io/poll": { Pollable, poll },
    "wasi:io/streams": { InputStream, OutputStream },
  };
}
