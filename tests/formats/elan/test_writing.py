"""ELAN files that we write: ELAN's schema allows them, pympi reads them, and we read them back whole."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats, symbols
from vuoro.formats.elan.reading import read_eaf
from vuoro.formats.elan.writing import write_eaf
from vuoro.formats.files import File, Options
from vuoro.model import Annotation, Encounter, Participant, Sequence, Source, Turn


def turn(
    id: str, speaker: str, raw: str, start: float | None = None, end: float | None = None, **more
) -> Turn:
    text, marks, pieces = symbols.read(raw, "jefferson")
    return Turn(
        id=id, speaker=speaker, raw=raw, text=text, marks=marks, pieces=pieces, start=start, end=end, **more
    )


def move(turn: str, code: str, start: int, stop: int, coder: str = "kaisa", **more) -> Annotation:
    return Annotation(encounter="visit", turn=turn, code=code, coder=coder, start=start, stop=stop, **more)


def visit(*turns: Turn, **more) -> Encounter:
    source = Source(format="eaf", convention="jefferson")
    return Encounter(id="visit", turns=turns, source=source, language="sv", **more)


TALK = (
    turn("t1", "D", "vad tycker du °om de°?", 0.5, 2.25),
    turn("t2", "K", "mm", None, None),
    turn("t3", "K", "ja vet int <&\u2028]]>", 2.0, 4.0, tiers={"mor": "pro\nv", "eng": "I don't know"}),
    turn("t4", "D", "nä.", 2.0, 2.25, tiers={"mor": "co"}),
)


def read_back(encounter: Encounter) -> Encounter:
    text = write_eaf(encounter).files[""].decode()
    file = File(name="visit.eaf", path=Path("visit.eaf"), text=text, sha256="")
    return read_eaf(file, Options())[0]


def tree(encounter: Encounter) -> Element:
    return fromstring(write_eaf(encounter).files[""])


def lost(encounter: Encounter) -> list[tuple[str, str, str | None]]:
    return [(problem.rule, problem.text, problem.turn) for problem in write_eaf(encounter).losses]


def without_lines(encounter: Encounter) -> tuple[Turn, ...]:
    return tuple(replace(turn, line=None) for turn in encounter)


def test_turns_come_back_with_or_without_times_and_in_order():
    encounter = visit(*TALK)
    again = read_back(encounter)
    assert without_lines(again) == (
        *TALK[:2],
        replace(TALK[2], tiers={"mor@K": "pro\nv", "eng": "I don't know"}),
        replace(TALK[3], tiers={"mor@D~2": "co"}),
    )
    assert again.problems == ()
    assert write_eaf(encounter).losses == ()


def test_what_we_read_we_write_and_read_again():
    once = read_back(visit(*TALK, annotations=(move("t1", "invite_view", 0, 22),)))
    again = read_back(once)
    assert without_lines(again) == without_lines(once)
    assert again.annotations == once.annotations
    assert (again.meta, again.participants, again.language) == (once.meta, once.participants, "sv")


def test_moves_keep_their_spans_their_coders_and_all_that_is_known_of_them():
    moves = (
        move("t1", "invite_view", 0, 22),
        move("t1", "ask, then tell", 4, 10, note="är det?", attributes={"some_any": "any"}),
        move("t1", "propose", 4, 10, coder="vuoro", status="suggested", score=0.5, cue="c", evidence=(4, 7)),
        move("t3", "accept", 0, 2, coder="", codebook="participation@0.1"),
    )
    again = read_back(visit(*TALK, annotations=moves))
    assert Counter(map(repr, again.annotations)) == Counter(map(repr, moves))
    assert again.problems == ()
    assert lost(visit(*TALK, annotations=moves)) == []


def test_moves_are_chosen_from_the_codebook_in_the_language_of_the_talk():
    root = tree(visit(*TALK, annotations=(move("t1", "invite_view", 0, 22), move("t1", "our_own", 0, 22))))
    (tier,) = (one for one in root.iter("TIER") if one.get("TIER_ID") == "move@D")
    assert (tier.get("PARENT_REF"), tier.get("ANNOTATOR")) == ("D", "kaisa")
    entries = {one.get("CVE_ID"): one[0] for one in root.iter("CV_ENTRY_ML")}
    chosen = [entries[one.get("CVE_REF")] for one in tier.iter("REF_ANNOTATION")]
    assert [(one.text, one.get("DESCRIPTION")) for one in chosen] == [
        ("invite_view", "Inbjudan att säga sin åsikt eller erfarenhet"),
        ("our_own", ""),
    ]
    (kind,) = (one for one in root.iter("LINGUISTIC_TYPE") if one.get("LINGUISTIC_TYPE_ID") == "move")
    assert kind.get("CONTROLLED_VOCABULARY_REF") == "participation@0.1"


def test_each_coder_has_a_tier_where_there_are_several():
    moves = (move("t1", "propose", 0, 22, coder="kaisa"), move("t1", "propose", 0, 22, coder="ville"))
    names = [one.get("TIER_ID") for one in tree(visit(*TALK[:1], annotations=moves)).iter("TIER")]
    assert names == ["D", "move@D@kaisa", "move@D@ville"]


def test_turns_of_one_speaker_that_overlap_are_on_two_tiers_of_one_participant():
    encounter = visit(turn("t1", "D", "ja", 0, 2), turn("t2", "D", "jo", 1, 3), turn("t3", "D", "nå", 2, 3))
    tiers = [(one.get("TIER_ID"), one.get("PARTICIPANT"), len(one)) for one in tree(encounter).iter("TIER")]
    assert tiers == [("D", "D", 2), ("D~2", "D", 1)]
    assert without_lines(read_back(encounter)) == encounter.turns


def test_people_recordings_vocabularies_and_labels_beside_the_talk_are_kept():
    media = {"MEDIA_URL": "file:///v.wav", "MIME_TYPE": "audio/x-wav", "TIME_ORIGIN": "700"}
    encounter = visit(
        *TALK[:1],
        participants=(
            Participant(id="D", role="professional", name="Dr", meta={"age": 40, "group": "å"}),
            Participant(id="M", role="companion"),
        ),
        meta={
            "author": "K",
            "date": "2026-11-21T10:00:00+02:00",
            "media": ("file:///v.wav",),
            "descriptors": (media,),
            "vocabularies": {"POS": {"n": "noun"}},
            "tiers": {"gaze": ((0.5, 1.0, "up"), (None, None, "away"))},
            "transcribed": "asr",
        },
    )
    again = read_back(encounter)
    assert (again.participants, again.meta) == (encounter.participants, encounter.meta)
    assert [problem.rule for problem in again.problems] == ["beside-talk"]
    assert lost(encounter) == []


def test_a_speaker_may_be_called_as_tiers_of_notes_are():
    assert [
        one.speaker for one in read_back(visit(turn("t1", "Noise", "brr"), turn("t2", "move@A", "jo")))
    ] == [
        "Noise",
        "move@A",
    ]


def test_what_elan_cannot_hold_is_told():
    turns = (
        turn("1 a", "D ", "ja\x15", 5.0, 6.0001),
        turn("t2", "D ", "jo\r", -1.0, 2.0),
    )
    sequence = Sequence(encounter="visit", type="S1", first_turn="1 a", last_turn="t2", outcome="", coder="k")
    encounter = visit(
        *turns,
        participants=(Participant(id="D ", meta={"age": 1 + 2j}),),
        annotations=(move("t9", "propose", 0, 1),),
        sequences=(sequence,),
        meta={"points": {}},
    )
    assert lost(encounter) == [
        ("not-written-id", "1 a", "1 a"),
        ("not-written-speaker", "D ", None),
        ("not-written-time", "jo\r", "t2"),
        ("not-written-precision", "1 turns", None),
        ("not-written-character", "ja\x15", "1 a"),
        ("not-written-annotation", "propose", None),
        ("not-written-sequence", "1 sequences", None),
        ("not-written-participant", "age", None),
        ("not-written-meta", "points", None),
    ]
    assert [(one.id, one.speaker, one.raw, one.start) for one in read_back(encounter)] == [
        ("a1", "D", "ja\ufffd", 5.0),
        ("t2", "D", "jo\r", None),
    ]


def test_turns_that_are_not_in_order_of_time_are_told():
    assert lost(visit(turn("t1", "D", "ja", 5, 6), turn("t2", "K", "jo", 2, 3))) == [
        ("not-written-order", "jo", "t2")
    ]


# The schema EAFv3.0.xsd, as its authors describe it in "EAF Annotation Format 3.0 and ELAN" (MPI for
# Psycholinguistics, 2017): the order of elements, and for each the attributes it must and may have.
ORDER = (
    *("LICENSE", "HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "LOCALE", "LANGUAGE", "CONSTRAINT"),
    *("CONTROLLED_VOCABULARY", "LEXICON_REF", "REF_LINK_SET", "EXTERNAL_REF"),
)
ATTRIBUTES = {
    "ANNOTATION_DOCUMENT": ("AUTHOR DATE VERSION", "FORMAT {http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"),
    "HEADER": ("", "MEDIA_FILE TIME_UNITS"),
    "MEDIA_DESCRIPTOR": ("MEDIA_URL MIME_TYPE", "RELATIVE_MEDIA_URL TIME_ORIGIN EXTRACTED_FROM"),
    "PROPERTY": ("NAME", ""),
    "TIME_ORDER": ("", ""),
    "TIME_SLOT": ("TIME_SLOT_ID", "TIME_VALUE"),
    "TIER": ("TIER_ID LINGUISTIC_TYPE_REF", "PARTICIPANT ANNOTATOR DEFAULT_LOCALE PARENT_REF EXT_REF LANG_REF"),
    "ANNOTATION": ("", ""),
    "ALIGNABLE_ANNOTATION": ("ANNOTATION_ID TIME_SLOT_REF1 TIME_SLOT_REF2", "SVG_REF EXT_REF LANG_REF CVE_REF"),
    "REF_ANNOTATION": ("ANNOTATION_ID ANNOTATION_REF", "PREVIOUS_ANNOTATION EXT_REF LANG_REF CVE_REF"),
    "ANNOTATION_VALUE": ("", ""),
    "LINGUISTIC_TYPE": ("LINGUISTIC_TYPE_ID", "TIME_ALIGNABLE CONSTRAINTS GRAPHIC_REFERENCES CONTROLLED_VOCABULARY_REF EXT_REF LEXICON_REF"),
    "LANGUAGE": ("LANG_ID", "LANG_DEF LANG_LABEL"),
    "CONSTRAINT": ("STEREOTYPE", "DESCRIPTION"),
    "CONTROLLED_VOCABULARY": ("CV_ID", "EXT_REF"),
    "DESCRIPTION": ("LANG_REF", ""),
    "CV_ENTRY_ML": ("CVE_ID", "EXT_REF"),
    "CVE_VALUE": ("LANG_REF", "DESCRIPTION"),
}  # fmt: skip
KEYS = ("TIME_SLOT_ID", "ANNOTATION_ID", "LANG_ID", "STEREOTYPE", "CVE_ID")
REFERENCES = {
    "TIME_SLOT_REF1": "TIME_SLOT_ID",
    "TIME_SLOT_REF2": "TIME_SLOT_ID",
    "ANNOTATION_REF": "ANNOTATION_ID",
    "PREVIOUS_ANNOTATION": "ANNOTATION_ID",
    "LANG_REF": "LANG_ID",
    "CONSTRAINTS": "STEREOTYPE",
    "CVE_REF": "CVE_ID",
    "PARENT_REF": "TIER_ID",
    "LINGUISTIC_TYPE_REF": "LINGUISTIC_TYPE_ID",
    "CONTROLLED_VOCABULARY_REF": "CV_ID",
}


def check_against_the_schema(root: Element) -> None:
    places = [ORDER.index(child.tag) for child in root]
    assert places == sorted(places)
    given = {name: [one.get(name) for one in root.iter() if name in one.attrib] for name in (*KEYS, "TIER_ID", "CV_ID", "LINGUISTIC_TYPE_ID")}  # fmt: skip
    ids = [id for name in KEYS for id in given[name]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)
    for name in ("TIER_ID", "CV_ID", "LINGUISTIC_TYPE_ID"):
        assert len(given[name]) == len(set(given[name]))
    for element in root.iter():
        needed, allowed = (names.split() for names in ATTRIBUTES[element.tag])
        assert set(needed) <= set(element.attrib) <= {*needed, *allowed}
        for name, key in REFERENCES.items():
            assert element.get(name) is None or element.get(name) in given[key]
    assert all(one.get("TIME_VALUE", "0").isdecimal() for one in root.iter("TIME_SLOT"))
    times = [int(one.get("TIME_VALUE")) for one in root.iter("TIME_SLOT") if "TIME_VALUE" in one.attrib]
    assert times == sorted(times)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", root.get("DATE", ""))


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
raws = texts.filter(lambda text: not text.isspace() and not re.search("[\ufffe\uffff]", text))
labels = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
lengths = st.none() | st.integers(0, 5000)


@st.composite
def encounters(draw) -> Encounter:
    speakers = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
    at, turns, moves = 0, [], []
    for number in range(draw(st.integers(0, 7))):
        length = draw(lengths)
        at += draw(st.integers(0, 3000)) if length is not None else 0
        times = (None, None) if length is None else (at / 1000, (at + length) / 1000)
        raw = draw(raws)
        turns.append(turn(f"t{number}", draw(st.sampled_from(speakers)), raw, *times))
        for _ in range(draw(st.integers(0, 2))):
            ends = sorted(draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
            moves.append(move(f"t{number}", draw(labels), *ends, coder=draw(labels), note=draw(labels)))
    people = tuple(Participant(id=speaker) for speaker in speakers)
    return visit(*turns, annotations=tuple(moves), participants=people)


@settings(max_examples=150)
@given(encounters())
def test_any_encounter_comes_back_whole(encounter):
    again = read_back(encounter)
    assert without_lines(again) == encounter.turns
    assert Counter(map(repr, again.annotations)) == Counter(map(repr, encounter.annotations))
    assert again.participants == encounter.participants
    assert again.problems == ()
    assert write_eaf(encounter).losses == ()
    check_against_the_schema(tree(encounter))


def read_by_pympi(path: Path) -> dict[str, list[tuple[int | None, int | None, str]]]:
    from pympi import Eaf

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = Eaf(str(path))
    return {
        name: [(file.timeslots[start], file.timeslots[end], text) for start, end, text, _ in aligned.values()]
        for name, (aligned, _, _, _) in file.tiers.items()
        if aligned
    }


def test_pympi_reads_what_we_write(tmp_path):
    moves = (move("t1", "invite_view", 0, 22), move("t1", "propose", 4, 10), move("t3", "accept", 0, 2))
    report = formats.write(visit(*TALK, annotations=moves), tmp_path / "visit.eaf")
    assert read_by_pympi(report.paths[0]) == {
        "D": [(500, 2250, TALK[0].raw)],
        "D~2": [(2000, 2250, "nä.")],
        "K": [(None, None, "mm"), (2000, 4000, TALK[2].raw)],
    }
    from pympi import Eaf

    file = Eaf(str(report.paths[0]))
    assert file.get_ref_annotation_data_for_tier("move@D") == [
        (500, 2250, "invite_view", TALK[0].raw),
        (500, 2250, "propose", TALK[0].raw),
    ]
    entries = file.get_cv_entries("participation@0.1").values()
    assert ("invite_view", "swe", "Inbjudan att säga sin åsikt eller erfarenhet") in [
        value for values, _ in entries for value in values
    ]


def test_the_peers_files_can_be_given_back(testdata, tmp_path):
    count = 0
    for path in sorted((testdata / "formats" / "eaf").rglob("*.eaf")):
        encounter = formats.read(path)
        check_against_the_schema(tree(encounter))
        report = formats.write(encounter, tmp_path / "again.eaf", overwrite=True)
        again = formats.read(report.paths[0])
        assert [(one.id, one.speaker, one.raw, one.text, one.start, one.end) for one in again] == [
            (one.id, one.speaker, one.raw, one.text, one.start, one.end) for one in encounter
        ]
        assert (again.participants, again.language) == (encounter.participants, encounter.language)
        read_by_pympi(report.paths[0])
        count += len(again)
    assert count == 97


def test_what_somebody_wrote_about_a_speaker_is_kept_though_it_is_no_json():
    encounter = visit(*TALK[:1], participants=(Participant(id="D", meta={"age": 40}),))
    text = write_eaf(encounter).files[""].decode().replace('{"age": 40}', "in her forties")
    (again,) = read_eaf(File(name="v.eaf", path=Path("v.eaf"), text=text, sha256=""), Options())
    assert again.participants == (Participant(id="D", meta={"about": "in her forties"}),)


@pytest.mark.parametrize(
    ("details", "rule"),
    [
        ("not JSON", "unreadable-details"),
        ('{"score": "high"}', "unreadable-details"),
        ('{"turn": "t2"}', "unreadable-details"),
        ('{"evidence": [0, 900]}', "unreadable-details"),
        ("[" * 100_000, "unreadable-details"),
    ],
)
def test_details_that_nobody_could_have_meant_are_told(details, rule):
    encounter = visit(*TALK[:1], annotations=(move("t1", "propose", 0, 22, note="x"),))
    text = write_eaf(encounter).files[""].decode().replace('{"note": "x"}', details)
    file = File(name="visit.eaf", path=Path("visit.eaf"), text=text, sha256="")
    (again,) = read_eaf(file, Options())
    assert again.annotations == (move("t1", "propose", 0, 22),)
    assert [problem.rule for problem in again.problems] == [rule]


def test_a_move_finds_its_words_after_the_turn_was_edited():
    encounter = visit(*TALK[:1], annotations=(move("t1", "propose", 4, 10),))
    text = write_eaf(encounter).files[""].decode()
    for edited, span, rules in (
        ("nå vad tycker du", (7, 13), []),
        ("vad menar du", (0, 12), ["unplaced-unit"]),
    ):
        file = File(
            name="visit.eaf", path=Path("visit.eaf"), text=text.replace(TALK[0].raw, edited), sha256=""
        )
        (again,) = read_eaf(file, Options())
        assert [(one.start, one.stop) for one in again.annotations] == [span]
        assert [problem.rule for problem in again.problems] == rules


def test_the_recording_that_old_bullets_name_is_told_to_be_lost():
    turn = Turn(id="t1", speaker="A", raw='so ? \x15%snd:"visit"_0_900\x15', text="so", start=0, end=0.9)
    written = write_eaf(Encounter(id="visit", turns=(turn,)))
    assert [(one.rule, one.text) for one in written.losses if "bullet" in one.message] == [
        ("not-written-recording", 'snd:"visit"')
    ]
