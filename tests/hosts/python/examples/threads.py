from concurrent.futures import ThreadPoolExecutor

from qwenbox import Provider

provider = Provider.from_environment()
prompts = ["What is a component?", "What is a module?", "What is WASI?"]
with ThreadPoolExecutor() as threads:
    for completion in threads.map(lambda prompt: provider.chat(prompt, thinking="off"), prompts):
        print(completion.text)
