"""Exercises: a question, one's own answer, and then a suggested solution with another view of it.

A type of exercise is a function from a :class:`~vuoro.teaching.packs.Pack` to exercises, registered with
``@exercise``; a third party adds one the same way. Its texts stand in a table beside it. Nothing that
somebody answers is stored, and nothing gives points.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks, wording
from vuoro.model import Annotation, Turn, record
from vuoro.registry import Registry
from vuoro.teaching.excerpts import Excerpt, Line
from vuoro.teaching.material import Material
from vuoro.teaching.packs import Pack

LEAST, MOST = 5, 8
"""How many exercises of a type a pack has: filled up from the codebook below the first, cut at the second."""


@record
class Option:
    """One way to answer. ``origin`` tells where it is from, and ``then`` what it makes relevant next."""

    text: str
    origin: str = ""
    then: str = ""


@record
class Suggested:
    """A suggested solution: the answer, what in the talk shows it, and model wordings where one was to write."""

    text: str
    shows: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


@record
class Exercise:
    """One exercise. Without an ``encounter`` it is built on the codebook's examples, and says so; with an
    ``account`` it tells of an invented moment in place of lines of talk.

    ``lines`` are what is shown first; from the turn ``stop_at`` on, the last of them is kept for the
    solution. With ``options`` one chooses; with ``free`` one writes first and may then look at them.
    ``difficulty`` is the share of coders who did not give the settled code: above 0 the exercise is
    for discussion, and never for testing.
    """

    id: str
    type: str
    language: str
    prompt: str
    suggested: Suggested
    other_view: str
    why: str
    way: int = 0
    codes: tuple[str, ...] = ()
    encounter: str = ""
    account: str = ""
    lines: tuple[Excerpt, ...] = ()
    stop_at: str = ""
    options: tuple[Option, ...] = ()
    free: bool = True
    sources: tuple[str, ...] = ()
    difficulty: float = 0.0

    @property
    def contested(self) -> bool:
        return self.difficulty > 0

    @property
    def shown(self) -> tuple[Excerpt, ...]:
        """The lines that are shown with the question."""
        return (*self.lines[:-1], self._parts[0]) if self.lines else ()

    @property
    def kept(self) -> tuple[Excerpt, ...]:
        """The lines that are shown with the solution."""
        return (self._parts[1],) if self.lines and self._parts[1].lines else ()

    @property
    def _parts(self) -> tuple[Excerpt, Excerpt]:
        last = self.lines[-1]
        turns = [line.turn for line in last.lines]
        at = turns.index(self.stop_at) if self.stop_at in turns else len(turns)
        return replace(last, lines=last.lines[:at]), replace(last, lines=last.lines[at:])


@record
class Kind:
    """A type of exercise: its number, and in three languages its title, what it is for and how it is done.

    ``template`` is the page's, for a type that needs another than the common one.
    """

    number: int
    page: Mapping[str, Mapping[str, str]]
    function: Callable[[Pack], Iterable[Exercise]]
    template: str = "exercises/exercise.html.j2"


EXERCISES: Registry[Kind] = Registry("exercise")


def exercise(number: int, name: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function from a pack to exercises as the type of that number and name.

    The function yields every exercise that the material holds, and some that are built on the
    codebook's examples; :func:`chosen` takes from them. ``page`` is ``texts(name)["page"]`` unless given.
    """

    def register(function: Callable[[Pack], Iterable[Exercise]]) -> Callable[[Pack], Iterable[Exercise]]:
        page = more.pop("page", None) or texts(name)["page"]
        EXERCISES.add(name, Kind(number=number, page=page, function=function, **more))
        return function

    return register


@cache
def texts(name: str) -> dict[str, Any]:
    """The table of texts of a type of exercise."""
    path = files("vuoro.teaching") / "exercises" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def chosen(found: Iterable[Exercise], pack: Pack) -> list[Exercise]:
    """Up to ``MOST`` exercises: the pack's theme first, then from encounters and codes not yet used.

    The choice is the same each time. Those built on the codebook only fill up to ``LEAST``, and those
    that coders heard differently stand last.
    """
    left = list(found)
    real, built = [one for one in left if one.encounter], [one for one in left if not one.encounter]
    taken = _spread(real, pack, MOST)
    taken += _spread(built, pack, LEAST - len(taken))
    return sorted(taken, key=lambda one: one.contested)


