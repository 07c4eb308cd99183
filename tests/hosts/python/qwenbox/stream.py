"""An answer while it is written."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType
from typing import Iterator

from wasmtime.component import ResourceAny

from ._component import Instance, Pool
from ._values import lifted, lowered
from .types import ChatRequest, Completion, Event, Text

#: How long the component waits before Python may look at signals, such as Ctrl-C, and at `close` from another thread.
_LOOK_AFTER_MS = 50


class Stream(Iterator[Event]):
    """An answer's events in order. Close it, or leave its `with` block, and the request ends; so does forgetting it.

    While it waits, other threads run. It may be handed from thread to thread, and closed from any.
    """

    def __init__(self, pool: Pool, request: ChatRequest) -> None:
        self._pool = pool
        # A handler of a signal runs in the middle of what its thread does, and finds the stream in use there.
        self._lock = threading.RLock()
        self._in_use = False
        self._closing = False
        self._ready: deque[Event] = deque()
        self._instance: Instance | None = pool.take()
        self._resource: ResourceAny | None = None
        self._completion: Completion | None = None
        self._error: Exception | None = None
        try:
            self._resource = self._instance.call("chat-sync", "open-stream", lowered(request))
        except BaseException:
            self._release()
            raise

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> Event:
        while not self._ready:
            if not self._wait():
                raise StopIteration
        return self._ready.popleft()

    def texts(self) -> Iterator[str]:
        """The words alone, as they come."""
        return (event.payload for event in self if isinstance(event, Text))

    def completion(self) -> Completion:
        """The whole answer, once it has ended: reads what is left.

        Raises `QwenError` when the answer was cut, also when the loop did before, and `RuntimeError` when the stream was closed before its end.
        """
        while self._wait():
            pass
        if self._error is not None:
            raise self._error
        if self._completion is None:
            raise RuntimeError("the stream was closed before the answer's end")
        return self._completion

    def close(self) -> None:
        """Ends the request, unless it has ended. May be called again, from any thread, and from the handler of a signal."""
        self._closing = True
        with self._lock:
            self._end()

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _wait(self) -> bool:
        """Waits for events, which are then ready. `False` after the end."""
        while not self._closing:
            with self._lock:
                if self._in_use:
                    raise RuntimeError("the stream waits already, in what this handler of a signal interrupted")
                self._in_use = True
                try:
                    if self._instance is None or self._resource is None:
                        return False
                    if self._take_batch(self._instance, self._resource):
                        return True
                finally:
                    self._in_use = False
                    if self._closing:
                        self._end()
        return False

    def _end(self) -> None:
        """Releases, unless that is left to the one in whose middle this is."""
        if not self._in_use:
            self._in_use = True
            try:
                self._release()
            finally:
                self._in_use = False

    def _take_batch(self, instance: Instance, resource: ResourceAny) -> bool:
        try:
            batch = instance.call("chat-sync", "[method]chat-stream.next", resource, _LOOK_AFTER_MS)
            if batch is None:
                self._completion = lifted(instance.call("chat-sync", "[method]chat-stream.finish", resource))
        except Exception as error:
            self._error = error
            self._release()
            raise
        if batch is None:
            self._release()
            return False
        self._ready.extend(lifted(batch))
        return bool(batch)

    def _release(self) -> None:
        instance, self._instance = self._instance, None
        resource, self._resource = self._resource, None
        if instance is None:
            return
        try:
            if resource is not None and instance.usable:
                instance.drop(resource)
        finally:
            self._pool.give_back(instance)
