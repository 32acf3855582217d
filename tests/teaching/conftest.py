"""Packs to look at: of the encounters that the project ships, of a tiny meeting, and of hostile talk."""

from __future__ import annotations

import pytest

from vuoro import formats, teaching
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

HOSTILE = (
    "<script>alert('talk')</script></script><img src=x onerror=alert('image')>"
    "\"onmouseover=\"alert('mouse') <iframe src='https://example.org'></iframe> {{ 7 * 7 }} \u202eturned"
)


@pytest.fixture(scope="session")
def ours(corpora) -> teaching.Material:
    """The invented encounters with what was settled of them."""
    groups = formats.gather([corpora])
    encounters = formats.distinct(one for group in groups for one in formats.read_group(group))
    codings, links = teaching.beside([path for group in groups for path in group.files])
    return teaching.read(encounters, codings, links)


@pytest.fixture(scope="session")
def hostile_text() -> str:
    return HOSTILE


@pytest.fixture(scope="session")
def meet():
    """Makes an encounter of what was said in turn by a professional and a client."""

    def meet(*said: str, id: str = "möte", language: str = "sv", **meta: str) -> Encounter:
        turns = (
            Turn(id=f"t{n:04}", speaker="HK"[n % 2 == 0], raw=text, text=text)
            for n, text in enumerate(said, 1)
        )
        people = (Participant(id="H", role="professional"), Participant(id="K", role="client"))
        return Encounter(id=id, language=language, turns=tuple(turns), participants=people, meta=meta)

    return meet


@pytest.fixture(scope="session")
def coded():
    """Makes annotations, each of a whole turn: ``coded(meeting, {3: "propose"})``."""

    def coded(meeting: Encounter, codes: dict[int, str], coder: str = "aino", status: str = "confirmed"):
        return [
            Annotation(encounter=meeting.id, turn=meeting.turns[n - 1].id, code=code, coder=coder, status=status,
                       start=0, stop=len(meeting.turns[n - 1].raw))
            for n, code in codes.items()
        ]  # fmt: skip

    return coded


@pytest.fixture(scope="session")
def linked():
    """Makes one sequence: its type, the turns that open and answer it, what opens it, and its outcome."""

    def linked(
        meeting: Encounter, kind: str, first: int, answer: int, code: str, outcome: str, coder: str = "aino"
    ):
        first_turn, answer_turn = meeting.turns[first - 1].id, meeting.turns[answer - 1].id
        return Sequence(encounter=meeting.id, type=kind, first_turn=first_turn, last_turn=answer_turn, code=code,
                        outcome=outcome, coder=coder, response_turn=answer_turn)  # fmt: skip

    return linked


@pytest.fixture(scope="session")
def hostile(meet, coded, linked) -> teaching.Material:
    """Talk, names, titles and outcomes that a page must show and must not run."""
    meeting = meet(*[HOSTILE] * 12, id=HOSTILE, title=HOSTILE, setting=HOSTILE, consent="teaching_open")
    moves = coded(meeting, {3: "confirm_question", 5: "invite_view", 7: "propose", 6: "express_doubt"})
    links = [
        linked(meeting, "S2", 3, 4, "confirm_question", HOSTILE),
        linked(meeting, "S1", 5, 6, "invite_view", "extended"),
    ]
    return teaching.Material([meeting], moves, links)


THEMES = {"sv": "listen", "fi": "decide", "en": "equal"}


@pytest.fixture(scope="session")
def packs(ours, tmp_path_factory):
    """A pack in each language, each of another theme."""
    made = {}
    for language, theme in THEMES.items():
        folder = tmp_path_factory.mktemp("packs") / language
        teaching.write(teaching.Pack(material=ours, theme=theme, language=language), folder)
        made[language] = folder
    return made
