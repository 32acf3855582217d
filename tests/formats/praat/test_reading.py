"""TextGrids: every label with words is a turn, in every shape Praat and others write them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import Options
from vuoro.formats.praat.reading import read_textgrid
from vuoro.model import Encounter, VuoroError

Labels = list[tuple[float, float, str]]


def quoted(label: str) -> str:
    return '"' + label.replace('"', '""') + '"'


def long(tiers: list[tuple[str, Labels]], end: float = 10) -> str:
    """A TextGrid as Praat saves it."""
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {end} "]
    lines += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for number, (name, labels) in enumerate(tiers, 1):
        lines += [
            f"    item [{number}]:",
            '        class = "IntervalTier" ',
            f"        name = {quoted(name)} ",
        ]
        lines += ["        xmin = 0 ", f"        xmax = {end} ", f"        intervals: size = {len(labels)} "]
        for place, (first, last, label) in enumerate(labels, 1):
            lines += [f"        intervals [{place}]:", f"            xmin = {first} "]
            lines += [f"            xmax = {last} ", f"            text = {quoted(label)} "]
    return "\n".join(lines) + "\n"


def short(tiers: list[tuple[str, Labels]], end: float = 10) -> str:
    """The same, as Praat saves it short."""
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", str(end), "<exists>"]
    lines.append(str(len(tiers)))
    for name, labels in tiers:
        lines += ['"IntervalTier"', quoted(name), "0", str(end), str(len(labels))]
        for first, last, label in labels:
            lines += [str(first), str(last), quoted(label)]
    return "\n".join(lines) + "\n"


VISIT = [
    ("Doctor", [(0, 1, ""), (1, 2.5, "So what brings you here?"), (2.5, 10, "")]),
    ("Patient", [(0, 2, ""), (2, 4, 'I said "ouch",\nas one does.'), (4, 9, " "), (9, 10, "Yes.")]),
]


@pytest.fixture
def read(tmp_path):
    def read(text: str, **options: object) -> Encounter:
        path = tmp_path / "visit.TextGrid"
        path.write_bytes(text.encode())
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.speaker, turn.start, turn.end, turn.raw) for turn in encounter.turns]


def found(encounter: Encounter) -> list[tuple[str, int | None, str]]:
    return [(problem.rule, problem.line, problem.text) for problem in encounter.problems]


@pytest.mark.parametrize("write", [long, short])
def test_labels_with_words_are_turns_in_order_of_time(read, write):
    visit = read(write(VISIT))
    assert said(visit) == [
        ("Doctor", 1, 2.5, "So what brings you here?"),
        ("Patient", 2, 4, 'I said "ouch",\nas one does.'),
        ("Patient", 9, 10, "Yes."),
    ]
    assert [turn.id for turn in visit] == ["t0001", "t0002", "t0003"]
    assert visit.turn("t0002").text == 'I said "ouch", as one does.'
    assert visit.roles() == {"Doctor": "professional", "Patient": "client"}
    assert (visit.id, visit.language, visit.problems) == ("visit", "en", ())
    assert (visit.source.files, visit.source.format) == (("visit.TextGrid",), "textgrid")
    assert visit.source.convention == "plain"


@pytest.mark.parametrize("write", [long, short])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_turn_knows_its_line(read, write, newline):
    text = write(VISIT).replace("\n", newline)
    lines = text.split(newline)
    for turn in read(text):
        assert turn.line is not None
        assert quoted(turn.raw.split(newline)[0])[:-1] in lines[turn.line - 1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings_hold_the_same_talk(tmp_path, encoding):
    path = tmp_path / "käynti.TextGrid"
    path.write_bytes(long([("Lääkäri", [(0, 1, "Päivää, mitä kuuluu?")])]).encode(encoding))
    visit = formats.read(path)
    assert said(visit) == [("Lääkäri", 0, 1, "Päivää, mitä kuuluu?")]
    assert (visit.role("Lääkäri"), visit.language) == ("professional", "fi")


@pytest.mark.parametrize(
    "change",
    [
        ("intervals [", "intervals["),
        ("]:", "]"),
        (" = ", "="),
        ("            ", "\t\u00a0"),
        ("\n", " \n\n"),
        ("        intervals: size = 3 \n", ""),
        (' "', '\n"'),
    ],
)
def test_the_decoration_around_times_and_labels_may_be_anything(read, change):
    text = long([("Doctor", [(0, 1, ""), (1, 2.5, "What is it?"), (2.5, 10, "")])]).replace(*change)
    assert said(read(text)) == [("Doctor", 1, 2.5, "What is it?")]


def test_a_file_may_be_one_line(read):
    text = " ".join(short(VISIT[:1]).split("\n"))
    assert said(read(text)) == [("Doctor", 1, 2.5, "So what brings you here?")]


def test_decimal_commas_are_times(read):
    assert said(read(long(VISIT[:1]).replace("2.5", "2,5")))[0][:3] == ("Doctor", 1, 2.5)


def test_talk_in_jefferson_signs_is_read_by_them(read):
    visit = read(long([("A", [(0, 1, "so:: (0.5) °you°"), (1, 2, ".hhh >well<"), (2, 3, "(.) ye:s")])]))
    assert visit.source.convention == "jefferson"
    assert [turn.text for turn in visit] == ["so you", "well", "yes"]
    assert [mark.kind for mark in visit.turns[2].marks] == ["micropause", "lengthening"]
    assert read(long(VISIT), convention="jefferson").source.convention == "jefferson"


@pytest.mark.parametrize("write", [long, short])
def test_one_mark_too_many_or_too_few_anywhere_costs_no_letter(write):
    def letters(encounter: Encounter) -> Counter[str]:
        kept = [turn.raw for turn in encounter] + [problem.text for problem in encounter.problems]
        return Counter("".join(kept).replace('"', ""))

    text = write(VISIT)
    whole = letters(parsed(text))
    for at in range(text.index("<exists>"), len(text) + 1):
        assert not whole - letters(parsed(text[:at] + '"' + text[at:])), text[at : at + 20]
        if text[at : at + 1] == '"':
            assert not whole - letters(parsed(text[:at] + text[at + 1 :])), text[at : at + 20]


def test_a_tier_whose_class_cannot_be_read_is_not_joined_to_the_one_before(read):
    visit = read(
        long(VISIT).replace('class = "IntervalTier" \n        name = "P', 'claß = "Tier" \n        name = "P')
    )
    assert [turn.speaker for turn in visit] == ["Doctor", "Patient", "Patient"]
    assert [problem.rule for problem in visit.problems] == ["unknown-tier"]
    visit = read(long(VISIT).replace("IntervalTier", "TalkTier", 1))
    assert [turn.speaker for turn in visit] == ["Doctor", "Patient", "Patient"]
    assert found(visit) == [("unknown-tier", 10, "TalkTier")]


def test_tags_of_typists_are_not_taken_for_hurried_talk(read):
    visit = read(long([("A", [(0, 1, "<UNSURE>So</UNSURE> you <UNIN/> waited."), (1, 2, "<b>Yes</b>.")])]))
    assert visit.source.convention == "plain"
    assert [turn.text for turn in visit] == ["So you waited.", "Yes."]


def test_a_tier_without_words_is_somebody_who_does_not_speak(read):
    visit = read(long([("Doctor", [(0, 1, "Well.")]), ("Mother", [(0, 10, "")])]))
    assert visit.roles() == {"Doctor": "professional", "Mother": "companion"}
    assert len(visit) == 1


def test_point_tiers_are_kept_beside_the_talk(read):
    points = '        class = "TextTier" \n        name = "gaze" \n        xmin = 0 \n        xmax = 10 \n'
    points += '        points: size = 2 \n        points [1]:\n            number = 1.5 \n            mark = "up" \n'
    points += '        points [2]:\n            time = 2 \n            mark = "down" \n'
    visit = read(long(VISIT[:1]).replace("size = 1 ", "size = 2 ") + "    item [2]:\n" + points)
    assert visit.meta == {"points": {"gaze": ((1.5, "up"), (2.0, "down"))}}
    assert list(visit.roles()) == ["Doctor"]
    assert visit.problems == ()


def test_tiers_called_alike_or_not_at_all_get_names(read):
    visit = read(long([("A", [(0, 1, "one")]), ("A", [(1, 2, "two")]), ("", [(2, 3, "three")])]))
    assert list(visit.roles()) == ["A", "A~2", "tier 3"]
    assert found(visit) == [("duplicate-tier", 20, "A"), ("unnamed-tier", 30, "")]


def test_reversed_times_leave_a_turn_without_times_in_its_place(read):
    visit = read(long([("A", [(0, 1, "one"), (3, 2, "two"), (3, 4, "three")])]))
    assert said(visit) == [("A", 0, 1, "one"), ("A", None, None, "two"), ("A", 3, 4, "three")]
    assert found(visit) == [("reversed-times", 22, "two")]
    assert visit.problems[0].turn == "t0002"
    assert visit.problems[0].file == "visit.TextGrid"


@pytest.mark.parametrize("time", ["abc", "nan", "inf", "--", "1.2.3"])
@pytest.mark.parametrize("write", [long, short])
def test_a_time_that_is_no_number_leaves_a_turn_without_times(read, write, time):
    visit = read(write([("A", [(0, 1, "one"), (1, 777, "two"), (3, 4, "three")])]).replace("777", time))
    assert said(visit) == [("A", 0, 1, "one"), ("A", None, None, "two"), ("A", 3, 4, "three")]
    assert [problem.rule for problem in visit.problems] == ["unreadable-time"]


@pytest.mark.parametrize("write", [long, short])
@pytest.mark.parametrize(("size", "promise"), [("7", 7), ("1", 1)])
def test_a_wrong_size_is_told_and_costs_nothing(read, write, size, promise):
    text = write(VISIT[:1])
    visit = read(text.replace("size = 3", f"size = {size}").replace("\n3\n", f"\n{size}\n", 1))
    assert said(visit) == [("Doctor", 1, 2.5, "So what brings you here?")]
    (problem,) = visit.problems
    assert problem.rule == "wrong-size"
    assert problem.message == f"the tier promises {promise} labels and holds 3."


@pytest.mark.parametrize("write", [long, short])
def test_a_truncated_file_keeps_every_whole_label_and_tells_of_the_cut_one(read, write):
    text = write(VISIT)
    visit = read(text[: text.index("ouch") + 2])
    assert said(visit) == [("Doctor", 1, 2.5, "So what brings you here?")]
    cut = text[: text.index("ouch")].count("\n") + 1
    assert [problem[:2] for problem in found(visit)] == [("unread-line", cut), ("truncated", cut)]
    assert visit.unread()[0].text == 'I said "ou'


def test_a_file_cut_between_labels_is_known_to_be_cut(read):
    text = long(VISIT)
    for end in ("xmin = 9", "intervals [4]", "xmin = 2 ", "item [2]"):
        visit = read(text[: text.index(end)])
        assert [problem.rule for problem in visit.problems] == ["truncated"], end


@pytest.mark.parametrize("write", [long, short])
def test_a_label_that_is_never_closed_ends_with_its_line(read, write):
    text = write([("A", [(0, 1, "one"), (1, 2, "two"), (2, 10, "three")])]).replace('two"', "two")
    visit = read(text)
    assert said(visit) == [("A", 0, 1, "one"), ("A", 1, 2, "two"), ("A", 2, 10, "three")]
    assert [problem.rule for problem in visit.problems] == ["stray-quote"]


@pytest.mark.parametrize("write", [long, short])
@pytest.mark.parametrize("label", ['he said "well" and left', 'a 5" screen', '"well" he said', 'then "well"'])
def test_quotation_marks_that_nobody_doubled_stay_in_the_label(read, write, label):
    text = write([("A", [(0, 1, "one"), (1, 2, "TWO"), (2, 10, "three")])]).replace("TWO", label)
    visit = read(text)
    assert said(visit) == [("A", 0, 1, "one"), ("A", 1, 2, label), ("A", 2, 10, "three")]
    assert [problem.rule for problem in visit.problems] == ["stray-quote"]


def test_the_name_of_a_file_may_say_who_its_one_speaker_is(tmp_path):
    path = tmp_path / "visit_asiakas.TextGrid"
    path.write_text(long([("Kalle", [(0, 1, "Joo.")])]))
    assert formats.read(path).roles() == {"Kalle": "client"}
    path.write_text(long([("Kalle", [(0, 1, "Joo.")]), ("Ville", [(1, 2, "Niin.")])]))
    assert formats.read(path).roles() == {"Kalle": "unknown", "Ville": "unknown"}


def test_a_file_without_tiers_is_refused(read):
    with pytest.raises(formats.Unreadable, match="there is no tier in it"):
        read(long([]))
    with pytest.raises(formats.Unreadable, match="save it as a text file"):
        read('"Praat chronological TextGrid text file"\n0 1 ! Time domain.\n')


labels = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
times = st.floats(0, 1000, allow_nan=False)
tiers = st.lists(
    st.tuples(
        st.text("ABCDÅÄÖ", min_size=1, max_size=3), st.lists(st.tuples(times, times, labels), max_size=5)
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda tier: tier[0],
)


def parsed(text: str) -> Encounter:
    file = formats.File(name="x.TextGrid", path=Path("x.TextGrid"), text=text, sha256="")
    return read_textgrid(file, Options(convention="plain"))[0]


@settings(max_examples=200)
@given(tiers, st.sampled_from([long, short]))
@example([("B", [(0.0, 0.0, "\n0")]), ("A", [])], short)
def test_what_is_written_is_read(tiers, write):
    tidy = [(name, [(min(a, b), max(a, b), label) for a, b, label in labels]) for name, labels in tiers]
    encounter = parsed(write(tidy, end=1000))
    assert [person.id for person in encounter.participants] == [name for name, _ in tidy]
    expected = [
        (name, a, b, label)
        for name, labels in tidy
        for a, b, label in labels
        if label and not label.isspace()
    ]
    assert sorted(said(encounter), key=repr) == sorted(expected, key=repr)
    assert encounter.unread() == ()


@settings(max_examples=200)
@given(tiers, st.sampled_from([long, short]), st.data())
def test_a_damaged_file_is_read_or_refused(tiers, write, data):
    text = write(tiers)
    at = data.draw(st.integers(0, len(text)))
    damage = data.draw(st.sampled_from(["cut", "drop", "quote", "flip"]))
    damaged = {
        "cut": text[:at],
        "drop": text[:at] + text[at + 1 :],
        "quote": text[:at] + '"' + text[at:],
        "flip": text[:at] + "\u0007" + text[at + 1 :],
    }[damage]
    try:
        encounter = parsed(damaged)
    except VuoroError:
        return
    assert all(turn.raw for turn in encounter)


def test_every_file_of_the_peers_is_read(testdata):
    encounters = [formats.read(path) for path in (testdata / "formats" / "textgrid").rglob("*.TextGrid")]
    assert len(encounters) == 29
    rules = [problem.rule for encounter in encounters for problem in encounter.problems]
    assert rules == ["duplicate-tier"] * 2


def test_praatio_finds_the_same_labels(testdata):
    from praatio import textgrid
    from praatio.utilities.errors import PraatioException

    compared = refused = 0
    for path in (testdata / "formats" / "textgrid").rglob("*.TextGrid"):
        try:
            theirs = textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="silence")
        except PraatioException:
            refused += 1
            continue
        labels = [
            (tier.name, *entry)
            for tier in theirs.tiers
            if isinstance(tier, textgrid.IntervalTier)
            for entry in tier.entries
        ]
        ours = [(speaker, start, end, raw.strip()) for speaker, start, end, raw in said(formats.read(path))]
        assert sorted(ours) == sorted(labels)
        compared += len(ours)
    assert (compared, refused) == (374, 3)


def has_words(string: str) -> bool:
    return bool(string.strip())


def test_turns_and_points_are_the_strings_of_every_real_file(testdata):
    """To Praat a file is a stream of numbers and strings, of which two belong to each tier's header."""
    total = 0
    for path in sorted(testdata.rglob("*.TextGrid")):
        visit = formats.read(path)
        text = formats.open_file(path).text
        strings = [one.replace('""', '"') for one in re.findall(r'"((?:[^"]|"")*)"', text)[2:]]
        headers = [at for at, one in enumerate(strings) if one in ("IntervalTier", "TextTier")]
        names = [strings[at + 1] for at in headers]
        labels = sum(map(has_words, strings)) - len(headers) - sum(map(has_words, names))
        points = [point for labels in visit.meta.get("points", {}).values() for point in labels]
        assert len(visit) + len(visit.unread()) + len(points) + len(visit.annotations) == labels
        assert {turn.raw for turn in visit} <= set(strings)
        total += labels
    assert total == 6309


def test_long_and_short_files_of_the_peers_hold_the_same(testdata):
    folder = testdata / "formats" / "textgrid" / "kylebgorman+textgrid" / "tests" / "data"
    assert said(formats.read(folder / "long_format.TextGrid")) == said(
        formats.read(folder / "short_format.TextGrid")
    )


def test_the_mock_consultations_are_whole(testdata):
    consultations = formats.read_corpus(testdata / "data" / "primock57")
    assert len(consultations) == 45
    assert {consultation.language for consultation in consultations} == {"en"}
    assert {tuple(one.role(who.id) for who in one.participants) for one in consultations} == {
        ("professional", "client")
    }
    assert [problem for one in consultations for problem in one.problems] == []
    assert {one.source.convention for one in consultations} == {"plain"}
