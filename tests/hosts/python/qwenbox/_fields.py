"""What the contract's records say of their fields beyond Python's types: sizes of numbers, and which texts are arms."""

from __future__ import annotations

from typing import Any, Mapping

U32: Mapping[str, str] = {"kind": "u32"}
U64: Mapping[str, str] = {"kind": "u64"}
F64: Mapping[str, str] = {"kind": "f64"}
#: A variant: a text is an arm without payload, an object is the arm of its class.
VARIANT: Mapping[str, str] = {"kind": "variant"}
#: A list of variants.
VARIANTS: Mapping[str, str] = {"kind": "variants"}

_BOUNDS = {"u32": 2**32 - 1, "u64": 2**64 - 1}


class Other(str):
    """A word of the provider that this version of the contract has no arm for."""


def number(name: str, kind: str | None, value: Any) -> Any:
    """The value of a field, refused where the contract's number could not hold it."""
    if kind == "f64":
        return float(value)
    if kind in _BOUNDS and not (isinstance(value, int) and 0 <= value <= _BOUNDS[kind]):
        raise ValueError(f"{name} must be a whole number from 0 to {_BOUNDS[kind]}, not {value!r}")
    return value
