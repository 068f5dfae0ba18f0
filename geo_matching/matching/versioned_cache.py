"""A small in-process cache whose keys carry the version of the data: a new version is a new key."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
_all: "list[VersionedCache[Any]]" = []


class VersionedCache(Generic[Value]):
    """Keep the last used values; several threads that want the same key load it once.

    Parameters
    ----------
    size : int
        How many values stay.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._loading: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        _all.append(self)

    def get(self, key: Hashable, load: Callable[[], Value]) -> Value:
        """Return the value of a key, made by `load` where it is not there yet."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            turn = self._loading.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                value = load()
                self._keep(key, value)
            finally:
                with self._lock:
                    self._loading.pop(key, None)
            return value

    def _keep(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


def clear_all() -> None:
    """Empty every cache of this process: for tests, where numbers of versions come again."""
    for cache in _all:
        cache.clear()
