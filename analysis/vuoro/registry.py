"""A dict of named functions whose misses explain themselves.

Formats, measures and every other plug-in point are one of these. A third party adds a
function with the decorator, or by an entry point in the group ``vuoro.<kind>``, which is
loaded when its name, or all that there is, is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

from vuoro.model import VuoroError

Entry = TypeVar("Entry")


class NotRegistered(VuoroError):
    """Nothing of that name; the message names what is close and what there is."""


class AlreadyRegistered(VuoroError):
    """Two functions want one name."""


class Registry(Mapping[str, Entry], Generic[Entry]):
    """Named things of one kind.

    Examples
    --------
    >>> greetings = Registry("greeting")
    >>> greetings.add("hei", print)
    >>> greetings["hej"]
    Traceback (most recent call last):
        ...
    vuoro.registry.NotRegistered: no greeting called 'hej'. Did you mean 'hei'? Known: hei
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry] = {}
        self._complete = False

    def add(self, name: str, entry: Entry) -> None:
        known = self._entries.get(name)
        if known is not None and _home(known) != _home(entry):
            raise AlreadyRegistered(
                f"{self.kind} {name!r} is defined in {_home(known)} and again in {_home(entry)}; rename one"
            )
        self._entries[name] = entry

    def __getitem__(self, name: str) -> Entry:
        if name not in self._entries:
            self._load(name)
        try:
            return self._entries[name]
        except KeyError:
            close = get_close_matches(name, self._entries, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise NotRegistered(
                f"no {self.kind} called {name!r}.{hint} Known: {', '.join(sorted(self._entries))}"
            ) from None

    def complete(self) -> Registry[Entry]:
        """This registry with everything that installed packages offer to it, for who wants to see it all."""
        if not self._complete:
            self._complete = True
            for point in entry_points(group=f"vuoro.{self.kind}"):
                self._load(point.name)
        return self

    def _load(self, name: str) -> None:
        for point in entry_points(group=f"vuoro.{self.kind}", name=name):
            loaded: Any = point.load()
            if name not in self._entries:
                self._entries[name] = loaded

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _home(entry: object) -> str:
    function: Any = getattr(entry, "function", entry)
    if isinstance(function, Callable):  # type: ignore[arg-type]
        return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', '?')}"
    return repr(entry)
