// What must and must not compile: run by the checker alone.

import { type ChatStream, type Completion, type Event, Provider, QwenError, type Task, open } from "../index.js";

const provider: Provider = await open({ apiKey: "sk-x", allow: [], artifact: "qwen" });
const completion: Completion = await provider.chat("hi", { signal: new AbortController().signal });
const stream: ChatStream = await provider.stream({
  messages: [
    { system: ["Be brief.", { text: "Really.", cache: true }] },
    { user: [{ text: "a" }, { image: "https://example.com/a.png" }, { video: { source: { frames: [] } } }] },
    { assistant: { toolCalls: completion.toolCalls } },
    { tool: { callId: "c", content: "12" } },
  ],
  toolChoice: { function: "f" },
  responseFormat: { "json-schema": { name: "n", schemaJson: "{}" } },
});
for await (const event of stream) {
  const own: Event = event;
  own.text?.toUpperCase();
}
await stream[Symbol.asyncDispose]();
const task: Task = await provider.video.submit({ inputs: [{ "first-frame": "https://example.com/a.png" }] });
if (typeof task.status === "object" && "succeeded" in task.status) {
  task.status.succeeded.urls.join();
}
try {
  await provider.ask("hi");
} catch (error) {
  if (error instanceof QwenError && error.kind === "rate-limited") {
    error.retryAfterMs?.toFixed();
  }
}

// @ts-expect-error: the arm is not in the contract.
await provider.chat({ messages: [{ someone: "hi" }] });
// @ts-expect-error: a level is a word of the contract.
await provider.chat({ messages: [{ user: "hi" }], thinking: "very much" });
// @ts-expect-error: a provider is opened.
new Provider();
