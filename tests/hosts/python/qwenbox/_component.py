"""The compiled component and its instances. Knows the contract's names, and none of its records.

A store of Wasmtime is one thread's at a time. A call takes an instance out of the pool and brings it back at its end, so
that no two calls ever share one, whichever threads they come from.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import wasmtime
from wasmtime import Config, Engine, Store, WasiConfig
from wasmtime.component import Component, Func, Linker, ResourceAny, Variant

from .errors import ComponentError, QwenError
from ._values import lifted

#: Names the component's file, where it is not beside this one.
COMPONENT_VARIABLE = "QWENBOX_COMPONENT_SYNC"

_VERSION = "@0.1.0"

#: Instances that are kept for the next calls. More may run at once; an idle one holds about two megabytes.
_KEPT = 8

_compiled: dict[Path, tuple[Linker, Component]] = {}
_compiling = threading.Lock()

#: The process that made the first instance. Wasmtime's threads are in that one alone: a call in a fork of it would hang.
_process: int | None = None


def _stays_in_its_process() -> None:
    global _process
    if _process is None:
        _process = os.getpid()
    if _process != os.getpid():
        raise ComponentError(
            "this process was forked after the first call of qwenbox, and calls would hang in it: start it with "
            'multiprocessing.get_context("spawn"), or fork before the first call'
        )


def component_file(given: str | os.PathLike[str] | None) -> Path:
    """Where the component is: where the caller says, where the variable says, or beside this file."""
    named = given or os.environ.get(COMPONENT_VARIABLE)
    path = Path(named) if named else Path(__file__).with_name("qwen-sync.wasm")
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is not there; write it with: cp \"$(qwenbox component path --sync)\" {path}"
        )
    return path.resolve()


class Pool:
    """Instances of one component with one environment."""

    def __init__(self, path: Path, environment: dict[str, str]) -> None:
        self._linker, self._component = _load(path)
        self._environment = list(environment.items())
        self._idle: list[Instance] = []
        # A handler of a signal may close a stream in the middle of another call of its thread.
        self._lock = threading.RLock()

    def take(self) -> "Instance":
        """An instance that nobody else has. Raises `ComponentError` in a fork of the process that made the first."""
        _stays_in_its_process()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Instance(self._linker, self._component, self._environment)

    def give_back(self, instance: "Instance") -> None:
        """Keeps an instance for the next call, unless it stopped or there are enough."""
        with self._lock:
            if instance.usable and len(self._idle) < _KEPT:
                self._idle.append(instance)

    def call(self, interface: str, function: str, *arguments: Any) -> Any:
        """One call that ends before it returns."""
        instance = self.take()
        try:
            return lifted(instance.call(interface, function, *arguments))
        finally:
            self.give_back(instance)


class Instance:
    """One instance. Whoever took it from the pool is the only one to use it."""

    def __init__(self, linker: Linker, component: Component, environment: list[tuple[str, str]]) -> None:
        self._store = Store(linker.engine)
        wasi = WasiConfig()
        wasi.env = environment
        self._store.set_wasi(wasi)
        self._store.set_wasi_http()
        self._functions: dict[tuple[str, str], Func] = {}
        self.usable = True
        try:
            self._instance = linker.instantiate(self._store, component)
        except wasmtime.WasmtimeError as error:
            raise ComponentError(str(error)) from None

    def call(self, interface: str, function: str, *arguments: Any) -> Any:
        """The value of a function's `ok`.

        Raises `QwenError` for its `error`, and `ComponentError` when the instance stopped.
        """
        _stays_in_its_process()
        own = self._function(interface, function)
        try:
            result = own(self._store, *arguments)
        except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
            self.usable = False
            raise ComponentError(str(error)) from None
        if isinstance(result, Variant):
            if result.tag == "ok":
                return result.payload
            result = result.payload
        elif not hasattr(result, "request-sent"):
            return result
        raise QwenError(lifted(result))

    def drop(self, resource: ResourceAny) -> None:
        """Runs a resource's destructor, unless this is a fork, where it is the other process's."""
        if _process != os.getpid():
            self.usable = False
            return
        try:
            resource.drop(self._store)
        except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
            self.usable = False
            raise ComponentError(str(error)) from None

    def _function(self, interface: str, function: str) -> Func:
        known = self._functions.get((interface, function))
        if known is not None:
            return known
        outer = self._instance.get_export_index(self._store, f"qwen:provider/{interface}{_VERSION}")
        index = outer and self._instance.get_export_index(self._store, function, outer)
        own = index and self._instance.get_func(self._store, index)
        if not own:
            raise ComponentError(f"the component has no {function} in {interface}: it is of another version")
        self._functions[interface, function] = own
        return own


def _load(path: Path) -> tuple[Linker, Component]:
    with _compiling:
        if path not in _compiled:
            linker = Linker(_engine())
            linker.add_wasip2()
            linker.add_wasi_http()
            try:
                component = Component.from_file(linker.engine, path)
            except wasmtime.WasmtimeError as error:
                raise ComponentError(f"{path} is not the component that this package is for: {error}") from None
            _compiled[path] = (linker, component)
        return _compiled[path]


def _engine() -> Engine:
    config = Config()
    try:
        # Compiling takes a second; the next process finds what this one compiled.
        config.cache = True
    except wasmtime.WasmtimeError:
        # There is no folder for it that may be written to.
        config = Config()
    return Engine(config)
