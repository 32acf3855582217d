"""The pattern language of the cue tables: words, gaps and edges, compiled to one regex each.

A pattern is matched on a *normalised* unit (see :mod:`vuoro.language.words`): lower-case words,
each with a space before it. What may stand in a pattern, separated by spaces:

=============  ==================================================================
``vad``        this word; ``vad|va`` either of these
``kerto*``     a word that begins so; ``*ko|*kö`` one that ends so; ``*`` any word
``(nu)``       perhaps this word; ``(nu|då)`` perhaps one of these
``..``         0 to 3 words; ``..5`` 0 to 5 words
``^``          the start of the unit, after any lead-in particles (nå, well, joo ...)
``^^``         the very start of the unit; ``$`` its end
``!inte|int``  the next word is none of these
``{you}``      a word of that class in ``classes/{language}.tsv``
=============  ==================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from vuoro.model import VuoroError, record

Forms = tuple[str, ...]

PIECES = re.compile(r"\([^()]*\)|\S+")
GAP = 3
"""How many words a plain ``..`` may pass over."""


class BadPattern(VuoroError):
    """A pattern that cannot be read; the message names the pattern and the piece."""


@record
class Pattern:
    """A compiled pattern.

    ``edge`` says where it may begin: "" anywhere, "^" after lead-in particles, "^^" at the
    very start. ``anchors`` holds, for each word that the pattern cannot do without, the
    alternatives of that word (with ``*`` for wildcards); a unit without them need not be tried.
    ``first`` holds what the first word may be, if the pattern has an edge there, ``last`` the same
    of its end, and ``pairs`` words that must stand side by side; ``begins`` holds the
    word, and the pair, that any match begins with.
    """

    source: str
    regex: re.Pattern[str]
    edge: str
    anchors: tuple[tuple[str, ...], ...]
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    pairs: tuple[tuple[Forms, Forms], ...] = ()
    begins: tuple[tuple[Forms, ...], ...] = ()


def read(source: str, classes: Mapping[str, Sequence[str]] | None = None) -> Pattern:
    """A pattern as a regex over space-joined words.

    Examples
    --------
    >>> pattern = read("vad (själv) tänker|tycker {you}", {"you": ["du", "ni"]})
    >>> bool(pattern.regex.search(" men vad tycker ni om det"))
    True
    >>> bool(pattern.regex.search(" men vad tycker de om det"))
    False
    >>> read("berätta mera|mer").anchors
    (('berätta',), ('mera', 'mer'))
    """
    pieces = PIECES.findall(source)
    if not pieces:
        raise BadPattern("an empty pattern; write the words it should find")
    edge = pieces[0] if pieces[0] in ("^", "^^") else ""
    body = pieces[1:] if edge else pieces
    at_end = bool(body) and body[-1] == "$"
    if at_end:
        body = body[:-1]
    # A word that may be missing constrains nothing where the pattern's edge is open.
    while body and not at_end and body[-1].startswith(("(", "..")):
        body = body[:-1]
    while body and not edge and body[0].startswith(("(", "..")):
        body = body[1:]
    if not any(_is_plain(piece) for piece in body):
        raise BadPattern(f"{source!r}: nothing that has to be there; name at least one word")
    forms = {piece: _words(piece, source, classes or {}) for piece in body if _is_plain(piece)}
    regex = "".join(_regex(piece, source, classes or {}) for piece in body)
    pairs = [list(_neighbours(body, at, source, classes or {})) for at in range(len(body))]
    return Pattern(
        source=source,
        regex=re.compile(regex + (r"\Z" if at_end else r"(?![^ ])")),
        edge=edge,
        anchors=tuple(forms[piece] for piece in body if piece in forms),
        first=_first(body, source, classes or {}) if edge else (),
        last=forms.get(body[-1], ()) if at_end else (),
        pairs=tuple(pair for of_piece in pairs for pair in of_piece),
        begins=((forms[body[0]],), *pairs[0][:1]) if body[0] in forms else (),
    )


def word_matches(word: str, form: str) -> bool:
    """Whether a word has the form ``kerto*``, ``*ko``, ``*`` or is the form itself.

    Examples
    --------
    >>> [word_matches("tuleeko", form) for form in ("*ko", "tule*", "tulee")]
    [True, True, False]
    """
    if form == "*":
        return True
    if form.startswith("*"):
        return word.endswith(form[1:]) and len(word) > len(form) - 1
    if form.endswith("*"):
        return word.startswith(form[:-1])
    return word == form


def _neighbours(
    body: list[str], at: int, source: str, classes: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Forms, Forms]]:
    """A piece and the next one, as words of which one must stand right before the other.

    Where words may stand between the two, the word after the first is one of those or the second,
    and the word before the second one of those or the first.
    """
    between: list[str] = []
    for following in body[at + 1 :] if _is_plain(body[at]) else ():
        if following.startswith("!"):
            continue
        if following.startswith("..") or following == "*":
            return
        if _is_plain(following):
            one, two = _words(body[at], source, classes), _words(following, source, classes)
            yield one, tuple(dict.fromkeys((*_edge_words(between, 0, source, classes), *two)))
            if between:
                yield tuple(dict.fromkeys((*_edge_words(between, -1, source, classes), *one))), two
            return
        between += following[1:-1].split("|")


def _edge_words(ways: list[str], edge: int, source: str, classes: Mapping[str, Sequence[str]]) -> list[str]:
    """The first (0) or last (-1) words of ways that may stand in a place."""
    return [form for way in ways for form in _words(way.split()[edge], source, classes)]


def _first(body: list[str], source: str, classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What the first word of a pattern may be; nothing where it may be any word."""
    forms: list[str] = []
    for piece in body:
        if piece.startswith(("..", "!")) or piece == "*":
            return ()
        if _is_plain(piece):
            return (*forms, *_words(piece, source, classes))
        for way in piece[1:-1].split("|"):
            forms += _words(way.split()[0], source, classes)
    return ()


