"""Pages that live elsewhere in the repository: the notebooks, the READMEs, benchmarks and the changelog.

They are copied into the site, and their relative links are turned round: to a page of the site where it has
one, to the file itself where that can be downloaded, and to nothing where it is a folder or a page that is not told.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = {
    "README.md": "about/readme.md",
    "README.sv.md": "about/readme.sv.md",
    "README.fi.md": "about/readme.fi.md",
    "BENCHMARKS.md": "about/benchmarks.md",
    "CHANGELOG.md": "about/changelog.md",
    "corpora/README.md": "about/corpora.md",
    "analysis/vuoro/learning/drills/README.md": "about/drills.md",
}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")


def places():
    """Where each of these files stands in the site; those that are not there (yet) are left out."""
    there = {source: place for source, place in COPIED.items() if (ROOT / source).is_file()}
    notebooks = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    return there | {f"notebooks/{path.name}": f"notebooks/{path.name}" for path in notebooks}


def pages(site):
    """Name in the site and text of every copy."""
    where = places()
    for source, place in where.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        turned = _notebook if source.endswith(".ipynb") else _page
        yield place, turned(text, source, place, where, Path(site))
    yield (
        "notebooks/index.md",
        _contents(place for source, place in where.items() if source.endswith(".ipynb")),
    )


def _page(text, source, place, where, site):
    return LINK.sub(lambda link: _link(link, source, place, where, site), text)


def _notebook(text, source, place, where, site):
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _page("".join(cell["source"]), source, place, where, site)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _link(link, source, place, where, site):
    picture, words, target = link.groups()
    words = LINK.sub(lambda inner: _link(inner, source, place, where, site), words)
    if ELSEWHERE.match(target):
        return f"{picture}[{words}]({target})"
    file, hash, anchor = target.partition("#")
    meant = os.path.normpath(os.path.join(os.path.dirname(source), file))
    folder = os.path.dirname(place)
    if meant in where:
        return f"{picture}[{words}]({os.path.relpath(where[meant], folder)}{hash}{anchor})"
    if (ROOT / meant).is_file() and (not meant.endswith(".md") or meant.startswith("docs/")):
        return f"{picture}[{words}]({os.path.relpath(ROOT / meant, site / folder)}{hash}{anchor})"
    return words


def _contents(notebooks):
    rows = "\n".join(Path(place).stem for place in sorted(notebooks))
    return f"""# Notebooks

A course in a day: one question each, in the order of the work. The outputs are those that the tests hold the
notebooks to; the encounters in them are invented, and their rates are never findings. `make lab` opens the first
one in JupyterLab.

```{{toctree}}
:maxdepth: 1

{rows}
```
"""
