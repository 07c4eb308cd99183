// Between the records that users write and read, and those of the transpiled component.
//
// Users have an arm by its name, or an object whose one key is its name: `{ user: "hi" }`. jco has `{ tag, val }`.
// Users have numbers, jco has a bigint for 64 bits. What is absent may be left out.

/** What the component gave, as users read it. */
export function read(value) {
  if (typeof value === "bigint") {
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map(read);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if ("tag" in value) {
    return value.val === undefined ? value.tag : { [value.tag]: read(value.val) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, read(own)]));
}

/** A chat request. */
export function chat(request) {
  whole(request, ["thinkingBudget", "maxTokens", "topK", "seed"]);
  const { messages, tools, stop, toolChoice, responseFormat, timeouts, retryBudgetMs, ...rest } = request;
  return {
    ...rest,
    messages: messages.map((given) => variant(given, MESSAGES)),
    tools: tools ?? [],
    stop: stop ?? [],
    toolChoice: optional(toolChoice, variant),
    responseFormat: optional(responseFormat, (given) => variant(given, FORMATS)),
    timeouts: optional(timeouts, (limits) => {
      const long = Object.entries(limits).map(([name, ms]) => [name, u64(name, ms)]);
      return Object.fromEntries(long);
    }),
    retryBudgetMs: u64("retryBudgetMs", retryBudgetMs),
  };
}

/** A request for a description. */
export function description(request) {
  whole(request, ["maxCharacters"]);
  return { ...request, media: request.media.map((given) => variant(given)) };
}

/** A request for a video. */
export function video(request) {
  whole(request, ["durationSeconds", "seed"]);
  return { ...request, inputs: (request.inputs ?? []).map(input) };
}

/** Which tasks to list. */
export function filter(given) {
  whole(given, ["page", "pageSize"]);
  return { ...given, since: u64("since", given.since), until: u64("until", given.until) };
}

const text = (given) => ({ cache: false, ...(typeof given === "string" ? { text: given } : given) });
const parts = (given) => (typeof given === "string" ? [{ text: given }] : given).map((own) => variant(own, PARTS));
const url = (given) => ({ cache: false, ...(typeof given === "string" ? { url: given } : given) });

const PARTS = {
  text,
  image: url,
  audio: (given) => (typeof given === "string" ? { url: given } : given),
  video: (given) => ({ cache: false, ...given, source: variant(given.source) }),
};

const MESSAGES = {
  system: (given) => (typeof given === "string" ? [given] : given).map(text),
  user: parts,
  tool: ({ callId, content }) => ({ callId, content: parts(content) }),
  assistant: (given) => ({
    text: "",
    toolCalls: [],
    status: "complete",
    ...(typeof given === "string" ? { text: given } : given),
  }),
};

const FORMATS = { "json-schema": (given) => ({ strict: false, ...given }) };

function variant(given, arms = {}) {
  if (typeof given === "string") {
    return { tag: given };
  }
  const [[tag, payload], ...others] = Object.entries(given);
  if (others.length > 0) {
    throw new TypeError(`an arm is an object of one key, not of ${Object.keys(given).join(", ")}`);
  }
  return { tag, val: tag in arms ? arms[tag](payload) : payload };
}

function input(given) {
  const [[role, payload]] = Object.entries(given);
  return role === "other"
    ? { role: { tag: role, val: payload.role }, url: payload.url }
    : { role: { tag: role }, url: payload };
}

const optional = (given, make) => (given === undefined || given === null ? undefined : make(given));

/** Refuses numbers that the contract's 32 bits cannot hold. */
function whole(request, names) {
  for (const name of names) {
    const given = request[name] ?? 0;
    if (!Number.isInteger(given) || given < 0 || given >= 2 ** 32) {
      throw new RangeError(`${name} must be a whole number from 0 to ${2 ** 32 - 1}, not ${given}`);
    }
  }
}

function u64(name, given) {
  return optional(given, (number) => {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new RangeError(`${name} must be a whole number from 0, not ${number}`);
    }
    return BigInt(number);
  });
}