def _is_plain(piece: str) -> bool:
    return not piece.startswith(("(", "..", "!")) and piece != "*"


def _regex(piece: str, source: str, classes: Mapping[str, Sequence[str]]) -> str:
    if piece.startswith(".."):
        if piece[2:] and not piece[2:].isdigit():
            raise BadPattern(f"{source!r}: {piece!r} is no gap; write .. or ..5")
        return f"(?: [^ ]+){{0,{piece[2:] or GAP}}}?"
    if piece.startswith("!"):
        return f"(?! {_either(_words(piece[1:], source, classes))}(?![^ ]))"
    if piece.startswith("("):
        ways = [way.split() for way in piece[1:-1].split("|")]
        return "(?:" + "|".join(_row(way, source, classes) for way in ways) + ")?"
    return " " + _either(_words(piece, source, classes))


def _row(words: list[str], source: str, classes: Mapping[str, Sequence[str]]) -> str:
    return "".join(" " + _either(_words(word, source, classes)) for word in words) + "(?![^ ])"


def _either(forms: Forms) -> str:
    """One of these forms; by first letter, so that few alternatives are compared at each place."""
    by_letter: dict[str, list[str]] = {}
    for form in forms:
        rest = "[^ ]+" + re.escape(form[1:]) if form[0] == "*" else _rest(form[1:])
        by_letter.setdefault("" if form[0] == "*" else re.escape(form[0]), []).append(rest)
    ways = [
        letter + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")
        for letter, rest in by_letter.items()
    ]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _rest(written: str) -> str:
    return re.escape(written[:-1]) + "[^ ]*" if written.endswith("*") else re.escape(written)


def _words(piece: str, source: str, classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    forms: list[str] = []
    for form in piece.split("|"):
        if form.startswith("{") and form.endswith("}"):
            if form[1:-1] not in classes:
                known = ", ".join(sorted(classes)) or "none"
                raise BadPattern(f"{source!r}: no word class {form}; classes here: {known}")
            forms.extend(classes[form[1:-1]])
        elif not form or re.search(r"[\^${}()!.]", form) or "*" in form[1:-1]:
            raise BadPattern(f"{source!r}: cannot read {form or piece!r}; see vuoro.language.patterns")
        else:
            forms.append(form)
    return tuple(dict.fromkeys(form.lower().replace("-", "").replace("’", "'") for form in forms))
