// The package against the simulator, which `tests/hosts` starts: paced, and with one key that it knows.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { QwenError, open } from "../index.js";

const { QWENBOX_TEST_URL: baseUrl, QWENBOX_TEST_KEY: apiKey, QWENBOX_TEST_ARTIFACT: artifact } = process.env;

const opened = [];
async function provider(options = {}) {
  const own = await open({ apiKey, baseUrl, artifact, ...options });
  opened.push(own);
  return own;
}

after(() => Promise.all(opened.map((own) => own.close())));

const off = { thinking: "off" };
const user = (text, options) => ({ messages: [{ user: text }], ...options });

async function all(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

const words = (events) => events.map((event) => event.text ?? "").join("");

describe("the catalog", () => {
  test("models have their facts", async () => {
    const models = await (await provider()).models();
    const model = models.find(({ id }) => id === "qwen3.5-plus");
    assert.equal(model.ref, "qwen/qwen3.5-plus");
    assert.deepEqual(model.input, ["text", "image"]);
    assert.equal(typeof model.prices[0].tiers[0].inputMicros, "number");
  });

  test("the endpoint is the configured one", async () => {
    assert.equal((await (await provider()).endpoint()).baseUrl, baseUrl);
  });

  test("a reference to nothing is an error", async () => {
    const own = await provider();
    await assert.rejects(own.resolve("qwen/no-such-model"), { name: "QwenError", kind: "not-found", requestSent: false });
  });
});

describe("chat", () => {
  test("an answer is given whole", async () => {
    const completion = await (await provider()).chat(user("What is a component?", off));
    assert.match(completion.text, /What is a component\?/);
    assert.equal(completion.finishReason, "stop");
    const { totalTokens, inputTokens, outputTokens } = completion.usage;
    assert.equal(totalTokens, inputTokens + outputTokens);
  });

  test("events come while the answer is written", async () => {
    const stream = await (await provider()).stream(user("Tell me.", off));
    const times = [];
    let text = "";
    for await (const event of stream) {
      times.push(performance.now());
      text += event.text ?? "";
    }
    assert.equal((await stream.completion).text, text);
    assert.ok(times.at(-1) - times[0] > 100, `${times}`);
  });

  test("thinking comes apart from the words", async () => {
    const events = await all(await (await provider()).stream(user("Tell me.", { thinking: "low" })));
    assert.ok(events.some((event) => event.reasoning));
    assert.ok(events.some((event) => event.usage));
  });

  test("a tool is called", async () => {
    const parametersJson = JSON.stringify({ type: "object", properties: { city: { type: "string" } } });
    const request = user("Rain in Oslo?", {
      tools: [{ name: "weather", parametersJson }],
      toolChoice: { function: "weather" },
    });
    const stream = await (await provider()).stream(request);
    const finished = (await all(stream)).flatMap((event) => event["tool-call-finished"] ?? []);
    const completion = await stream.completion;
    assert.deepEqual(completion.toolCalls, finished);
    assert.equal(finished[0].name, "weather");
    assert.ok("city" in JSON.parse(finished[0].argumentsJson));
    assert.equal(completion.finishReason, "tool-calls");
    assert.deepEqual(completion.warnings.map(({ code }) => code), ["thinking-off-for-tool-choice"]);
  });

  test("JSON fits its schema", async () => {
    const schemaJson = JSON.stringify({ type: "object", properties: { total: { type: "number" } } });
    const request = user("How much?", { model: "qwen3.7-plus", responseFormat: { "json-schema": { name: "total", schemaJson } } });
    const completion = await (await provider()).chat(request);
    assert.equal(typeof JSON.parse(completion.text).total, "number");
  });

  test("parts and large bodies arrive", async () => {
    const parts = [{ text: "word ".repeat(20_000) }, { image: "https://example.com/a.png" }];
    const completion = await (await provider()).chat({ messages: [{ user: parts }], ...off, maxTokens: 5 });
    assert.equal(completion.finishReason, "length");
  });

  test("numbers that do not fit are refused", async () => {
    const own = await provider();
    for (const options of [{ maxTokens: -1 }, { topK: 2 ** 32 }, { seed: 0.5 }, { retryBudgetMs: 1.5 }]) {
      await assert.rejects(own.chat(user("hi", options)), RangeError, JSON.stringify(options));
    }
  });

  test("what is no text is refused", async () => {
    const own = await provider();
    const { video } = own;
    for (const call of [() => own.ask(5), () => own.resolve(), () => video.poll(null), () => video.cancel({})]) {
      await assert.rejects(call(), TypeError, String(call));
    }
  });

  test("eight streams run side by side", async () => {
    const own = await provider();
    // The instances are made before the time is taken.
    await Promise.all(Array.from({ length: 8 }, () => own.models()));
    let begun = performance.now();
    const alone = (await all(await own.stream(user("side by side", off)))).length;
    const took = performance.now() - begun;
    begun = performance.now();
    const counts = await Promise.all(
      Array.from({ length: 8 }, async () => (await all(await own.stream(user("side by side", off)))).length),
    );
    assert.deepEqual(counts, Array(8).fill(alone));
    // One after the other they would take eight times as long.
    assert.ok(performance.now() - begun < 4 * took);
  });
});

describe("failures", () => {
  test("an error has its kind", async () => {
    const own = await provider({ apiKey: "sk-wrong" });
    for (const call of [() => own.chat("hi"), async () => all(await own.stream("hi"))]) {
      await assert.rejects(call(), (error) => {
        assert.ok(error instanceof QwenError);
        assert.deepEqual([error.kind, error.status, error.code], ["unauthorized", 401, "invalid_api_key"]);
        assert.ok(error.hint && error.requestSent && error.requestId);
        return true;
      });
    }
  });

  test("an address where nobody listens is a network error", async () => {
    const own = await provider({ baseUrl: "http://127.0.0.1:9/v1" });
    await assert.rejects(own.chat(user("hi", { retryBudgetMs: 0 })), { kind: "network", requestSent: false });
  });

  test("a connection that closes before it is secure has sent nothing", async () => {
    const server = createServer((socket) => socket.once("data", () => socket.destroy()));
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      const own = await provider({ baseUrl: `https://127.0.0.1:${server.address().port}/v1` });
      await assert.rejects(own.chat(user("hi", { retryBudgetMs: 0 })), { kind: "network", requestSent: false });
    } finally {
      server.close();
    }
  });

  test("what the host does not allow is not reached", async () => {
    for (const allow of [[], ["https://dashscope-intl.aliyuncs.com"], [baseUrl.replace("http:", "https:")]]) {
      const own = await provider({ allow });
      await assert.rejects(own.chat("not allowed"), { kind: "denied-by-host", requestSent: false });
    }
    const own = await provider({ allow: [new URL(baseUrl).origin] });
    assert.ok((await own.chat(user("hi", off))).text);
  });

  test("a blank base URL is none", async () => {
    for (const blank of ["", " "]) {
      const own = await provider({ baseUrl: blank, config: { baseUrl } });
      assert.equal((await own.endpoint()).baseUrl, baseUrl);
      assert.ok((await own.chat(user("hi", { ...off, maxTokens: 5 }))).text);
    }
  });
});

