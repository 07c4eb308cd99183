// Qwen Cloud (Alibaba DashScope) as a WebAssembly component, from Node.

import { fileURLToPath } from "node:url";
import { Client } from "./src/client.js";
import { policy } from "./src/policy.js";
import { Provider } from "./src/provider.js";

export { ComponentError, QwenError } from "./src/errors.js";
export { ChatStream } from "./src/stream.js";
export { Provider };

/** Whether this Node can suspend WebAssembly, and so run `qwen.wasm` itself. */
export const isAsynchronous = typeof WebAssembly.Suspending === "function";

/** The provider that the options describe. `index.d.ts` has them all. */
export async function open(options = {}) {
  const { apiKey, baseUrl, config, allow, artifact = isAsynchronous ? "qwen" : "qwen-sync" } = options;
  const folder = options.folder ?? fileURLToPath(new URL("generated", import.meta.url));
  const environment = { ...options.environment };
  if (apiKey !== undefined) {
    environment.QWEN_API_KEY = apiKey;
  }
  if (baseUrl !== undefined) {
    environment.QWEN_BASE_URL = baseUrl;
  }
  if (config !== undefined) {
    environment.QWEN_CONFIG = JSON.stringify(config);
  }
  const urls = [environment.QWEN_BASE_URL, configured(environment.QWEN_CONFIG)];
  // A blank one is none, as in the component.
  const client = new Client(policy(allow, urls.find((url) => typeof url === "string" && url.trim() !== "")));
  const { maker } = await import(artifact === "qwen" ? "./src/asynchronous.js" : "./src/synchronous.js");
  return new Provider(await maker({ folder, environment, client }), client);
}

/** The base URL of a configuration. What is no JSON is refused by the component, in better words. */
function configured(text) {
  try {
    return JSON.parse(text).baseUrl;
  } catch {
    return undefined;
  }
}
