"""Records of chat and of understanding: requests, events and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Union

from ._common import CallWarning, Cost, Usage
from ._fields import F64, U32, U64, VARIANT, VARIANTS


@dataclass(frozen=True)
class TextPart:
    """Words, and whether the prefix that ends with them is to be cached."""

    arm: ClassVar[str] = "text"
    text: str
    cache: bool = False


@dataclass(frozen=True)
class ImagePart:
    """A still image by an `http`, `https`, `oss` or base64 `data` URL."""

    arm: ClassVar[str] = "image"
    url: str
    min_pixels: int | None = field(default=None, metadata=U32)
    max_pixels: int | None = field(default=None, metadata=U32)
    cache: bool = False


@dataclass(frozen=True)
class VideoPart:
    """A video: the URL of its file, or a list of the URLs of its frames."""

    arm: ClassVar[str] = "video"
    source: str | list[str]
    fps: float | None = field(default=None, metadata=F64)
    total_pixels: int | None = field(default=None, metadata=U32)
    cache: bool = False


@dataclass(frozen=True)
class AudioPart:
    """A sound recording by its URL."""

    arm: ClassVar[str] = "audio"
    url: str
    format: str | None = None


Part = Union[TextPart, ImagePart, VideoPart, AudioPart]


@dataclass(frozen=True)
class SystemMessage:
    """What the model is told to be and do. A text stands for one text part."""

    arm: ClassVar[str] = "system"
    payload: list[TextPart] | str


@dataclass(frozen=True)
class UserMessage:
    """What the person says and shows. A text stands for one text part."""

    arm: ClassVar[str] = "user"
    payload: list[Part] | str = field(metadata=VARIANTS)


@dataclass(frozen=True)
class ToolCall:
    """A function call that the model asks for. As an event: it is whole."""

    arm: ClassVar[str] = "tool-call-finished"
    id: str
    name: str
    arguments_json: str


@dataclass(frozen=True)
class AssistantMessage:
    """What the model answered in an earlier turn."""

    arm: ClassVar[str] = "assistant"
    text: str = ""
    reasoning: str | None = None
    tool_calls: list[ToolCall] = field(default_factory=list)
    status: str = "complete"
    model: str | None = None


@dataclass(frozen=True)
class ToolMessage:
    """What a tool call gave back. A text stands for one text part."""

    arm: ClassVar[str] = "tool"
    call_id: str
    content: list[Part] | str = field(metadata=VARIANTS)


Message = Union[SystemMessage, UserMessage, AssistantMessage, ToolMessage]


@dataclass(frozen=True)
class Tool:
    """A function that the model may call; its parameters as a JSON Schema."""

    name: str
    description: str | None = None
    parameters_json: str | None = None


@dataclass(frozen=True)
class FunctionChoice:
    """The model must call this function."""

    arm: ClassVar[str] = "function"
    payload: str


@dataclass(frozen=True)
class JsonSchema:
    """A schema that the answer must fit."""

    arm: ClassVar[str] = "json-schema"
    name: str
    schema_json: str
    strict: bool = False


@dataclass(frozen=True)
class Timeouts:
    """Time limits in milliseconds; absent ones take the configured limit."""

    connect_ms: int | None = field(default=None, metadata=U64)
    first_byte_ms: int | None = field(default=None, metadata=U64)
    between_bytes_ms: int | None = field(default=None, metadata=U64)
    total_ms: int | None = field(default=None, metadata=U64)


@dataclass(frozen=True)
class ChatRequest:
    """One call to a chat model. Absent options are not sent."""

    messages: list[Message] = field(metadata=VARIANTS)
    model: str | None = None
    tools: list[Tool] = field(default_factory=list)
    tool_choice: str | FunctionChoice | None = field(default=None, metadata=VARIANT)
    parallel_tool_calls: bool | None = None
    response_format: str | JsonSchema | None = field(default=None, metadata=VARIANT)
    thinking: str | None = None
    thinking_budget: int | None = field(default=None, metadata=U32)
    preserve_thinking: bool | None = None
    max_tokens: int | None = field(default=None, metadata=U32)
    temperature: float | None = field(default=None, metadata=F64)
    top_p: float | None = field(default=None, metadata=F64)
    top_k: int | None = field(default=None, metadata=U32)
    presence_penalty: float | None = field(default=None, metadata=F64)
    repetition_penalty: float | None = field(default=None, metadata=F64)
    seed: int | None = field(default=None, metadata=U32)
    stop: list[str] = field(default_factory=list)
    timeouts: Timeouts | None = None
    retry_budget_ms: int | None = field(default=None, metadata=U64)
    extra_json: str | None = None


@dataclass(frozen=True)
class Text:
    """An event: more of the answer's words."""

    arm: ClassVar[str] = "text"
    payload: str

    def __str__(self) -> str:
        return self.payload


@dataclass(frozen=True)
class Reasoning:
    """An event: more of the reasoning."""

    arm: ClassVar[str] = "reasoning"
    payload: str

    def __str__(self) -> str:
        return self.payload


@dataclass(frozen=True)
class ToolCallStart:
    """An event: a tool call begins."""

    arm: ClassVar[str] = "tool-call-started"
    index: int
    id: str
    name: str


@dataclass(frozen=True)
class ToolCallFragment:
    """An event: more of a tool call's arguments."""

    arm: ClassVar[str] = "tool-call-arguments"
    index: int
    fragment: str


Event = Union[Text, Reasoning, ToolCallStart, ToolCallFragment, ToolCall, Usage, CallWarning]


@dataclass(frozen=True)
class Completion:
    """A whole answer."""

    id: str
    model: str
    text: str
    reasoning: str
    tool_calls: list[ToolCall]
    finish_reason: str
    usage: Usage | None
    cost: Cost | None
    warnings: list[CallWarning]
    request_id: str | None


@dataclass(frozen=True)
class Image:
    """A still image to look at, by its URL."""

    arm: ClassVar[str] = "image"
    payload: str


@dataclass(frozen=True)
class Video:
    """A video to look at, by its URL."""

    arm: ClassVar[str] = "video"
    payload: str


@dataclass(frozen=True)
class DescribeRequest:
    """One question about pictures or videos."""

    media: list[Image | Video] = field(metadata=VARIANTS)
    model: str | None = None
    prompt: str | None = None
    max_characters: int | None = field(default=None, metadata=U32)


@dataclass(frozen=True)
class Description:
    """What was seen."""

    text: str
    model: str
    usage: Usage | None
    warnings: list[CallWarning]
    request_id: str | None
