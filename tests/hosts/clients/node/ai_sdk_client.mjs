// The AI SDK with @ai-sdk/openai-compatible: each function is one thing that a client does, and prints its name when it
// went well.
import assert from "node:assert/strict";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, Output, generateText, streamText, tool } from "ai";
import { z } from "zod";

const provider = createOpenAICompatible({
  name: "qwenbox",
  baseURL: process.env.OPENAI_BASE_URL,
  apiKey: process.env.OPENAI_API_KEY,
  supportsStructuredOutputs: true,
});
const model = provider("qwen3.5-plus");
const weather = tool({ description: "The weather of a city.", inputSchema: z.object({ city: z.string() }) });

async function chat() {
  const answer = await generateText({ model, prompt: "hello there", maxRetries: 0 });
  assert.match(answer.text, /hello there/);
  assert(answer.usage.totalTokens > 0);
}

async function stream() {
  const words = [];
  for await (const piece of streamText({ model, prompt: "hello there", maxRetries: 0 }).textStream) words.push(piece);
  assert(words.length > 1);
  assert.match(words.join(""), /hello there/);
}

async function tools() {
  const answer = await generateText({
    model, prompt: "Is it raining in Oslo?", tools: { weather }, toolChoice: { type: "tool", toolName: "weather" }, maxRetries: 0,
    providerOptions: { qwenbox: { enable_thinking: false } },
  });
  assert.equal(answer.toolCalls[0].toolName, "weather");
  assert.equal(typeof answer.toolCalls[0].input.city, "string");
}

async function structured() {
  const answer = await generateText({
    model: provider("qwen3.7-plus"), prompt: "What did it cost? Answer as JSON.", maxRetries: 0,
    output: Output.object({ schema: z.object({ currency: z.string(), total: z.number() }) }),
  });
  assert.equal(typeof answer.output.total, "number");
}

async function errors() {
  const wrong = generateText({ model: provider("no-such-model"), prompt: "hello", maxRetries: 0 });
  await assert.rejects(wrong, (error) => APICallError.isInstance(error) && error.statusCode === 404);
}

async function cancel() {
  const controller = new AbortController();
  const answer = streamText({ model, prompt: "a long story", abortSignal: controller.signal, maxRetries: 0 });
  let ended = false;
  for await (const part of answer.fullStream) {
    if (part.type === "text-delta") controller.abort();
    ended ||= part.type === "abort";
  }
  assert(ended);
}

for (const thing of [chat, stream, tools, structured, errors, cancel]) {
  await thing();
  console.log(thing.name);
}
