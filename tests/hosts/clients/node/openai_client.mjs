// The official openai package: each function is one thing that a client does, and prints its name when it went well.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";

const MODEL = "qwen3.5-plus";
const client = new OpenAI({ maxRetries: 0 });
const ask = (text) => [{ role: "user", content: text }];
const WEATHER = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

async function models() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert(ids.includes(MODEL), ids.join());
  assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
}

async function chat() {
  const answer = await client.chat.completions.create({ model: MODEL, messages: ask("hello there") });
  assert.match(answer.choices[0].message.content, /hello there/);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert(answer.usage.total_tokens > 0);
}

async function stream() {
  const words = [];
  let usage;
  const chunks = await client.chat.completions.create({
    model: MODEL, messages: ask("hello there"), stream: true, stream_options: { include_usage: true },
  });
  for await (const chunk of chunks) {
    if (chunk.choices[0]?.delta.content) words.push(chunk.choices[0].delta.content);
    usage = chunk.usage ?? usage;
  }
  assert(words.length > 1);
  assert.match(words.join(""), /hello there/);
  assert(usage.total_tokens > 0);
}

async function tools() {
  const answer = await client.chat.completions.create({
    model: MODEL, messages: ask("Is it raining in Oslo?"), tools: [WEATHER], enable_thinking: false,
    tool_choice: { type: "function", function: { name: "weather" } },
  });
  const [call] = answer.choices[0].message.tool_calls;
  assert.equal(call.function.name, "weather");
  assert("city" in JSON.parse(call.function.arguments));
  const messages = [...ask("Is it raining in Oslo?"), answer.choices[0].message, { role: "tool", tool_call_id: call.id, content: "It is." }];
  assert((await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER] })).choices[0].message);
}

async function structured() {
  const schema = { type: "object", properties: { currency: { type: "string" }, total: { type: "number" } }, required: ["currency", "total"], additionalProperties: false };
  const answer = await client.chat.completions.parse({
    model: "qwen3.7-plus", messages: ask("What did it cost? Answer as JSON."),
    response_format: { type: "json_schema", json_schema: { name: "total", strict: true, schema } },
  });
  assert.equal(typeof JSON.parse(answer.choices[0].message.content).total, "number");
}

async function errors() {
  await assert.rejects(client.chat.completions.create({ model: "no-such-model", messages: ask("hello") }), OpenAI.NotFoundError);
  await assert.rejects(client.chat.completions.create({ model: MODEL, messages: ask("hello"), temperature: "warm" }), OpenAI.BadRequestError);
  await assert.rejects(client.withOptions({ apiKey: "not-a-token-of-this-gateway" }).models.list(), OpenAI.AuthenticationError);
}

async function metric(name) {
  const answer = await fetch(process.env.METRICS_URL, { headers: { authorization: `Bearer ${client.apiKey}` } });
  const line = (await answer.text()).split("\n").find((line) => line.startsWith(`${name} `));
  return Number(line.split(" ")[1]);
}

async function cancel() {
  const before = await metric("qwenbox_cut_total");
  const controller = new AbortController();
  const chunks = await client.chat.completions.create({ model: MODEL, messages: ask("a long story"), stream: true }, { signal: controller.signal });
  for await (const _ of chunks) controller.abort();
  const end = Date.now() + 10_000;
  while ((await metric("qwenbox_cut_total")) === before) {
    assert(Date.now() < end, "the gateway did not see the client leave");
    await sleep(20);
  }
}

for (const thing of [models, chat, stream, tools, structured, errors, cancel]) {
  await thing();
  console.log(thing.name);
}
