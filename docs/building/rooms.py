"""The reference: a page for each room of the package, with what it offers, from the docstrings."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pydoc import locate

from sphinx.util.nodes import make_refnode

import vuoro
from building import speaking

ROOMS = tomllib.loads(Path(__file__).with_name("rooms.toml").read_text(encoding="utf-8"))["room"]


def pages():
    """The front door and the rooms."""
    yield "api/index.rst", _front_door()
    beside = speaking.beside(ROOMS)
    for room in ROOMS:
        yield f"api/{room['name']}.rst", _room(room, beside[room["name"]])


def in_its_room(app, env, node, contnode):
    """A name leads to where it is told: in its room, or beside it.

    A name of ours that is there but not told, since it is for those who work on the package, leads
    nowhere and is no mistake. One that is not there is.
    """
    objects = env.get_domain("py").objects
    names = list(_other_names(node, objects))
    for name in names:
        if name in objects:
            there = objects[name]
            return make_refnode(app.builder, node["refdoc"], there.docname, there.node_id, contnode, name)
    return contnode if any(map(_is_there, names)) else None


def _other_names(node, objects):
    """What else a name may be known as: in the module that speaks of it, at home, or in the room above."""
    target = node.get("reftarget", "")
    yield target
    module = node.get("py:module") or ""
    while module:
        yield f"{module}.{target}"
        yield from (name for name in objects if name.startswith(f"{module}.") and name.endswith(f".{target}"))
        yield from (f"{name}.{target}" for name in list(sys.modules) if name.startswith(f"{module}."))
        module = module.rpartition(".")[0].removesuffix("vuoro")
    first, _, rest = target.removeprefix("vuoro.").partition(".")
    if target.startswith("vuoro.") and first in vuoro._HOMES:
        yield ".".join(filter(None, (vuoro._HOMES[first], first, rest)))
    parts = target.split(".")
    for keep in range(len(parts) - 2, 0, -1):
        yield ".".join((*parts[:keep], parts[-1]))


def _is_there(name):
    """Whether it is a module of this package, or something in one."""
    return name.startswith("vuoro.") and locate(name) is not None


def _front_door():
    rows = "\n".join(f"   * - :obj:`vuoro.{name} <{home}.{name}>`\n     - {_first(home, name)}" for name, home in
                     sorted(vuoro._HOMES.items()))  # fmt: skip
    toc = "\n".join(f"   {room['name']}" for room in ROOMS)
    return f"""{_title("Python", "=")}

``import vuoro`` opens these, and loads each when it is first used. Everything else is imported from its room.

.. list-table::
   :header-rows: 1
   :widths: 30 70

   * - name
     - what it is
{rows}

{_title("Rooms", "-")}

In the order of the work; a room knows only those below it in the house (see :doc:`/contributing`).

.. toctree::
   :maxdepth: 1

{toc}
"""


def _first(home, name):
    """The first sentence of a docstring."""
    told = getattr(import_module(home), name).__doc__ or ""
    return " ".join(told.strip().split("\n\n")[0].split())


def _room(room, beside):
    name = f"vuoro.{room['name']}"
    told = [_title(room["title"], "="), f".. automodule:: {name}"]
    if parts := room.get("parts"):
        told.append(_title("Parts", "-"))
        told += [f".. automodule:: {name}.{part}\n   :no-members:" for part in parts]
    if beside:
        told.append(_title("Beside", "-"))
        told += [f".. {_directive(one)}:: {one}" for one in beside]
    return "\n\n".join(told) + "\n"


def _directive(name):
    module, _, own = name.rpartition(".")
    found = getattr(import_module(module), own)
    if isinstance(found, type):
        return "autoexception" if issubclass(found, Exception) else "autoclass"
    return "autofunction" if isfunction(found) else "autodata"


def _title(text, line):
    return f"{text}\n{line * len(text)}"
