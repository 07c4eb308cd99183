"""The official openai package: each function is one thing that a client does, and prints its name when it went well."""

import os
import time
import urllib.request

import openai
from pydantic import BaseModel

MODEL = "qwen3.5-plus"
client = openai.OpenAI(max_retries=0)

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def ask(text):
    return [{"role": "user", "content": text}]


def models():
    ids = [model.id for model in client.models.list()]
    assert MODEL in ids, ids
    assert client.models.retrieve(MODEL).id == MODEL


def chat():
    answer = client.chat.completions.create(model=MODEL, messages=ask("hello there"))
    assert "hello there" in answer.choices[0].message.content, answer
    assert answer.choices[0].finish_reason == "stop", answer
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0, answer


def stream():
    chunks = list(
        client.chat.completions.create(
            model=MODEL, messages=ask("hello there"), stream=True, stream_options={"include_usage": True}
        )
    )
    words = [choice.delta.content for chunk in chunks for choice in chunk.choices if choice.delta.content]
    assert len(words) > 1 and "hello there" in "".join(words), words
    assert [choice.finish_reason for chunk in chunks for choice in chunk.choices][-1] == "stop", chunks
    assert chunks[-1].usage.total_tokens > 0, chunks[-1]


def tools():
    answer = client.chat.completions.create(
        model=MODEL, messages=ask("Is it raining in Oslo?"), tools=[WEATHER], tool_choice={"type": "function", "function": {"name": "weather"}},
        extra_body={"enable_thinking": False},
    )
    [call] = answer.choices[0].message.tool_calls
    assert call.function.name == "weather" and "city" in call.function.arguments, call
    assert answer.choices[0].finish_reason == "tool_calls", answer
    messages = ask("Is it raining in Oslo?") + [
        answer.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "It is."},
    ]
    after = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER])
    assert after.choices[0].message, after


class Total(BaseModel):
    currency: str
    total: float


def structured():
    answer = client.chat.completions.parse(model="qwen3.7-plus", messages=ask("What did it cost? Answer as JSON."), response_format=Total)
    assert isinstance(answer.choices[0].message.parsed, Total), answer


def errors():
    try:
        client.chat.completions.create(model="no-such-model", messages=ask("hello"))
        raise AssertionError("an unknown model answered")
    except openai.NotFoundError as error:
        assert error.status_code == 404 and "no-such-model" in error.message, error
    try:
        client.chat.completions.create(model=MODEL, messages=ask("hello"), temperature="warm")
        raise AssertionError("a temperature in words was taken")
    except openai.BadRequestError as error:
        assert "temperature" in error.message, error
    try:
        client.with_options(api_key="not-a-token-of-this-gateway").models.list()
        raise AssertionError("a wrong token was taken")
    except openai.AuthenticationError as error:
        assert error.code == "invalid_api_key", error


def metric(name):
    request = urllib.request.Request(os.environ["METRICS_URL"], headers={"authorization": f"Bearer {client.api_key}"})
    with urllib.request.urlopen(request) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(name + " "):
                return int(line.split()[1])
    raise AssertionError(f"{name} is not told")


def cancel():
    before = metric("qwenbox_cut_total")
    answer = client.chat.completions.create(model=MODEL, messages=ask("a long story"), stream=True)
    next(iter(answer))
    answer.close()
    end = time.monotonic() + 10
    while metric("qwenbox_cut_total") == before:
        assert time.monotonic() < end, "the gateway did not see the client leave"
        time.sleep(0.02)


for thing in [models, chat, stream, tools, structured, errors, cancel]:
    thing()
    print(thing.__name__, flush=True)