def _spread(left: list[Exercise], pack: Pack, most: int) -> list[Exercise]:
    """The next one each time is of the theme, until there are ``LEAST``, and of what was least used."""
    taken: list[Exercise] = []
    used: Counter[Any] = Counter()

    def rank(one: Exercise) -> tuple[bool, float, float]:
        off_theme = len(taken) < LEAST and one.way != pack.way
        return off_theme, used[one.encounter] + used[one.codes], one.difficulty

    while left and len(taken) < most:
        best = min(left, key=rank)
        left.remove(best)
        taken.append(best)
        used.update((best.encounter, best.codes))
    return taken


def difficulty(material: Material, *moves: Annotation) -> float:
    """The share of coders who did not give the settled code, of the hardest of the moves; 0 where one coded.

    Examples
    --------
    >>> difficulty(Material([]), Annotation(encounter="v", turn="t1", code="propose", coder="a", start=0, stop=1))
    0.0
    """
    shares = [material.share(move) for move in moves]
    return max((1 - share for share in shares if share == share), default=0.0)


def quoted(text: str, language: str, *, longest: int = 140) -> str:
    """Words of the talk in the quotation marks of a language, cut at a word where they are long.

    Examples
    --------
    >>> quoted("så du har\\ninte sovit", "sv"), quoted("so you waited", "en", longest=8)
    ('”så du har inte sovit”', '‘so you …’')
    """
    words = " ".join(text.split())
    words = words if words.endswith("..") else words.removesuffix(".")
    if len(words) > longest:
        words = words[:longest].rpartition(" ")[0].rstrip(",.;:–- ") + " …"
    opening, closing = ("‘", "’") if language == "en" else ("”", "”")
    return f"{opening}{words}{closing}"


def said(material: Material, move: Annotation, language: str) -> str:
    """The words of a move, quoted."""
    turn = material.encounter(move.encounter).turns[material.place(move.encounter, move.turn)]
    start, stop = turn.in_text(move.start, move.stop)
    return quoted(turn.text[start:stop], language)


def speakable(shown: Excerpt) -> bool:
    """Whether every line has words: a laugh or talk in a third language leaves a line that nobody can read aloud."""
    return all("".join(one.said).strip() for one in shown.lines)


def built(language: str, said: Iterable[tuple[str, str]], *, meant: int = -1) -> Excerpt:
    """Lines of no meeting: role and words each. The one at ``meant`` stands out.

    Examples
    --------
    >>> [(one.speaker, one.said) for one in built("sv", [("client", "Int vet jag.")]).lines]
    [('Klient', ('Int vet jag.', '', ''))]
    """
    lines = tuple(
        Line(
            number=str(n + 1),
            turn=f"t{n + 1:04}",
            speaker=wording.name("role", role, language).capitalize(),
            role=role,
            said=("", words, "") if n == meant else (words, "", ""),
        )
        for n, (role, words) in enumerate(said)
    )
    return Excerpt(encounter="", language=language, lines=lines, where="")


def answered(pack: Pack, move: Annotation) -> Turn | None:
    """The next turn with words by somebody else, if it follows within three turns."""
    talk = pack.material.encounter(move.encounter)
    at = pack.material.place(move.encounter, move.turn)
    return next(
        (
            turn
            for turn in talk.turns[at + 1 : at + 4]
            if turn.speaker != talk.turns[at].speaker and turn.text.strip()
        ),
        None,
    )


def from_elsewhere(move: Annotation | None) -> bool:
    """Whether it is a confirmation question that rests on papers or a guess: a poor example of one."""
    if move is None or move.code != "confirm_question":
        return False
    return move.attributes.get("basis", "client_talk") != "client_talk"


def label(code: str, language: str) -> str:
    """What a move is called inside a sentence.

    Examples
    --------
    >>> label("propose", "fi")
    'ehdotus'
    """
    name = codebooks.load("participation").labels(language)[code].partition(" (")[0]
    return name[:1].lower() + name[1:]


def way(code: str) -> int:
    """Which of the five ways a move belongs to."""
    return codebooks.load("participation").ways_by_code[code]


def makes_possible(code: str, language: str) -> str:
    """What a move makes possible next, as its card has it."""
    path = files("vuoro.teaching") / "cards.toml"
    return _table(path.read_text(encoding="utf-8"))[code]["does"][language]


def sources(code: str) -> tuple[str, ...]:
    """What the card of a move rests on, where that was checked."""
    path = files("vuoro.teaching") / "cards.toml"
    source = _table(path.read_text(encoding="utf-8"))[code].get("source", "")
    return (source,) if source else ()


@cache
def _table(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def line(turn: str, language: str) -> str:
    """What a line is called in running text.

    Examples
    --------
    >>> line("t0014", "fi")
    'rivi 14'
    """
    _ = wording.translator(language)
    return _("line %(number)s") % {"number": wording.turn_number(turn)}
