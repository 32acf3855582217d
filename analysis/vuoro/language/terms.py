"""Professional terms: the words of an office that a client cannot be expected to know.

The lexicon is a table, ``terms.tsv``, with a gloss in plain words beside each term; a project may
have its own in the same columns. A word is a term of the lexicon, not a fault of the speaker: a
term that this client knows is no jargon to this client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from vuoro.model import LANGUAGES, VuoroError, record

COLUMNS = ("term", "language", "domain", "forms", "gloss", "source")

ENDINGS = {"sv": r"(?:\w{0,5})", "fi": r"(?:\w{0,8})", "en": r"(?:'?s|es)?"}
"""What may follow the stem of a word in running talk."""

SPACE = r"[\s-]+"
"""Parts of a term may stand apart or be joined by a hyphen; a recogniser writes it either way."""

ABBREVIATION = 4
"""So many capitals, and no more, are read as an abbreviation, and only where they are capitals."""


class BadTerms(VuoroError):
    """A list of terms that cannot be read; the message names the file, the line and the cure."""


@record
class Term:
    """One entry: the term, the language and domain it belongs to, and what it says in plain words."""

    term: str
    language: str
    domain: str = ""
    forms: str = ""
    gloss: str = ""
    source: str = ""


class Spotted(NamedTuple):
    """A term in a text, from ``start`` to ``stop``."""

    term: Term
    start: int
    stop: int


Lexicon = tuple[Term, ...]


@lru_cache
def load(language: str) -> Lexicon:
    """The terms of a language that come with the package; none for a language that has no list."""
    text = (files("vuoro.language") / "terms.tsv").read_text(encoding="utf-8")
    return tuple(term for term in read(text, "terms.tsv") if term.language == language)


def read_file(path: str | Path, language: str = "") -> Lexicon:
    """The terms of a table of one's own: tab-separated, UTF-8, with at least the column `term`.

    Raises
    ------
    BadTerms
        The file cannot be read, or lacks the column; the message says which and what to do.
    """
    path = Path(path)
    try:
        return tuple(read(path.read_text(encoding="utf-8-sig"), path.name, language))
    except (OSError, UnicodeDecodeError) as error:
        raise BadTerms(f"{path}: {error}; give a tab-separated table in UTF-8") from error


def read(text: str, name: str, language: str = "") -> list[Term]:
    """The terms of a table; ``language`` is for rows that do not say theirs.

    Examples
    --------
    >>> read("term\\tlanguage\\tgloss\\nomprövning\\tsv\\tatt beslutet prövas igen", "own.tsv")[0].gloss
    'att beslutet prövas igen'
    """
    lines = [
        (at, line.split("\t"))
        for at, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    head = [cell.strip() for cell in lines[0][1]] if lines else []
    if "term" not in head:
        raise BadTerms(f"{name}: the first line must name the columns, term among them, tab-separated")
    return [
        _term(dict(zip(head, cells, strict=False)), f"{name}, line {at}", language) for at, cells in lines[1:]
    ]


def _term(row: dict[str, str], where: str, language: str) -> Term:
    cells = {column: row.get(column, "").strip() for column in COLUMNS}
    cells["language"] = cells["language"] or language
    if not cells["term"] or cells["language"] not in LANGUAGES:
        raise BadTerms(f"{where}: a term needs a language, one of {', '.join(LANGUAGES)}")
    return Term(**cells)


def spot(text: str, lexicon: Lexicon) -> list[Spotted]:
    """The terms of a text, from left to right, the longest where several could be read.

    Examples
    --------
    >>> [(found.term.term, found.start, found.stop) for found in spot("mikä se palkkatuen ehto on", load("fi"))]
    [('palkkatuki', 8, 18)]
    """
    return spotter(lexicon)(text)


@lru_cache(maxsize=16)
def spotter(lexicon: Lexicon) -> Callable[[str], list[Spotted]]:
    """What :func:`spot` does with this lexicon, for many texts: finding it here weighs every term each time."""
    if not lexicon:
        return lambda text: []
    # Few turns hold a term, and a turn that holds none is passed over by the letters that terms begin with.
    holds, which = _holding(lexicon), _pattern(lexicon)

    def spotted(text: str) -> list[Spotted]:
        found = which.finditer(text) if holds.search(text) else ()
        return [Spotted(lexicon[int((one.lastgroup or "")[1:])], *one.span()) for one in found]

    return spotted


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """One pattern for all terms; the name of the group tells which it was."""
    # Longer terms first, since the first alternative that fits is taken.
    order = sorted(range(len(lexicon)), key=lambda at: -len(lexicon[at].term))
    forms = (f"(?P<t{at}>{'|'.join(map(_written, _forms(lexicon[at])))})" for at in order)
    return re.compile(r"\b(?:" + "|".join(forms) + r")(?!\w)")


def _holding(lexicon: Lexicon) -> re.Pattern[str]:
    """What any term is found by, without telling which; forms with one first letter are looked at together."""
    by_letter: dict[str, list[str]] = {}
    for term in lexicon:
        for form in _forms(term):
            by_letter.setdefault(form.lstrip("=")[:1].lower(), []).append(_written(form))
    ways = (f"(?=(?i:{re.escape(letter)}))(?:{'|'.join(forms)})" for letter, forms in by_letter.items())
    return re.compile(r"\b(?:" + "|".join(ways) + r")(?!\w)")


def _forms(term: Term) -> list[str]:
    return [form.strip() for form in term.forms.split("|")] if term.forms else [_form(term)]


def _form(term: Term) -> str:
    if term.term.isupper() and len(term.term) <= ABBREVIATION:
        return f"={term.term}"
    *before, last = re.split(r"[\s-]+", term.term)
    return " ".join([*before, f"{_stem(last, term.language)}~{term.language}"])


def _stem(word: str, language: str) -> str:
    """What stays of a word whatever its ending; Finnish stems change in their last syllable."""
    if language == "fi":
        return word[:-2] if len(word) >= 7 else word[:-1]
    return word[:-1] if language == "sv" and word.endswith(("a", "e")) and len(word) >= 5 else word


def _written(form: str) -> str:
    if form.startswith("="):
        return re.escape(form[1:]) + r"(?::\w+)?"
    return "(?i:" + SPACE.join(_word(word) for word in re.split(r"[\s-]+", form)) + ")"


def _word(word: str) -> str:
    stem, _, language = word.partition("~")
    if language:
        return re.escape(stem) + ENDINGS[language]
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")


def of(terms: Iterable[Term], language: str) -> Lexicon:
    """Those terms of a list that are of a language."""
    return tuple(term for term in terms if term.language == language)
