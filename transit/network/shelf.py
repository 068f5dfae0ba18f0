"""What a process keeps of a network: made once a key, and the oldest dropped."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class _Entry:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.made = False
        self.value: Any = None
        self.weight = 0


class Shelf:
    """At most `size` values, those asked for last; safe to share between threads.

    While one value is made, whoever asks for the same one waits, and nobody else does. With
    `weigh`, the oldest are dropped too while all together weigh more than `most`.
    """

    def __init__(self, size: int, most: int = 0, weigh: Callable[[Any], int] | None = None) -> None:
        self.size, self.most = size, most
        self._weigh = weigh
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value of a key, made when it is not there; what `make` raises is raised."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            while len(self._entries) > self.size:
                self._entries.popitem(last=False)
        with entry.lock:
            if not entry.made:
                entry.value, entry.made = make(), True
                self._drop_weight(entry)
            return entry.value

    def _drop_weight(self, entry: _Entry) -> None:
        if self._weigh is None:
            return
        entry.weight = self._weigh(entry.value)
        with self._lock:
            weight = sum(one.weight for one in self._entries.values())
            while weight > self.most and len(self._entries) > 1:
                weight -= self._entries.popitem(last=False)[1].weight
