"""Qwen Cloud (Alibaba DashScope) as a WebAssembly component, from Python.

    from qwenbox import Provider, Text

    provider = Provider(api_key="sk-…")
    with provider.stream("What is a component?") as answer:
        for event in answer:
            if isinstance(event, Text):
                print(event, end="")
"""

from .errors import ComponentError, QwenError
from .provider import Provider, Videos
from .stream import Stream
from .types import *  # noqa: F403
from .types import __all__ as _records

__all__ = ["ComponentError", "Provider", "QwenError", "Stream", "Videos", *_records]
