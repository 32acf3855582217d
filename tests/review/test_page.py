"""What a page promises, read as a browser would read it."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro.learning import shipped
from vuoro.model import Encounter, Participant, Turn
from vuoro.review import numbers

LANGUAGES = ("sv", "fi", "en")

HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", '"onmouseover="alert(3)', "'><img src=x onerror=alert(4)>",
    "<!--", "]]>", "</style><style>*{display:none}</style>", "javascript:alert(5)", "{{ 7*7 }}{% raw %}", "%(num)s %s {shown}",
    "&lt;b&gt; &#60;", "\u202eevil\u202c", "å" * 10_000, "\x00\x15\x1b",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_is_the_same_page(make, meeting, language):
    assert make(meeting, language=language) == make(meeting, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_on_the_page_leads_to_a_place_on_the_page(make, meeting, read, language):
    page = read(make(meeting, language=language))
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = {attributes["href"] for attributes in page.all("a")}
    assert len(places) == len(set(places))
    assert {link for link in links if not link.startswith("#") or link[1:] not in places} == set()


def test_the_page_fetches_nothing(make, meeting, read):
    page = read(make(meeting, timeline_svg="<svg/>"))
    fetched = [
        value
        for _, a in page.tags
        for name, value in a.items()
        if name in ("src", "srcset", "data", "action")
    ]
    assert fetched == ["data:image/svg+xml;base64," + b64encode(b"<svg/>").decode()]
    assert page.all("link") + page.all("iframe") + page.all("object") == []


def test_the_page_allows_only_its_own_script_and_style(make, meeting, read):
    source = make(meeting)
    policy = read(source).all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    digests = {
        kind: re.search(rf"{kind}-src 'sha256-([^']+)'", policy).group(1) for kind in ("script", "style")
    }
    inline = {
        kind: re.search(rf"<{kind}>(.*?)</{kind}>", source, re.DOTALL).group(1)
        for kind in ("script", "style")
    }
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert {kind: b64decode(digest) for kind, digest in digests.items()} == {
        kind: sha256(text.encode()).digest() for kind, text in inline.items()
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_said_the_tags_of_the_page_are_the_same(make, meeting, read, text):
    def page_of(said: str):
        turns = [replace(turn, raw=said, text=said, marks=(), pieces=()) for turn in meeting.turns]
        people = tuple(replace(person, name=said) for person in meeting.participants)
        problems = tuple(replace(p, text=said, message=said, file=said) for p in meeting.problems)
        return read(make(replace(meeting, turns=tuple(turns), participants=people, problems=problems), ()))

    calm, page = page_of("ja"), page_of(text)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in calm.tags]
    assert [set(a) for _, a in page.tags] == [set(a) for _, a in calm.tags]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_ids_and_notes_are_as_harmless_as_talk(make, moves, links, read, name):
    encounter = Encounter(
        id=name, turns=(Turn(id=name, speaker=name, raw="ja", text="ja"),), participants=(Participant(id=name),)
    )  # fmt: skip
    move = replace(moves[0], encounter=name, turn=name, stop=2, evidence=None, cue=name, note=name, code=name)
    link = replace(links[0], encounter=name, first_turn=name, last_turn=name, outcome=name, type=name)
    page = read(make(encounter, [move], [link], provenance={name: name}))
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert page.all("img") == []
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60))
def test_no_talk_can_add_a_tag(make, meeting, read, said):
    turn = replace(meeting.turns[1], raw=said, text=said)
    tags = [tag for tag, _ in read(make(replace(meeting, turns=(turn,)), (), ())).tags]
    calm = [
        tag for tag, _ in read(make(replace(meeting, turns=(replace(turn, raw="x", text="x"),)), (), ())).tags
    ]
    assert tags == calm


def test_a_template_never_runs_what_a_transcript_says(make, meeting, read):
    turn = replace(meeting.turns[1], raw="{{ 7*7 }}", text="{{ 7*7 }}")
    assert "{{ 7*7 }}" in read(make(replace(meeting, turns=(turn,)), (), ())).text


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("sv", "Maskinens markeringar, inte bekräftade av en människa"),
        ("fi", "Koneen merkintöjä, ei ihmisen vahvistamia"),
        ("en", "Machine suggestions, not confirmed by a person"),
    ],
)
def test_suggestions_are_announced_and_a_coding_by_people_is_not(
    make, meeting, moves, read, language, notice
):
    assert notice in read(make(meeting, language=language)).text
    assert notice not in read(make(meeting, moves[1:2], (), language=language)).text


@pytest.mark.parametrize(
    ("meta", "announced"),
    [
        ({"invented": True}, True),
        ({"Comment": "Invented. No such meeting took place."}, True),
        ({"invented": "no"}, False),
        ({"Situation": "about something invented"}, False),
        ({}, False),
    ],
)
def test_an_invented_encounter_says_so(make, meeting, read, meta, announced):
    assert ("Invented encounter" in read(make(replace(meeting, meta=meta))).text) is announced


def test_rejected_suggestions_are_left_out(make, meeting, read):
    codes = [chip["data-code"] for chip in read(make(meeting)).all("details", **{"class": "chip"})]
    assert codes == ["invite_view", "confirm_question"]


def test_a_chip_has_colour_letter_and_name_and_opens_without_a_script(make, meeting, read):
    page = read(make(meeting))
    chip = page.all("details", **{"class": "chip"})[0]
    assert {"w1", "suggested", "c0"} <= set(chip["class"].split())
    assert "W1 Inviting a view" in page.text


def test_opened_evidence_names_cue_score_and_coder(make, meeting, read):
    text = read(make(meeting, language="fi")).text
    assert all(shown in text for shown in ("sv.invite_view:hur har {you}", "0,80", "detector:rules"))


def test_a_number_leads_to_the_turns_it_rests_on(make, meeting, read):
    page = read(make(meeting))
    assert page.text.count("See the place") == 2
    assert len(page.all("details", **{"class": "places"})) == 2


def test_without_occasion_there_is_no_dot(make, meeting, read):
    page = read(make(meeting))
    assert [len(page.all("circle", **{"class": kind})) for kind in ("filled", "open")] == [1, 1]
    assert "no occasion in this encounter" in page.text


def test_the_page_says_whose_annotations_are_counted(make, meeting, read):
    text = read(make(meeting)).text
    assert "Counted: annotations by detector:rules. Status: suggested by the machine." in text
    assert "machine suggestions, not confirmed by a person; says nothing of what was felt." in text


def test_problems_stand_with_their_line_and_their_turn(make, meeting, read):
    text = read(make(meeting)).text
    assert "4 möte.txt – K Nå no colon after the speaker; write K:" in text
    assert "2 2 (0.5 a pause that is not closed" in text


def test_times_stand_beside_the_turns(make, meeting, read):
    assert "1:02" in read(make(meeting)).text


def test_the_source_of_the_talk_is_named(make, meeting, read):
    text = read(make(meeting, provenance={"vuoro": "0.1.0"})).text
    assert all(said in text for said in ("möte.txt sha256 ab12", "Format jefferson Codebook", "vuoro 0.1.0"))


def test_what_the_header_of_the_file_said_is_kept(make, meeting, read):
    told = replace(meeting, meta={"Situation": "Återbesök hos\n\tföretagsläkaren"})
    assert "Situation Återbesök hos företagsläkaren" in read(make(told)).text


def test_an_encounter_without_turns_has_a_page(make, read):
    assert "This encounter has no turns." in read(make(Encounter(id="empty", turns=()), (), ())).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_talk_each_say_their_language(make, meeting, read, language):
    page = read(make(meeting, language=language))
    assert page.all("html")[0]["lang"] == language
    assert page.all("ol", **{"class": "transcript"})[0]["lang"] == "sv"


@pytest.mark.parametrize(
    ("value", "written"), [(0.666, "0,67"), (0.5, "0,5"), (3.0, "3"), (9.16, "9,2"), (457.3, "457")]
)
def test_numbers_have_as_many_decimals_as_small_counts_can_bear(value, written):
    assert numbers._figure(value, "fi") == written


def test_a_learned_coder_is_named_with_how_often_it_was_right(make, meeting, moves, read):
    coder = shipped.default("sv")
    by_machine = [replace(move, coder=f"learned:{coder.name}", status="suggested") for move in moves]
    text = " ".join(read(make(meeting, by_machine)).text.split())
    score = coder.about["scores"]["macro"]["f1"]
    assert f"learned:{coder.name} reached F1 {score:.2f}, the mean over the codes" in text
