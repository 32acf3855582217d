"""TextGrids that we write: whole tiers as Praat wants them, read back by praatio, pympi and ourselves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats, symbols
from vuoro.formats.files import File, Options
from vuoro.formats.praat.reading import read_textgrid
from vuoro.formats.praat.writing import write_textgrid
from vuoro.model import Annotation, Encounter, Participant, Sequence, Source, Turn


def turn(id: str, speaker: str, raw: str, start: float | None, end: float | None, **more) -> Turn:
    text, marks, pieces = symbols.read(raw, "plain")
    return Turn(
        id=id, speaker=speaker, raw=raw, text=text, marks=marks, pieces=pieces, start=start, end=end, **more
    )


def move(turn: str, code: str, start: int, stop: int, coder: str = "kaisa", **more) -> Annotation:
    return Annotation(encounter="visit", turn=turn, code=code, coder=coder, start=start, stop=stop, **more)


def visit(*turns: Turn, **more) -> Encounter:
    return Encounter(id="visit", turns=turns, source=Source(convention="plain"), **more)


TALK = (
    turn("t0001", "D", 'So "how" is it?', 0.5, 2.25),
    turn("t0002", "P", " Well,\nfine. ", 2, 4),
    turn("t0003", "D", "Good.", 4.125, 5),
    turn("t0004", "D", "Yes?", 4.5, 4.75),
)


def parsed(text: str) -> Encounter:
    file = File(name="visit.TextGrid", path=Path("visit.TextGrid"), text=text, sha256="")
    return read_textgrid(file, Options(convention="plain"))[0]


def read_back(encounter: Encounter) -> Encounter:
    return parsed(write_textgrid(encounter).files[""].decode())


def lost(encounter: Encounter) -> list[tuple[str, str, str | None]]:
    return [(problem.rule, problem.text, problem.turn) for problem in write_textgrid(encounter).losses]


def without_lines(encounter: Encounter) -> tuple[Turn, ...]:
    return tuple(replace(turn, line=None) for turn in encounter)


def test_turns_come_back_in_order_of_time():
    again = read_back(visit(*TALK))
    assert without_lines(again) == TALK
    assert ([person.id for person in again.participants], again.problems) == (["D", "P"], ())
    assert lost(visit(*TALK)) == []


def test_a_tier_is_filled_from_end_to_end_and_what_overlaps_is_on_another():
    text = write_textgrid(visit(*TALK)).files[""].decode()
    assert text.splitlines()[8:30] == [
        "    item [1]:",
        '        class = "IntervalTier" ',
        '        name = "D" ',
        "        xmin = 0 ",
        "        xmax = 5 ",
        "        intervals: size = 4 ",
        "        intervals [1]:",
        "            xmin = 0 ",
        "            xmax = 0.5 ",
        '            text = "" ',
        "        intervals [2]:",
        "            xmin = 0.5 ",
        "            xmax = 2.25 ",
        '            text = "So ""how"" is it?" ',
        "        intervals [3]:",
        "            xmin = 2.25 ",
        "            xmax = 4.125 ",
        '            text = "" ',
        "        intervals [4]:",
        "            xmin = 4.125 ",
        "            xmax = 5 ",
        '            text = "Good." ',
    ]
    assert re.findall('name = "(.*)"', text) == ["D", "D+2", "P"]


def test_any_number_of_turns_may_overlap():
    talk = [turn(f"t{number:04d}", "D", f"turn {number}", number, 50) for number in range(1, 31)]
    assert without_lines(read_back(visit(*talk))) == tuple(talk)


def test_moves_are_on_tiers_of_their_coders_and_keep_their_spans():
    moves = (
        move("t0001", "ask_info", 0, 15),
        move("t0001", "propose", 3, 8),
        move("t0002", "accept", 0, 13, coder="textgrid"),
        move("t0003", "invite_view", 0, 4),
        move("t0004", "code 1-2", 0, 4),
    )
    encounter = visit(*TALK, annotations=moves)
    again = read_back(encounter)
    assert Counter(map(repr, again.annotations)) == Counter(map(repr, moves))
    assert again.problems == ()
    text = write_textgrid(encounter).files[""].decode()
    names = ["D", "move@D@kaisa", "D+2", "move@D+2@kaisa", "P", "move@P"]
    assert re.findall('name = "(.*)"', text) == names
    assert 'text = "ask_info; propose 3-8" ' in text
    assert lost(encounter) == []


def test_a_move_that_an_analyst_put_anywhere_in_a_turn_is_of_that_turn():
    text = write_textgrid(visit(*TALK, annotations=(move("t0001", "propose", 0, 15),))).files[""].decode()
    again = parsed(text.replace("xmin = 0.5 \n            xmax = 2.25 \n            text = \"propose", "xmin = 1 \n            xmax = 3 \n            text = \"propose"))  # fmt: skip
    assert again.annotations == (move("t0001", "propose", 0, 15),)


@pytest.mark.parametrize(
    ("label", "times", "rule"),
    [("propose 3-99", (0.5, 2.25), "unplaced-unit"), ("propose", (2.5, 3.0), "dangling-reference")],
)
def test_moves_of_nothing_are_told(label, times, rule):
    text = write_textgrid(visit(*TALK[:2], annotations=(move("t0001", "propose", 0, 15),))).files[""].decode()
    written = 'xmin = 0.5 \n            xmax = 2.25 \n            text = "propose"'
    instead = f'xmin = {times[0]} \n            xmax = {times[1]} \n            text = "{label}"'
    again = parsed(text.replace(written, instead))
    assert [(problem.rule, problem.text) for problem in again.problems] == [(rule, label)]


def test_points_and_silent_people_are_kept():
    meta = {"points": {"gaze": ((1.5, "up"), (9.0, ""), (2.0, "away"))}}
    encounter = visit(*TALK[:2], participants=(Participant(id="D"), Participant(id="M")), meta=meta)
    again = read_back(encounter)
    assert again.meta == {"points": {"gaze": ((1.5, "up"), (2.0, "away"))}}
    assert [person.id for person in again.participants] == ["D", "M", "P"]


def test_speakers_whose_names_would_be_read_as_tiers_of_others_are_renamed_and_told():
    talk = (
        turn("t0001", "D", "a", 0, 1),
        turn("t0002", "D+2", "b", 1, 2),
        turn("t0003", "move@D", "c", 2, 3),
        turn("t0004", " D", "d", 3, 4),
    )
    assert [one.speaker for one in read_back(visit(*talk))] == ["D", "x-D+2", "x-move@D", "D~2"]
    assert [rule for rule, _, _ in lost(visit(*talk))] == ["not-written-speaker"] * 3


def test_what_a_textgrid_cannot_hold_is_told():
    sequence = Sequence(encounter="visit", type="S1", first_turn="u1", last_turn="u1", outcome="", coder="k")
    encounter = Encounter(
        id="visit",
        language="fi",
        turns=(
            turn("u1", "D", "no\0", 1, 2, tiers={"mor": "x"}),
            turn("u2", "P", "joo", None, None),
            turn("u3", "P", "nii", 0, 1),
        ),
        participants=(Participant(id="D", role="professional"),),
        annotations=(
            move("u1", "propose", 0, 3, note="?"),
            move("u2", "accept", 0, 3),
            move("u9", "x", 0, 1),
        ),
        sequences=(sequence,),
        source=Source(convention="gat2"),
        meta={"transcribed": "asr"},
    )
    assert lost(encounter) == [
        ("not-written-turn", "joo", "u2"),
        ("not-written-tier", "mor", None),
        ("not-written-order", "no\0", "u1"),
        ("not-written-id", "2 turns", None),
        ("not-written-character", "no\0", "u1"),
        ("not-written-annotation", "accept", "u2"),
        ("not-written-details", "1 moves", None),
        ("not-written-annotation", "x", None),
        ("not-written-sequence", "1 sequences", None),
        ("not-written-participant", "role", None),
        ("not-written-language", "fi", None),
        ("not-written-convention", "gat2", None),
        ("not-written-meta", "transcribed", None),
    ]


def test_an_encounter_without_times_is_refused_and_nothing_is_written(tmp_path):
    encounter = visit(turn("t0001", "D", "Well.", None, None))
    with pytest.raises(formats.Unwritable, match="no turn has a beginning and an end"):
        formats.write(encounter, tmp_path / "visit.TextGrid")
    assert list(tmp_path.iterdir()) == []


raws = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=12)
labels = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
times = st.floats(0, 1000, allow_nan=False)


@st.composite
def encounters(draw) -> Encounter:
    speakers = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
    spans = draw(
        st.lists(
            st.tuples(times, times).filter(lambda span: span[0] != span[1]), min_size=1, max_size=7,
            unique_by=min,
        )
    )  # fmt: skip
    turns, moves = [], []
    for number, span in enumerate(sorted(sorted(span) for span in spans), 1):
        raw = draw(raws.filter(lambda text: not text.isspace()))
        turns.append(turn(f"t{number:04d}", draw(st.sampled_from(speakers)), raw, *span))
        for _ in range(draw(st.integers(0, 2))):
            ends = sorted(draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
            code = draw(labels.filter(lambda code: not re.search("[,;|]", code)))
            moves.append(move(turns[-1].id, code, *ends, coder=draw(labels)))
    people = tuple(Participant(id=speaker) for speaker in speakers)
    return visit(*turns, annotations=tuple(moves), participants=people)


@settings(max_examples=150)
@given(encounters())
def test_any_encounter_with_times_comes_back_whole(encounter):
    assert lost(encounter) == []
    again = read_back(encounter)
    assert without_lines(again) == encounter.turns
    assert Counter(map(repr, again.annotations)) == Counter(map(repr, encounter.annotations))
    assert (again.participants, again.problems) == (encounter.participants, ())


def test_praatio_and_pympi_read_what_we_write(tmp_path):
    from praatio import textgrid
    from pympi import Praat

    encounter = visit(*TALK, annotations=(move("t0001", "propose", 0, 15),))
    path = formats.write(encounter, tmp_path / "visit.TextGrid").paths[0]
    theirs = textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="error")
    assert {tier.name: [tuple(entry) for entry in tier.entries] for tier in theirs.tiers} == {
        "D": [(0.5, 2.25, 'So "how" is it?'), (4.125, 5, "Good.")],
        "move@D@kaisa": [(0.5, 2.25, "propose")],
        "D+2": [(4.5, 4.75, "Yes?")],
        "P": [(2, 4, "Well,\nfine.")],
    }
    one_line = visit(*TALK[2:])  # pympi reads a label up to the end of its line
    path = formats.write(one_line, tmp_path / "short.TextGrid").paths[0]
    grid = Praat.TextGrid(str(path))
    assert {tier.name: list(tier.get_all_intervals()) for tier in grid.get_tiers()} == {
        "D": [(0, 4.125, ""), (4.125, 5, "Good.")],
        "D+2": [(0, 4.5, ""), (4.5, 4.75, "Yes?"), (4.75, 5, "")],
    }


def test_the_peers_files_can_be_given_back(testdata, tmp_path):
    count = 0
    for path in sorted((testdata / "formats" / "textgrid").rglob("*.TextGrid")):
        encounter = formats.read(path)
        if not encounter.turns:
            continue
        report = formats.write(encounter, tmp_path / "again.TextGrid", overwrite=True)
        again = formats.read(report.paths[0])
        assert [(one.id, one.speaker, one.raw, one.start, one.end) for one in again] == [
            (one.id, one.speaker, one.raw, one.start, one.end) for one in encounter
        ]
        assert again.meta == encounter.meta
        count += len(again)
    assert count == 681
