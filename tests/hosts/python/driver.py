"""Makes calls for somebody else: lines of JSON in, lines of JSON out. `../README.md` says what they hold."""

from __future__ import annotations

import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from typing import Any, Callable

from qwenbox import Other, Provider, QwenError, types

AT_ONCE = 8


def main(component: str) -> None:
    """Answers requests until there are no more."""
    writing = threading.Lock()

    def work(line: str) -> None:
        reply = json.dumps(answer(json.loads(line), component))
        with writing:
            print(reply, flush=True)

    with ThreadPoolExecutor(AT_ONCE) as workers:
        for line in sys.stdin:
            workers.submit(work, line)


def answer(asked: dict[str, Any], component: str) -> dict[str, Any]:
    """The reply to one request."""
    events: list[Any] = []
    reply: dict[str, Any] = {"id": asked["id"]}
    try:
        provider = Provider(environment=asked["env"], component=component)
        result = CALLS[asked["call"]](provider, asked["request"], events)
        return reply | {"events": events, "result": written(result)}
    except QwenError as error:
        return reply | {"events": events, "error": written(error.record)}
    except Exception as error:  # Whatever broke, the one who asked is told.
        return reply | {"failure": f"{type(error).__name__}: {error}"}


def stream(provider: Provider, request: dict[str, Any], events: list[Any]) -> types.Completion:
    with provider.stream(chat(request)) as answer:
        for event in answer:
            events.append({event.arm: written(event)})
        return answer.completion()


CALLS: dict[str, Callable[[Provider, dict[str, Any], list[Any]], Any]] = {
    "complete": lambda provider, request, _: provider.chat(chat(request)),
    "stream": stream,
    "describe": lambda provider, request, _: provider.describe(description(request)),
    "estimate": lambda provider, request, _: provider.video.estimate(video(request)),
    "submit": lambda provider, request, _: provider.video.submit(video(request)),
    "poll": lambda provider, request, _: provider.video.poll(request["id"], request.get("model")),
    "cancel": lambda provider, request, _: provider.video.cancel(request["id"]),
    "tasks": lambda provider, request, _: provider.video.tasks(record(types.TaskFilter, request)),
    "prepare": lambda provider, request, _: provider.prepare_upload(request["model"], request["fileName"]),
}


# -- From a case's short forms to records ----------------------------------------------------------------------------------


def record(kind: type, given: dict[str, Any], **made: Any) -> Any:
    """A record of a kind: its fields by their names in camelCase, those already made apart."""
    rest = {snake(name): value for name, value in given.items()}
    return kind(**(rest | made))


def chat(given: dict[str, Any]) -> types.ChatRequest:
    made: dict[str, Any] = {
        "messages": [message(each) for each in given["messages"]],
        "tools": [record(types.Tool, each) for each in given.get("tools", [])],
        "timeouts": record(types.Timeouts, given["timeouts"]) if "timeouts" in given else None,
        "tool_choice": choice(given.get("toolChoice")),
        "response_format": form(given.get("responseFormat")),
    }
    return record(types.ChatRequest, given, **made)


def message(given: dict[str, Any]) -> types.Message:
    arm, value = only(given)
    if arm == "system":
        return types.SystemMessage(value if isinstance(value, str) else [text_part(each) for each in value])
    if arm == "user":
        return types.UserMessage(parts(value))
    if arm == "tool":
        return types.ToolMessage(value["callId"], parts(value["content"]))
    if isinstance(value, str):
        return types.AssistantMessage(value)
    calls = [record(types.ToolCall, each) for each in value.get("toolCalls", [])]
    return record(types.AssistantMessage, value, tool_calls=calls)


def parts(given: Any) -> Any:
    return given if isinstance(given, str) else [part(each) for each in given]


def part(given: dict[str, Any]) -> types.Part:
    arm, value = only(given)
    if arm == "text":
        return text_part(value)
    if arm == "video":
        return record(types.VideoPart, value, source=only(value["source"])[1])
    kind = {"image": types.ImagePart, "audio": types.AudioPart}[arm]
    return kind(value) if isinstance(value, str) else record(kind, value)


def text_part(given: Any) -> types.TextPart:
    return types.TextPart(given) if isinstance(given, str) else record(types.TextPart, given)


def choice(given: Any) -> Any:
    return types.FunctionChoice(given["function"]) if isinstance(given, dict) else given


def form(given: Any) -> Any:
    return record(types.JsonSchema, given["json-schema"]) if isinstance(given, dict) else given


def description(given: dict[str, Any]) -> types.DescribeRequest:
    kinds = {"image": types.Image, "video": types.Video}
    media = [kinds[arm](text(value)) for arm, value in map(only, given["media"])]
    return record(types.DescribeRequest, given, media=media)


def video(given: dict[str, Any]) -> types.VideoRequest:
    words = {snake(name): text(given[name]) for name in ("prompt", "negativePrompt") if name in given}
    inputs = [video_input(*only(each)) for each in given.get("inputs", [])]
    return record(types.VideoRequest, given, inputs=inputs, **words)


def video_input(arm: str, value: Any) -> types.VideoInput:
    if arm == "other":
        return types.VideoInput(Other(value["role"]), value["url"])
    return types.VideoInput(arm, value)


def text(given: Any) -> str:
    """A text, a text over and over, or a list of such."""
    if isinstance(given, list):
        return "".join(text(each) for each in given)
    if isinstance(given, dict):
        return given["text"] * given["repeat"]
    return given


def only(given: dict[str, Any]) -> tuple[str, Any]:
    [(arm, value)] = given.items()
    return arm, value


# -- From records to JSON --------------------------------------------------------------------------------------------------


def written(value: Any) -> Any:
    """A record as the protocol has it."""
    if isinstance(value, Other):
        return {"other": str(value)}
    if isinstance(value, list):
        return [written(each) for each in value]
    if not is_dataclass(value):
        return value
    if [own.name for own in fields(value)] == ["payload"]:
        return getattr(value, "payload")
    whole = {camel(own.name): written(getattr(value, own.name)) for own in fields(value)}
    if isinstance(value, types.Task):
        whole["status"] = status(value.status)
    return whole


def status(given: Any) -> Any:
    if isinstance(given, types.Output):
        return {"succeeded": written(given)}
    if isinstance(given, types.ErrorRecord):
        return {"failed": written(given)}
    return given


def snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


def camel(name: str) -> str:
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


if __name__ == "__main__":
    main(sys.argv[1])
