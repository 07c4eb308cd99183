import { QwenError, open } from "qwenbox";

const { QWEN_API_KEY: apiKey, QWEN_BASE_URL: baseUrl } = process.env;
const provider = await open({ apiKey, baseUrl });
try {
  const answer = await provider.stream("What is a WebAssembly component?");
  for await (const event of answer) {
    process.stdout.write(event.text ?? "");
  }
  const { usage } = await answer.completion;
  console.log(`\n${usage.totalTokens} tokens`);
} catch (error) {
  if (!(error instanceof QwenError)) throw error;
  console.error(`${error.kind}: ${error.message}`);
}
