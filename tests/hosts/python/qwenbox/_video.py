"""Records of videos and of uploads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ._common import CallWarning, Cost, ErrorRecord
from ._fields import U32, U64, VARIANT


@dataclass(frozen=True)
class VideoInput:
    """Something to work from, by what it is for: `image`, `first-frame`, …, or `Other(word)`."""

    role: str = field(metadata=VARIANT)
    url: str


@dataclass(frozen=True)
class VideoRequest:
    """One video to make."""

    prompt: str | None = None
    model: str | None = None
    negative_prompt: str | None = None
    inputs: list[VideoInput] = field(default_factory=list)
    size: str | None = None
    aspect_ratio: str | None = None
    resolution: str | None = None
    duration_seconds: int | None = field(default=None, metadata=U32)
    audio: bool | None = None
    watermark: bool | None = None
    prompt_extend: bool | None = None
    shot_type: str | None = None
    seed: int | None = field(default=None, metadata=U32)
    extra_json: str | None = None


@dataclass(frozen=True)
class Quote:
    """What a request would come to."""

    model: str
    cost: Cost | None
    warnings: list[CallWarning]


@dataclass(frozen=True)
class Output:
    """A finished video: a task's status when it succeeded."""

    arm: ClassVar[str] = "succeeded"
    urls: list[str]
    expires_at: int | None
    duration_seconds: float | None
    billed_seconds: float | None
    size: str | None
    resolution: str | None
    aspect_ratio: str | None
    cost: Cost | None


@dataclass(frozen=True)
class Task:
    """A video task as last seen. `status` is an `Output` when it succeeded, an `ErrorRecord` when it failed, else a word."""

    id: str
    model: str | None
    prompt: str | None
    status: str | Output | ErrorRecord
    next_poll_ms: int | None
    submitted_at: int | None
    ended_at: int | None
    warnings: list[CallWarning]
    request_id: str | None


@dataclass(frozen=True)
class TaskSummary:
    """A task in a list."""

    id: str
    model: str | None
    state: str
    submitted_at: int | None
    ended_at: int | None
    request_id: str | None


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks to list; times in seconds since 1970 UTC."""

    since: int | None = field(default=None, metadata=U64)
    until: int | None = field(default=None, metadata=U64)
    model: str | None = None
    page: int | None = field(default=None, metadata=U32)
    page_size: int | None = field(default=None, metadata=U32)


@dataclass(frozen=True)
class UploadRequest:
    """A file that is to be lent."""

    model: str
    file_name: str


@dataclass(frozen=True)
class FormField:
    """A field of a form."""

    name: str
    value: str


@dataclass(frozen=True)
class Form:
    """Where and how to send the file. Its fields are as good as a key: do not log them."""

    url: str
    fields: list[FormField]
    reference: str
    expires_in_seconds: int | None
    max_bytes: int | None
