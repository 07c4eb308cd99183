"""Records of every call, and of the catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ._fields import VARIANT


@dataclass(frozen=True)
class ErrorRecord:
    """Why a call failed. `QwenError` is the exception that carries it."""

    kind: str = field(metadata=VARIANT)
    message: str
    hint: str | None
    status: int | None
    code: str | None
    request_id: str | None
    retry_after_ms: int | None
    request_sent: bool


@dataclass(frozen=True)
class CallWarning:
    """Something that was adjusted, left out or tried again."""

    arm: ClassVar[str] = "warning"
    code: str
    message: str


@dataclass(frozen=True)
class Usage:
    """How many tokens a call took."""

    arm: ClassVar[str] = "usage"
    input_tokens: int
    output_tokens: int
    total_tokens: int
    cached_input_tokens: int
    cache_write_tokens: int
    reasoning_tokens: int


@dataclass(frozen=True)
class Cost:
    """An amount of money by list price, in millionths of the currency unit."""

    currency: str
    micros: int
    prices_as_of: str


@dataclass(frozen=True)
class PriceTier:
    """The prices for requests up to a size, in millionths of the currency unit for a million tokens."""

    up_to_input_tokens: int | None
    input_micros: int
    output_micros: int
    thinking_output_micros: int | None


@dataclass(frozen=True)
class Price:
    """The list prices of a model in one region."""

    region: str
    currency: str
    tiers: list[PriceTier]


@dataclass(frozen=True)
class Model:
    """One model that the configured endpoint serves."""

    id: str
    ref: str
    name: str
    input: list[str]
    context_window: int
    output_limit: int
    thinking: str
    thinking_budget_limit: int | None
    plans: list[str]
    prices: list[Price]
    source: str
    as_of: str


@dataclass(frozen=True)
class EndpointInfo:
    """Where requests go, and which rule chose it."""

    base_url: str
    plan: str | None
    region: str | None
    native: bool
    chosen_by: str
