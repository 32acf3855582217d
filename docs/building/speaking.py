"""What a room hands out, takes or raises without offering it by name is told beside what it offers."""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
from importlib import import_module

WORD = re.compile(r"\b[A-Z]\w+")


def offered(module):
    """The public things of a module, by name: those it lists, or else those that it defines."""
    there = import_module(module)
    own = [name for name, value in vars(there).items() if getattr(value, "__module__", "") == module]
    listed = getattr(there, "__all__", [name for name in own if not name.startswith("_")])
    return {name: getattr(there, name) for name in listed}


def beside(rooms):
    """Room to the full names of what is spoken of beside what it offers, in order.

    These are the names that the table of rooms lists, and every class that a signature or a docstring of
    something told names, and so on from there.
    """
    told = {id(thing) for room in rooms for thing in offered(f"vuoro.{room['name']}").values()}
    found = {room["name"]: [] for room in rooms}
    left = [thing for room in rooms for thing in offered(f"vuoro.{room['name']}").values()]
    for room in rooms:
        for name in room.get("beside", ()):
            module, _, own = f"vuoro.{room['name']}.{name}".rpartition(".")
            thing = getattr(import_module(module), own)
            found[room["name"]].append(f"{module}.{own}")
            told.add(id(thing))
            left.append(thing)
    classes = _classes(rooms)
    while left:
        for one in _named_by(left.pop(), classes):
            room = one.__module__.split(".")[1]
            if id(one) not in told and room in found and not one.__name__.startswith("_"):
                told.add(id(one))
                left.append(one)
                found[room].append(f"{one.__module__}.{one.__name__}")
    return {room: sorted(names) for room, names in found.items()}


def _classes(rooms):
    """Bare name to class, for every class of the rooms whose name no other has."""
    found = {}
    for room in rooms:
        for module in _modules(f"vuoro.{room['name']}"):
            for name, value in vars(module).items():
                if isinstance(value, type) and value.__module__ == module.__name__:
                    found.setdefault(name, []).append(value)
    return {name: some[0] for name, some in found.items() if len(some) == 1}


def _modules(name):
    there = import_module(name)
    yield there
    for below in pkgutil.walk_packages(getattr(there, "__path__", ()), f"{name}."):
        if not below.name.endswith("__main__"):
            yield import_module(below.name)


def _named_by(thing, classes):
    """The classes of this package whose names stand in the signatures and the docstring of a thing."""
    home = vars(sys.modules.get(getattr(thing, "__module__", ""), sys))
    for word in dict.fromkeys(WORD.findall(_words(thing))):
        named = home.get(word, classes.get(word))
        if isinstance(named, type) and named.__module__.startswith("vuoro."):
            yield named


def _words(thing):
    if not isinstance(thing, type) and not inspect.isfunction(thing):
        return ""
    parts = [thing, *(value for name, value in vars(thing).items() if not name.startswith("_"))]
    return " ".join(text for part in parts for text in _told_of(part))


def _told_of(part):
    function = getattr(part, "fget", None) or getattr(part, "__func__", None) or part
    if isinstance(function, type) or inspect.isfunction(function):
        yield function.__doc__ or ""
        yield " ".join(map(str, getattr(function, "__annotations__", {}).values()))
