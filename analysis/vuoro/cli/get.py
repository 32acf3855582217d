"""``vuoro get``: a corpus by its name, ours out of the package or a public one over the network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, command, progress


def add(commands: Any) -> None:
    get = command(
        commands,
        "get",
        _get,
        "fetch a public corpus by name (the only command that uses the network)",
        "vuoro get primock57 --to corpora/primock57",
    )
    get.add_argument(
        "name",
        nargs="?",
        help="a corpus, or the URL of a corpus.toml; without it, what there is. "
        "'corpora' are our invented encounters, for which no network is used",
    )
    get.add_argument("--to", metavar="DIR", help="where it goes (default: a folder of its name)")
    get.add_argument(
        "--from", dest="copies", metavar="DIR", help="a folder that holds the files; no network is used"
    )
    get.add_argument(
        "--dry-run", action="store_true", help="say what would be fetched and from where, and stop"
    )


def _get(options: argparse.Namespace) -> int:
    from vuoro import fetching, shipped

    if options.name == shipped.CORPORA:
        return _ours(Path(options.to or shipped.CORPORA))
    if options.name is None:
        print(f"{shipped.CORPORA:10} Invented encounters, to try vuoro on; in the package [CC BY 4.0]")
        for name in fetching.known():
            about = fetching.describe(name).about
            print(f"{name:10} {about['title']} [{about['licence']}]")
        return DONE
    corpus = fetching.describe(options.name)
    print(f"{corpus.about.get('title', corpus.name)}\nlicence: {corpus.about.get('licence', 'not stated')}")
    print(f"{len(corpus.files)} files from {corpus.base}")
    if options.dry_run:
        print("\n".join(corpus.urls))
        return DONE
    folder = fetching.get(corpus, Path(options.to or corpus.name), copies=options.copies, progress=progress)
    use = corpus.about.get("use", "vuoro run {folder} --out results").replace("{folder}", str(folder))
    print(f"All {len(corpus.files)} files are in {folder}. Next: {use}")
    return DONE


def _ours(to: Path) -> int:
    from vuoro import shipped

    print(f"The invented encounters are in {shipped.copy(to)}. Next: vuoro run {to} --out results")
    return DONE
