"""The calls of the contract, as methods."""

from __future__ import annotations

import json
import os
from typing import Any, Mapping

from ._component import Pool, component_file
from ._values import lowered
from .stream import Stream
from .types import (
    ChatRequest,
    Completion,
    DescribeRequest,
    Description,
    EndpointInfo,
    Form,
    Image,
    Model,
    Quote,
    Task,
    TaskFilter,
    TaskSummary,
    UploadRequest,
    UserMessage,
    Video,
    VideoRequest,
)

#: What the component reads of its environment.
VARIABLES = (
    "QWEN_API_KEY",
    "MODELSTUDIO_API_KEY",
    "DASHSCOPE_API_KEY",
    "QWEN_BASE_URL",
    "QWEN_REGION",
    "QWEN_CONFIG",
)


class Provider:
    """One configured provider. Share it among threads: each call has an instance of its own while it lasts.

    `config` is the provider's entry of a configuration, as `docs/configuration.md` has it. Nothing is read of this process's
    environment but the component's path; `from_environment` reads the settings too.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        config: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        component: str | os.PathLike[str] | None = None,
    ) -> None:
        settings = dict(environment or {})
        if api_key is not None:
            settings["QWEN_API_KEY"] = api_key
        if base_url is not None:
            settings["QWEN_BASE_URL"] = base_url
        if config is not None:
            settings["QWEN_CONFIG"] = json.dumps(config)
        for name, value in settings.items():
            # The C API would end the value there.
            if "\0" in name + value:
                raise ValueError(f"{name!r} holds a NUL character, which no environment can")
        self._pool = Pool(component_file(component), settings)
        self.video = Videos(self._pool)

    @classmethod
    def from_environment(cls, **options: Any) -> "Provider":
        """The provider that this process's environment describes, by the variables that `qwenbox` documents."""
        found = {name: os.environ[name] for name in VARIABLES if name in os.environ}
        return cls(environment=found, **options)

    def models(self) -> list[Model]:
        """All models that the endpoint serves. No I/O."""
        return self._pool.call("catalog", "models")

    def resolve(self, ref: str) -> Model:
        """The model that a reference names. No I/O."""
        return self._pool.call("catalog", "resolve", ref)

    def default_model(self) -> Model:
        """The model that is used when a request names none. No I/O."""
        return self._pool.call("catalog", "default-model")

    def endpoint(self) -> EndpointInfo:
        """Where requests go, and which rule chose it. No I/O."""
        return self._pool.call("catalog", "endpoint")

    def ask(self, prompt: str) -> str:
        """Asks the default model one question and gives the words of its answer."""
        return self._pool.call("chat-sync", "ask", prompt)

    def chat(self, request: ChatRequest | str, **options: Any) -> Completion:
        """Makes one call and waits for the whole answer. A text is one message of the user; options are then the request's
        fields, such as `model` or `thinking`."""
        return self._pool.call("chat-sync", "complete", lowered(_chat(request, options)))

    def stream(self, request: ChatRequest | str, **options: Any) -> Stream:
        """Makes one call and gives its answer while it is written. Takes what `chat` takes."""
        return Stream(self._pool, _chat(request, options))

    def describe(self, request: DescribeRequest | list[Image | Video], **options: Any) -> Description:
        """Tells what pictures and videos show."""
        if not isinstance(request, DescribeRequest):
            request = DescribeRequest(list(request), **options)
        return self._pool.call("understanding-sync", "describe", lowered(request))

    def prepare_upload(self, model: str, file_name: str) -> Form:
        """Asks for leave to lend the provider one file. Nothing is stored before the form is used."""
        return self._pool.call("uploads-sync", "prepare", lowered(UploadRequest(model, file_name)))


class Videos:
    """Making videos. A task runs for minutes at the provider: look again as `next_poll_ms` advises."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def estimate(self, request: VideoRequest | str, **options: Any) -> Quote:
        """What a request would come to. No I/O."""
        return self._pool.call("video-sync", "estimate", lowered(_video(request, options)))

    def submit(self, request: VideoRequest | str, **options: Any) -> Task:
        """Submits a task. Costs money, and is sent once."""
        return self._pool.call("video-sync", "submit", lowered(_video(request, options)))

    def poll(self, id: str, model: str | None = None) -> Task:
        """Looks at a task, with one request."""
        return self._pool.call("video-sync", "poll", id, model)

    def cancel(self, id: str) -> Task:
        """Cancels a task that is still pending."""
        return self._pool.call("video-sync", "cancel", id)

    def tasks(self, filter: TaskFilter | None = None) -> list[TaskSummary]:
        """Lists the account's tasks, newest first."""
        return self._pool.call("video-sync", "tasks", lowered(filter or TaskFilter()))


def _chat(request: ChatRequest | str, options: dict[str, Any]) -> ChatRequest:
    if isinstance(request, str):
        return ChatRequest([UserMessage(request)], **options)
    if options:
        raise TypeError("options go into the ChatRequest, when one is given")
    return request


def _video(request: VideoRequest | str, options: dict[str, Any]) -> VideoRequest:
    if isinstance(request, str):
        return VideoRequest(request, **options)
    if options:
        raise TypeError("options go into the VideoRequest, when one is given")
    return request
