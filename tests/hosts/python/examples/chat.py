from qwenbox import Provider, QwenError, Text

provider = Provider.from_environment()
try:
    with provider.stream("What is a WebAssembly component?", thinking="off") as answer:
        for event in answer:
            if isinstance(event, Text):
                print(event, end="", flush=True)
        print(f"\n{answer.completion().usage}")
except QwenError as error:
    print(f"{error.kind}: {error.message}; {error.hint}")