describe("closing", () => {
  test("calls under way go on", async () => {
    const own = await provider();
    const stream = await own.stream(user("closed under way", off));
    const whole = own.chat(user("closed under way", off));
    await stream.next();
    await own.close();
    await all(stream);
    assert.equal((await stream.completion).finishReason, "stop");
    assert.equal((await whole).finishReason, "stop");
  });
});

describe("a stream's reader", () => {
  test("may ask again before an event is there", async () => {
    const stream = await (await provider()).stream(user("asked at once", off));
    const first = await Promise.all([stream.next(), stream.next(), stream.next()]);
    const text = words(first.map(({ value }) => value)) + words(await all(stream));
    assert.equal((await stream.completion).text, text);
  });

  // jco's code for the other has timers of its own while a call is under way, which keep a program alive.
  if (artifact === "qwen-sync") {
    test("may forget it, and the program ends", async () => {
      // The answer repeats the words, and takes more than a minute.
      const script = `
        import { open } from "./index.js";
        const own = await open(${JSON.stringify({ apiKey, baseUrl, artifact })});
        const stream = await own.stream("forgotten " + "word ".repeat(8_000));
        await stream.next();
        console.log("read one");`;
      const options = { cwd: new URL("..", import.meta.url), timeout: 30_000 };
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], options);
      assert.equal(stdout, "read one\n");
    });
  }

  test("may leave while it waits", async () => {
    const own = await provider();
    const stream = await own.stream(user("waited for", off));
    const waiting = [stream.next(), stream.next()];
    assert.deepEqual(await stream.return(), { done: true, value: undefined });
    for (const next of await Promise.all([...waiting, stream.next()])) {
      assert.deepEqual(next, { done: true, value: undefined });
    }
    await assert.rejects(stream.completion, { kind: "cancelled" });
    assert.ok((await own.chat(user("hi", { ...off, maxTokens: 5 }))).text);
  });
});

