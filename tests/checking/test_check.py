"""The check as a whole: it never fails, points at the right place, and knows every rule there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vuoro
from vuoro import checking, formats, symbols
from vuoro.checking.finding import shown
from vuoro.model import Encounter, Mark, Participant, Problem, Source, Turn

SECONDS = st.none() | st.floats(allow_nan=True)
TALK = st.text("[]⌈⌉⌊⌋<>()°£#@*_ab ÄÖ.,-:=(0.5)&\x15\n\tÃ±h", max_size=30)
CONVENTIONS = st.sampled_from(["jefferson", "gat2", "chat", "plain", "", "of my own"])


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    """Turns as a reader makes them, and some as no reader would."""
    raw = draw(TALK)
    reading = symbols.read(raw, draw(st.sampled_from(symbols.CONVENTIONS)))
    spans = st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))
    kinds = st.sampled_from(["overlap", "pause", "micropause", "soft", "code", "terminator"])
    further = tuple(
        Mark(kind=kind, start=min(span), stop=max(span), value=value)
        for kind, span, value in draw(st.lists(st.tuples(kinds, spans, st.sampled_from([None, 0.5, "<", "x"])), max_size=2))
    )  # fmt: skip
    return Turn(
        id=draw(st.sampled_from(["t1", "t2", "", "27b"])),
        speaker=draw(st.sampled_from(["A", "B", "Anna", "Anan", "?", ""])),
        raw=raw,
        text=reading.text,
        start=draw(SECONDS),
        end=draw(SECONDS),
        marks=reading.marks + further,
        pieces=reading.pieces,
        line=draw(st.none() | st.integers(-2, 40)),
    )


@given(st.lists(turns(), max_size=8), CONVENTIONS, st.text("ab[\n(", max_size=40))
def test_no_encounter_is_too_odd_to_be_checked(said, convention, source):
    encounter = Encounter(
        id="odd",
        turns=tuple(said),
        participants=(Participant(id="A", meta={"file": "b.txt"}),),
        problems=(Problem(line=3, text="a\nb", message="odd", rule="of-somebody-else"),),
        source=Source(files=("a.txt", "b.txt"), convention=convention, format="chat"),
    )
    found = checking.check(encounter, sources={"a.txt": source, "b.txt": source})
    assert "of-somebody-else" in {one.rule for one in found}
    assert list(found) == sorted(found, key=lambda one: (one.file, one.line or 0, one.column or 0, one.rule))


WORDS = st.lists(
    st.sampled_from(["so", "you", "[well]", "[", "]", "°mm", "(yes", ">no", "±", "(0.5)", "\n\tand"]),
    min_size=1, max_size=8,
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_line_and_column_lead_to_the_sign_in_the_file(tmp_path_factory, said):
    text = "".join(f"{'AB'[turn % 2]}:  {' '.join(words)}\n" for turn, words in enumerate(said))
    path = tmp_path_factory.mktemp("columns") / "visit.txt"
    path.write_text(text, encoding="utf-8", newline="")
    encounter = formats.read(path, convention="jefferson")
    lines = text.split("\n")
    for one in checking.check(encounter, sources={path.name: text}):
        assert one.line
        assert one.column
        at_place = "\n".join([lines[one.line - 1][one.column - 1 :], *lines[one.line :]])
        if one.start is not None and one.stop is not None:
            assert at_place.startswith(encounter.turn(one.turn).raw[one.start : one.stop])
        else:
            assert shown(at_place).startswith(one.text[:10])


def test_a_file_without_lines_gives_the_offset_in_the_turn(findings):
    turn = Turn(id="t1", speaker="A", raw="so (you", **symbols.read("so (you")._asdict())
    (one,) = checking.check(Encounter(id="visit", turns=(turn,), source=Source(convention="jefferson")))
    assert (one.line, one.column, one.turn, one.start, one.stop) == (None, None, "t1", 3, 4)


def test_subtitles_have_their_talk_below_the_line_that_begins_them(told):
    text = "1\n00:00:01,000 --> 00:00:02,000\nA: so\n\n2\n00:00:00,000 --> 00:00:01,000\nB: you waited\n"
    assert [(line, rule) for line, _, rule, _ in told(text, "srt")] == [(7, "times-out-of-order")]


@pytest.mark.parametrize(
    "raw", ["(a " * 10_000, "[a] " * 10_000, "\n[ ±" * 10_000, "° " * 10_000, "(0.5) (0,5) " * 10_000]
)
def test_a_turn_with_very_many_findings_is_checked_in_time(raw):
    said = [Turn(id=who, speaker=who, raw=raw, **symbols.read(raw)._asdict(), line=1) for who in "AB"]
    source = Source(files=("a.txt",), convention="jefferson")
    found = checking.check(Encounter(id="many", turns=tuple(said), source=source), sources={"a.txt": raw})
    assert len(found) <= 2 * len(raw)


def test_very_many_turns_at_one_time_are_checked_in_time():
    said = [
        Turn(
            id=f"t{n}", speaker=f"S{n}", raw="[mm] [", start=0.0, end=9.0, **symbols.read("[mm] [")._asdict()
        )
        for n in range(5_000)
    ]
    assert (
        checking.check(Encounter(id="many", turns=tuple(said)), only=["similar-label", "own-overlap"]) == ()
    )
    assert checking.check(Encounter(id="many", turns=tuple(said)), only=["overlap-without-signs"]) == ()


def test_rules_can_be_switched_off_and_chosen(told):
    text = "A: so (you ± waited\nB: mm\n"
    assert [rule for _, _, rule, _ in told(text)] == ["unbalanced-sign", "unknown-sign"]
    assert [rule for _, _, rule, _ in told(text, ignore=["unknown-sign"])] == ["unbalanced-sign"]
    assert [rule for _, _, rule, _ in told(text, only=["unknown-sign"])] == ["unknown-sign"]


def test_a_rule_that_there_is_not_is_refused(told):
    with pytest.raises(checking.NoSuchRule, match="Did you mean 'empty-turn'"):
        told("A: so\n", ignore=["empty-trun"])


def test_identifying_details_are_looked_for_when_asked(told):
    text = "A: se on 131052-308T\nB: joo\n"
    assert told(text) == []
    assert told(text, private=True) == [(1, 10, "identifying-detail", "131052-308T")]


def test_a_transcript_is_no_command_to_the_terminal():
    assert shown("so\x1b[2J \u202eyou\n waited " + "x" * 99) == "so␛[2J \ufffdyou waited " + "x" * 40 + "…"


def test_every_rule_says_what_it_means_and_what_to_do():
    for rule in checking.rules().values():
        assert rule.severity in ("error", "warning", "note")
        assert rule.meaning.endswith(".")
        assert rule.mend.endswith(".")


def test_every_check_looks_for_rules_of_the_table():
    checked = {rule for check in checking.CHECKS.values() for rule in check.rules}
    assert checked <= set(checking.rules())


def test_no_reader_uses_a_rule_that_the_table_lacks():
    """A rule is given as ``rule="..."``, or is a string that begins as one in the table does."""
    beginnings = {rule.split("-")[0] for rule in checking.rules() if "-" in rule} - {"no", "long"}
    named = re.compile(rf'rule="([a-z]+-[a-z-]+)"|"((?:{"|".join(sorted(beginnings))})-[a-z-]+)"')
    sources = (Path(vuoro.__file__).parent / "formats").rglob("*.py")
    found = (named.findall(source.read_text(encoding="utf-8")) for source in sources)
    used = {rule or other for pairs in found for rule, other in pairs}
    missing = {rule for rule in used if not rule.startswith("not-written")} - set(checking.rules())
    assert not missing, "give each a row in checking/rules.toml: what it means and what to do"


def test_the_shipped_corpora_have_no_findings(corpora):
    found = [
        one
        for group in formats.gather(corpora)
        for encounter in formats.read_group(group)
        for one in checking.check(encounter)
    ]
    assert found == []


def test_problems_of_real_files_are_of_rules_in_the_table_and_findings_at_their_place(testdata):
    """Every transcript of the peers' suites, damaged ones included: told, and told where it stands."""
    placed = 0
    for group in formats.gather(testdata / "formats"):
        try:
            encounters = formats.read_group(group)
        except formats.Unreadable:
            continue
        sources = {path.name: _text(path) for path in group.files}
        for encounter in encounters:
            assert {problem.rule for problem in encounter.problems} <= set(checking.rules())
            for one in checking.check(encounter, sources=sources):
                if one.column and one.start is not None and one.stop is not None:
                    line = re.split("\r\n?|\n", sources[one.file])[(one.line or 0) - 1]
                    raw = next(turn.raw for turn in encounter.turns if turn.id == one.turn)
                    first = re.split("\r\n?|\n", raw[one.start : one.stop])[0]
                    assert line[one.column - 1 :].startswith(first)
                    placed += 1
    assert placed > 50


def test_talk_of_45_consultations_has_no_findings_but_true_ones(testdata):
    found = [
        one.rule
        for group in formats.gather(testdata / "data" / "primock57")
        for encounter in formats.read_group(group)
        for one in checking.check(encounter)
    ]
    assert found == []


def _text(path: Path) -> str:
    known = formats.files.format_of(path)
    return "" if known and known.binary else formats.open_file(path).text
