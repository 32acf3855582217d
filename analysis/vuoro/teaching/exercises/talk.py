"""Talk in exercises: words quoted, lines named, turns answered, and lines of no meeting."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro import wording
from vuoro.model import Annotation, Turn
from vuoro.teaching.excerpts import Excerpt, Line
from vuoro.teaching.material import Material
from vuoro.teaching.packs import Pack


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


def line(turn: str, language: str) -> str:
    """What a line is called in running text.

    Examples
    --------
    >>> line("t0014", "fi")
    'rivi 14'
    """
    _ = wording.translator(language)
    return _("line %(number)s") % {"number": wording.turn_number(turn)}


def speakable(shown: Excerpt) -> bool:
    """Whether every line has words: a laugh or talk in a third language leaves a line that nobody can read aloud."""
    return all("".join(one.said).strip() for one in shown.lines)


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
