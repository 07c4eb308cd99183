// Makes calls for somebody else: lines of JSON in, lines of JSON out. `../README.md` says what they hold.
//
// node driver.js ARTIFACT, which is qwen or qwen-sync.

import { createInterface } from "node:readline";
import { QwenError, open } from "./index.js";

const artifact = process.argv[2];

const calls = {
  complete: (provider, request) => provider.chat(request),
  async stream(provider, request, events) {
    const stream = await provider.stream(request);
    for await (const event of stream) {
      events.push(event);
    }
    return stream.completion;
  },
  describe: (provider, request) => {
    const media = request.media.map((given) => mapped(given, text));
    return provider.describe({ ...request, media });
  },
  estimate: (provider, request) => provider.video.estimate(words(request)),
  submit: (provider, request) => provider.video.submit(words(request)),
  poll: (provider, { id, model }) => provider.video.poll(id, model),
  cancel: (provider, { id }) => provider.video.cancel(id),
  tasks: (provider, request) => provider.video.tasks(request),
  prepare: (provider, request) => provider.prepareUpload(request),
};

/** A text, a text over and over, or a list of such. */
function text(given) {
  if (Array.isArray(given)) {
    return given.map(text).join("");
  }
  return typeof given === "object" ? given.text.repeat(given.repeat) : given;
}

const mapped = (given, change) => Object.fromEntries(Object.entries(given).map(([name, own]) => [name, change(own)]));

function words(request) {
  const { prompt, negativePrompt, ...rest } = request;
  const given = Object.entries({ prompt, negativePrompt }).filter(([, own]) => own !== undefined);
  return { ...rest, ...mapped(Object.fromEntries(given), text) };
}

async function answer({ id, env, call, request }) {
  const events = [];
  let provider;
  try {
    provider = await open({ environment: env, artifact });
    return { id, events, result: await calls[call](provider, request, events) };
  } catch (error) {
    return error instanceof QwenError ? { id, events, error: error.record } : { id, failure: error.stack };
  } finally {
    await provider?.close();
  }
}

const AT_ONCE = 8;
const working = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  while (working.size >= AT_ONCE) {
    await Promise.race(working);
  }
  const work = answer(JSON.parse(line)).then((reply) => {
    // What is absent is there as `null`.
    const written = JSON.stringify(reply, (_, value) => (value === undefined ? null : value));
    process.stdout.write(`${written}\n`);
  });
  working.add(work);
  work.then(() => working.delete(work));
}
