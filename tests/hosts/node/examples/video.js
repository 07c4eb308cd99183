import { setTimeout as sleep } from "node:timers/promises";
import { open } from "qwenbox";

const { QWEN_API_KEY: apiKey, QWEN_BASE_URL: baseUrl } = process.env;
const { video } = await open({ apiKey, baseUrl });
let task = await video.submit({ prompt: "A paper boat on a river.", resolution: "720P" });
console.log(`keep this: ${task.id}`);
while (task.nextPollMs !== undefined) {
  await sleep(task.nextPollMs);
  task = await video.poll(task.id);
}
console.log(task.status);