// `tests/hosts` looks at the simulator's side of these.
describe("leaving", () => {
  test("a loop that is left ends the request", async () => {
    const stream = await (await provider()).stream(user("left: a loop", off));
    for await (const _ of stream) {
      break;
    }
    await assert.rejects(stream.completion, { kind: "cancelled" });
  });

  test("a signal ends a stream", async () => {
    const own = await provider();
    const controller = new AbortController();
    const stream = await own.stream(user("left: a stream by its signal", off), controller);
    await stream.next();
    controller.abort();
    await assert.rejects(all(stream), { name: "AbortError" });
    await assert.rejects(stream.completion, { name: "AbortError" });
    // The next call has an instance, this one or another.
    assert.ok((await own.chat(user("hi", { ...off, maxTokens: 5 }))).text);
  });

  test("a signal ends a call before its answer", async () => {
    const own = await provider();
    await own.models();
    const begun = performance.now();
    // The answer repeats the words, and takes more than two seconds.
    const long = user(`left: a call by its signal ${"word ".repeat(200)}`, off);
    const signal = AbortSignal.timeout(400);
    await assert.rejects(own.chat(long, { signal }), { name: "TimeoutError" });
    assert.ok(performance.now() - begun < 1_500);
    await assert.rejects(own.chat(user("never sent"), { signal }), { name: "TimeoutError" });
    // What was given up ends: nothing of it comes back with the next call.
    assert.ok((await own.chat(user("hi", { ...off, maxTokens: 5 }))).text);
  });
});

describe("media", () => {
  test("a picture is described", async () => {
    const own = await provider();
    const description = await own.describe({ media: [{ image: "https://example.com/a.png" }], prompt: "What is it?" });
    assert.match(description.text, /What is it\?/);
  });

  test("a video is made", async () => {
    const { video } = await provider();
    const request = { prompt: "a paper boat", model: "wan2.6-t2v", resolution: "720P", durationSeconds: 5 };
    assert.equal((await video.estimate(request)).model, "wan2.6-t2v");
    let task = await video.submit(request);
    assert.equal(task.status, "pending");
    while (task.nextPollMs !== undefined) {
      await sleep(50);
      task = await video.poll(task.id, "wan2.6-t2v");
    }
    assert.equal(task.status.succeeded.urls.length, 1);
    const tasks = await video.tasks();
    assert.equal(tasks.find(({ id }) => id === task.id).state, "succeeded");
  });

  test("a video is refused, and one is cancelled", async () => {
    const { video } = await provider();
    const inputs = [{ other: { role: "ghost", url: "https://example.com/a" } }];
    await assert.rejects(video.submit({ prompt: "a boat", model: "wan2.6-t2v", inputs }), { requestSent: false });
    const task = await video.submit("a boat to be cancelled");
    assert.equal((await video.cancel(task.id)).status, "cancelled");
  });

  test("leave to lend a file is given", async () => {
    const form = await (await provider()).prepareUpload({ model: "wan2.6-i2v", fileName: "a.png" });
    assert.ok(form.fields.length > 0 && form.reference.startsWith("oss://"));
  });
});
