import { open } from "qwenbox";

const { QWEN_API_KEY: apiKey, QWEN_BASE_URL: baseUrl } = process.env;
const provider = await open({ apiKey, baseUrl });
const signal = AbortSignal.timeout(1_500);
try {
  const answers = ["Count to a thousand.", "Recite the alphabet."].map((prompt) => provider.chat(prompt, { signal }));
  console.log(await Promise.all(answers));
} catch (error) {
  console.log(`no answer in time: ${error.name}`);
}
