"""Between the records of `types` and the values of `wasmtime`. Knows no call.

`wasmtime` gives a record as an object with the contract's names as attributes, and an arm as a `Variant`. A record's class
is found by the names of its fields, an arm without a class of its own by its name.
"""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from typing import Any

from wasmtime.component import Record, Variant

from . import types
from ._fields import Other, number


def lowered(value: Any) -> Any:
    """A record, with its lists and the records in it, as `wasmtime` takes it."""
    record = Record()
    for own in fields(value):
        setattr(record, _kebab(own.name), _field(own, getattr(value, own.name)))
    return record


def _field(own: Field[Any], value: Any) -> Any:
    kind = own.metadata.get("kind")
    if value is None:
        return None
    if own.name in _TEXTS and isinstance(value, str):
        value = [types.TextPart(value)]
    if kind == "variant":
        return _variant(value)
    if kind == "variants":
        return [_variant(each) for each in value]
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return _plain(number(own.name, kind, value))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return lowered(value)
    if isinstance(value, str):
        # What a class derived from `str` adds stays here.
        return str(value)
    return value


def _variant(value: Any) -> Variant:
    if isinstance(value, Other):
        return Variant("other", str(value))
    if isinstance(value, str):
        return Variant(value)
    if not hasattr(value, "arm"):
        raise TypeError(f"{value!r} does not belong here")
    return Variant(value.arm, _payload(value))


def _payload(value: Any) -> Any:
    own = fields(value)
    if [each.name for each in own] != ["payload"]:
        return lowered(value)
    payload = value.payload
    if isinstance(value, (types.SystemMessage, types.UserMessage)) and isinstance(payload, str):
        payload = [types.TextPart(payload)]
    return _field(own[0], payload)


def lifted(value: Any) -> Any:
    """What `wasmtime` gave, in the classes of `types`."""
    if isinstance(value, Record):
        names = tuple(vars(value))
        return _RECORDS[names](*(lifted(each) for each in vars(value).values()))
    if isinstance(value, Variant):
        return _arm(value.tag, value.payload)
    if isinstance(value, list):
        return [lifted(each) for each in value]
    return value


def _arm(tag: str, payload: Any) -> Any:
    if payload is None:
        return tag
    if tag == "other":
        return Other(payload)
    if tag in _WRAPPERS:
        return _WRAPPERS[tag](payload)
    return lifted(payload)


def _kebab(name: str) -> str:
    return name.replace("_", "-")


#: Fields where a text may stand for a list of one text part.
_TEXTS = {"content"}

#: Arms of results whose payload is no record, and that are told apart by their class.
_WRAPPERS = {"text": types.Text, "reasoning": types.Reasoning}

_CLASSES = [getattr(types, name) for name in types.__all__]

#: The classes of records, by the contract's names of their fields.
_RECORDS: dict[tuple[str, ...], Any] = {
    tuple(_kebab(own.name) for own in fields(each)): each
    for each in _CLASSES
    if is_dataclass(each) and [own.name for own in fields(each)] != ["payload"]
}
