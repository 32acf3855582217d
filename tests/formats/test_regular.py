"""The fast way to read a file and the careful one: the same encounter, whatever the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.elan import reading as eaf
from vuoro.formats.elan import regular as regularelan
from vuoro.formats.elan.writing import write_eaf
from vuoro.formats.files import File, Options
from vuoro.formats.praat import reading as textgrid
from vuoro.formats.praat import regular as regulargrid
from vuoro.formats.praat.writing import write_textgrid
from vuoro.model import Annotation, Encounter, Participant, Turn, VuoroError

READERS = {
    "eaf": (eaf, regularelan, eaf.read_eaf),
    "textgrid": (textgrid, regulargrid, textgrid.read_textgrid),
}


def outcome(read: Callable[[File, Options], list[Encounter]], file: File) -> list[Encounter] | str:
    try:
        return read(file, Options(convention="plain"))
    except VuoroError as error:
        return str(error)


def both_ways(kind: str, file: File) -> tuple[list[Encounter] | str, list[Encounter] | str]:
    reader, regular, read = READERS[kind]
    fast = outcome(read, file)
    with patch.object(reader, "read_regular", side_effect=regular.Irregular):
        return fast, outcome(read, file)


def opened(text: str) -> File:
    return File(name="x", path=Path("x"), text=text, sha256="")


def is_regular(regular: ModuleType, text: str) -> bool:
    try:
        regular.read_regular(text)
    except regular.Irregular:
        return False
    return True


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=8).filter(
    str.strip
)
speakers = st.sampled_from(["A", "B", "Noise", "å"])
times = st.integers(0, 9000).map(lambda milliseconds: milliseconds / 1000)


@st.composite
def encounters(draw) -> Encounter:
    turns, moves = [], []
    for number in range(draw(st.integers(1, 5))):
        start = draw(times)
        end = start + 0.001 + draw(times)
        raw = draw(words)
        tiers = draw(st.dictionaries(st.sampled_from(["mor", "gloss"]), words, max_size=1))
        turns.append(
            Turn(
                id=f"t{number}", speaker=draw(speakers), raw=raw, text=raw, start=start, end=end, tiers=tiers
            )
        )
        if draw(st.booleans()):
            moves.append(
                Annotation(
                    encounter="x",
                    turn=f"t{number}",
                    code="propose",
                    coder="k",
                    start=0,
                    stop=1,
                    note=draw(words),
                )
            )
    untimed = Turn(id="u1", speaker="A", raw="no times", text="no times")
    people = (Participant(id="A", role="client"), Participant(id="silent"))
    return Encounter(id="x", turns=(*turns, untimed), annotations=tuple(moves), participants=people)


STRANGE = (
    *(
        "",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x ?>",
        "&amp;",
        "&#65;",
        "&who;",
        "<",
        ">",
        '"',
        '""',
        "\x0b",
        "\r",
    ),
    *(
        "\n",
        " ",
        "\t",
        "a1",
        "ts1",
        "<TIER>",
        "</TIER>",
        "<ANNOTATIONS/>",
        "</ANNOTATION>",
        "xmin = 1",
        "size = 1",
    ),
    *('text = "', "item [9]:", "nan", "1e999", "-", "\r\n", "\ufffe"),
)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=200, deadline=None)
@given(encounter=encounters(), data=st.data())
def test_fast_and_careful_are_the_same_however_a_file_is_changed(kind, encounter, data):
    text = {"eaf": write_eaf, "textgrid": write_textgrid}[kind](encounter).files[""].decode()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        upto = at + data.draw(st.sampled_from([0, 0, 1, 2, 30, 400]))
        text = text[:at] + data.draw(st.sampled_from(STRANGE)) + text[upto:]
    fast, careful = both_ways(kind, opened(text))
    assert fast == careful


@pytest.mark.parametrize("kind", READERS)
def test_fast_and_careful_are_the_same_at_every_place_of_a_file(kind):
    turns = tuple(
        Turn(
            id=f"t{at}",
            speaker="AB"[at % 2],
            raw=raw,
            text=raw,
            start=at,
            end=at + 1.5,
            tiers={"mor": "x\ny"},
        )
        for at, raw in enumerate(["so & <so>", 'well "well"', "two\nlines"])
    )
    encounter = Encounter(id="x", turns=turns, language="en")
    text = {"eaf": write_eaf, "textgrid": write_textgrid}[kind](encounter).files[""].decode()
    for at in range(0, len(text), 23):
        for strange in ("", "<", "&x", "\n"):
            fast, careful = both_ways(kind, opened(text[:at] + strange + text[at + 1 :]))
            assert fast == careful, text[at - 20 : at + 20]


def test_fast_and_careful_are_the_same_on_all_real_files(testdata):
    compared, regular = 0, 0
    for kind, suffix in (("eaf", "eaf"), ("textgrid", "TextGrid")):
        for path in sorted(testdata.rglob(f"*.{suffix}")):
            file = formats.open_file(path)
            fast, careful = both_ways(kind, file)
            assert fast == careful
            compared += 1
            regular += is_regular(READERS[kind][1], file.text)
    assert compared == 128
    assert regular > 100


def test_what_we_write_is_read_the_fast_way():
    turns = (
        Turn(id="t1", speaker="A", raw='R&D <"x">', text="", start=0.5, end=1, tiers={"mor": "a\nb"}),
        Turn(id="t2", speaker="B", raw="so", text="", start=1, end=2),
    )
    move = Annotation(encounter="x", turn="t2", code="propose", coder="k", start=0, stop=1, note="why")
    encounter = Encounter(id="x", turns=turns, annotations=(move, move), language="fi")
    assert is_regular(regularelan, write_eaf(encounter).files[""].decode())
    assert is_regular(regulargrid, write_textgrid(encounter).files[""].decode())
