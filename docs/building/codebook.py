"""The codebook as a page in three languages: each code with its definition, examples and near misses."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from vuoro import codebooks
from vuoro.model import LANGUAGES
from vuoro.widget.tree import questions

TEXTS = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
CARDS = tomllib.loads((files("vuoro.teaching") / "cards.toml").read_text(encoding="utf-8"))
IDS = tuple(codebooks.load("participation").ways_by_code)
# "accept" is also a word; "express_doubt" is none, and neither is what stands behind an arrow.
CODES = re.compile(rf"(?<=→ )({'|'.join(IDS)})\b|\b({'|'.join(id for id in IDS if '_' in id)})\b")


def pages():
    """A page for each language."""
    book = codebooks.load("participation")
    for language in LANGUAGES:
        yield f"codebook/{language}.md", "\n\n".join(_page(book, language)) + "\n"


def _page(book, language):
    yield f"# {_t('title', language)}"
    yield _t("intro", language).strip().format(version=book.version)
    yield f"## {_t('tree', language)}"
    yield _t("top_down", language)
    tree = questions(language, [*book.ways_by_code, *codebooks.OTHER, *book.support])
    yield "\n".join(_question(book, language, one) for one in tree)
    for way, codes in groupby(book.codes, key=lambda code: code.way):
        yield f"## W{way}. {book.ways[way][language]}"
        for code in codes:
            yield from _code(book, code, language, tree)
    yield f"## {_t('support', language)}"
    yield _t("support_intro", language)
    yield "\n".join(f"- {labels[language]} (`{id}`)" for id, labels in book.support.items())


def _question(book, language, asked):
    answers = "\n".join(
        f"   - {one['answer']}: {_name(book, one['code'], language)}" for one in asked["answers"]
    )
    return f"1. {asked['question']}\n{answers}"


def _code(book, code, language, tree):
    yield f"({language}-{code.id})=\n### {code.labels[language]}"
    yield f"`{code.id}`"
    yield "\n".join(_facts(code, language))
    yield f"**{_t('decide', language)}**\n\n" + "\n".join(_ways_to(code, tree, language))
    yield f"**{_t('examples', language)}**\n\n" + "\n".join(_said(one) for one in code.examples[language])
    missed = [
        f"{_said(one)} → {_name(book, one.code, language)}" for one in code.near_misses.get(language, ())
    ]
    if missed:
        yield f"**{_t('near_misses', language)}**\n\n" + "\n".join(missed)


def _facts(code, language):
    """The definition: in English the codebook's own, elsewhere that of the move's card."""
    card = CARDS[code.id]
    if language != "en":
        told = {"definition": card["what"], "does": card["does"], "counts_not": card["not"]}
        yield from (_fact(name, text[language], language) for name, text in told.items())
        return
    yield _fact("definition", code.definition, language)
    yield _fact("counts", code.include, language)
    yield _fact("counts_not", code.exclude, language)
    yield _fact("does", card["does"][language], language)
    yield _fact("unit", code.unit, language)
    yield _fact("who", code.who, language)
    yield _fact("position", code.position, language)
    yield _fact("attributes", "; ".join(_attribute(*one) for one in code.attributes.items()), language)
    yield _fact("sources", "; ".join(code.sources), language)


def _attribute(name, values):
    return f"`{name}` ({values if isinstance(values, str) else ', '.join(map(str, values))})"


def _fact(name, text, language):
    return f"{_t(name, language)}\n: {_linked(text.replace(' -> ', ' → '), language)}\n" if text else ""


def _linked(text, language):
    """Ids of codes in running text lead to them."""
    return CODES.sub(lambda found: f"[`{found[0]}`](#{language}-{found[0]})", text)


def _ways_to(code, tree, language):
    """The questions of the tree that lead to a code."""
    for number, asked in enumerate(tree, 1):
        for one in asked["answers"]:
            if one["code"] == code.id:
                at = _t("question", language).format(number=number)
                yield f"- {asked['question']} – {one['answer']} ({at})"


def _said(example):
    about = f" *({example.when})*" if example.when else ""
    return f"- “{example.text}”{about}"


def _name(book, code, language):
    if code in book.ways_by_code:
        return f"[{book.code(code).labels[language]}](#{language}-{code})"
    return book.labels(language).get(code) or _t("none", language)


def _t(name, language):
    return TEXTS[name][language]
