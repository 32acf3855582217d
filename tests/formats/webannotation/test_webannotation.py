"""Web Annotations: as the Recommendation has them, read back, and found again in an edited transcript."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import codebooks, formats
from vuoro.formats.webannotation.reading import read_jsonld
from vuoro.formats.webannotation.writing import code_iri, turn_iri, write_jsonld
from vuoro.model import Annotation, Encounter, Sequence, Turn

GUESS = Annotation(
    encounter="käynti", turn="t2", code="confirm_question", coder="detector:rules", start=4, stop=12,
    status="suggested", score=0.75, cue="c", evidence=(0, 3), attributes={"basis": "client_talk"}, note="vai?",
)  # fmt: skip
VISIT = Encounter(
    id="käynti",
    language="fi",
    turns=(
        Turn(id="t1", speaker="A", raw="😀 joo niin", text="joo niin"),
        Turn(id="t2", speaker="H", raw="eli odotitte siis", text="eli odotitte siis"),
    ),
    annotations=(
        Annotation(encounter="käynti", turn="t1", code="hope/2", coder="maija", start=2, stop=5),
        GUESS,
    ),
    sequences=(
        Sequence(encounter="käynti", type="S2", first_turn="t1", last_turn="t2", outcome="confirmed", coder="maija",
                 response_turn="t2"),
    ),
)  # fmt: skip

IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^ ]+$"}
MOTIVATION = {
    "enum": ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
             "identifying", "linking", "moderating", "questioning", "replying", "tagging"],
}  # fmt: skip
WHOLE = {"type": "integer", "minimum": 0}


def thing(kind: str | list[str], required: list[str], **properties: object) -> dict[str, object]:
    kinds = {"enum": kind if isinstance(kind, list) else [kind]}
    return {"type": "object", "required": ["type", *required], "properties": {"type": kinds, **properties}}


TEXT = {"type": "string"}
SELECTOR = {
    "oneOf": [
        thing("TextPositionSelector", ["start", "end"], start=WHOLE, end=WHOLE),
        thing("TextQuoteSelector", ["exact"], exact=TEXT, prefix=TEXT, suffix=TEXT),
    ]
}
SPECIFIC = thing(
    "SpecificResource",
    ["source"],
    source=IRI,
    purpose=MOTIVATION,
    selector={"type": "array", "items": SELECTOR},
)
BODY = {
    "oneOf": [
        SPECIFIC,
        thing("TextualBody", ["value"], value=TEXT, purpose=MOTIVATION, format=TEXT, language=TEXT),
    ]
}
AGENT = thing(["Person", "Organization", "Software"], [], id=IRI, name=TEXT)
ANNOTATION = thing(
    "Annotation",
    ["id", "target"],
    id=IRI,
    motivation=MOTIVATION,
    creator=AGENT,
    body={"type": "array", "items": BODY},
    target={"oneOf": [SPECIFIC, {"type": "array", "items": IRI, "minItems": 1}]},
)
PAGE = thing(
    "AnnotationPage", ["id", "partOf", "items"], id=IRI, partOf=IRI, startIndex=WHOLE,
    items={"type": "array", "items": ANNOTATION},
)  # fmt: skip
COLLECTION = thing(
    "AnnotationCollection", ["@context", "id"], id=IRI, total=WHOLE, first=PAGE, last=IRI, label=TEXT
)
COLLECTION["properties"]["@context"] = {
    "type": "array",
    "contains": {"const": "http://www.w3.org/ns/anno.jsonld"},
}
"""What the Recommendation says of each field that we write: sections 3, 4.2.4, 4.2.5 and 5."""


def told(*encounters: Encounter, **options: Any) -> dict[str, Any]:
    return json.loads(write_jsonld(encounters, **options).files[""])


@pytest.fixture
def saved(tmp_path):
    def saved(value: object):
        path = tmp_path / "codings.jsonld"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return saved


def rules(found):
    return [problem.rule for problem in found.problems]


@pytest.mark.parametrize(
    "encounters", [[VISIT], [Encounter(id="bare", turns=())], [VISIT, Encounter(id="b", turns=())]]
)
def test_a_collection_is_what_the_recommendation_says(encounters):
    validator = pytest.importorskip("jsonschema").Draft202012Validator(COLLECTION)
    assert [error.message for error in validator.iter_errors(told(*encounters))] == []


def test_selectors_point_at_the_words_in_code_points():
    items = told(VISIT)["first"]["items"]
    (position, quote), _ = (item["target"]["selector"] for item in items[:2])
    raw = VISIT.turns[0].raw
    assert raw[position["start"] : position["end"]] == quote["exact"] == "joo"
    assert (quote["prefix"], quote["suffix"]) == ("😀 ", " niin")


def test_a_body_names_the_code_by_iri_and_by_its_name_in_the_chosen_language():
    body = told(VISIT, language="sv")["first"]["items"][1]["body"]
    name = codebooks.load("participation").code("confirm_question").labels["sv"]
    assert [(one["purpose"], one.get("source", one.get("value"))) for one in body] == [
        ("classifying", "urn:x-vuoro:code:participation/confirm_question"),
        ("tagging", name),
        ("commenting", "vai?"),
    ]


def test_a_machine_is_software_and_a_human_a_person():
    items = told(VISIT)["first"]["items"]
    assert [(item["creator"]["type"], item["creator"]["name"]) for item in items[:2]] == [
        ("Person", "maija"),
        ("Software", "detector:rules"),
    ]


def test_a_sequence_links_its_turns_to_the_response():
    *_, chain = told(VISIT)["first"]["items"]
    first, second = turn_iri("käynti", "t1"), turn_iri("käynti", "t2")
    assert (chain["motivation"], chain["target"], chain["body"][0]["source"]) == (
        "linking",
        [first, second],
        second,
    )


def test_what_is_written_is_read_back(tmp_path):
    formats.write(VISIT, tmp_path / "codings.jsonld")
    for encounters in ([], [VISIT]):
        found = read_jsonld(tmp_path / "codings.jsonld", encounters)
        assert (found.annotations, found.sequences, found.problems) == (
            VISIT.annotations,
            VISIT.sequences,
            (),
        )


def test_words_that_moved_are_found_again_by_what_is_around_them(saved):
    edited = replace(
        VISIT, turns=(VISIT.turns[0], replace(VISIT.turns[1], raw="odotitte, mm, eli odotitte siis"))
    )
    found = read_jsonld(saved(told(VISIT)), [edited])
    assert found.annotations[1] == replace(GUESS, start=18, stop=26, evidence=(14, 17))
    assert rules(found) == ["moved-annotation"]


def test_words_that_are_gone_are_told_and_so_is_a_turn_that_is_gone(saved):
    edited = replace(VISIT, turns=(replace(VISIT.turns[0], raw="hm"),))
    found = read_jsonld(saved(told(VISIT)), [edited])
    assert (found.annotations, rules(found)) == ((), ["unread-annotation", "unread-annotation"])


def foreign(body: object, **others: object) -> dict[str, object]:
    target = {
        "source": turn_iri("käynti", "t2"),
        "selector": {"type": "TextQuoteSelector", "exact": "odotitte"},
    }
    return {
        "type": "Annotation",
        "motivation": "tagging",
        "body": body,
        "target": target,
        "creator": "http://x/anna",
    } | others


@pytest.mark.parametrize(
    ("item", "code", "coder"),
    [
        (foreign({"type": "TextualBody", "value": "Ehdotus"}), "propose", "http://x/anna"),
        (foreign([{"value": "Toivo", "purpose": "tagging"}], creator={"name": "Anna"}), "Toivo", "Anna"),
        (foreign({"id": code_iri("propose"), "purpose": "classifying"}, creator=None), "propose", "jsonld"),
    ],
)
def test_annotations_of_other_clients_are_read(saved, item, code, coder):
    for value in (item, [item], {"type": "AnnotationPage", "items": [item]}):
        (one,) = read_jsonld(saved(value), [VISIT]).annotations
        assert (one.turn, one.code, one.coder, VISIT.turn("t2").raw[one.start : one.stop]) == (
            "t2", code, coder, "odotitte",
        )  # fmt: skip


def test_what_another_client_made_of_the_code_counts(saved):
    changed = json.loads(json.dumps(told(VISIT)).replace(code_iri("confirm_question"), code_iri("propose")))
    assert read_jsonld(saved(changed), [VISIT]).annotations[1] == replace(GUESS, code="propose")


@pytest.mark.parametrize(
    "item",
    [
        foreign({"type": "TextualBody", "value": "x", "purpose": "commenting"}),
        foreign([]),
        foreign({"value": "x"}, target="http://example.org/page"),
        foreign({"value": "x"}, target={"source": turn_iri("käynti", "t2"), "selector": {"exact": "gone"}}),
        foreign({"value": "x"}, **{"vuoro:annotation": {"encounter": 1}}),
        foreign({"value": "x"}, **{"vuoro:sequence": []}),
    ],
)
def test_what_says_nothing_of_a_turn_is_told(saved, item):
    found = read_jsonld(saved([item, foreign({"value": "x"})]), [VISIT])
    assert ([a.code for a in found.annotations], rules(found)) == (["x"], ["unread-annotation"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"a": 1}', "there is no Web Annotation in it"),
        ('{"type": "Annotation" ', "line 1: it is not JSON"),
    ],
)
def test_what_holds_no_annotations_is_refused_with_a_reason(saved, text, reason):
    with pytest.raises(formats.Unreadable, match=reason):
        read_jsonld(saved(text))


KEYS = ["id", "type", "target", "source", "selector", "exact", "start", "end", "body", "value", "purpose", "creator",
        "name", "motivation", "first", "items", "vuoro:annotation", "vuoro:sequence", "attributes"]  # fmt: skip
STRANGE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["Annotation", "tagging", "t1", "", turn_iri("käynti", "t1")]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS), STRANGE))
def test_whatever_stands_in_the_fields_is_read_or_told(saved, strange):
    found = read_jsonld(
        saved([{**told(VISIT)["first"]["items"][0], **strange, "type": "Annotation"}]), [VISIT]
    )
    assert len(found.annotations) + len(found.sequences) + len(found.problems) > 0


def test_annotations_outside_their_turn_are_told():
    written = write_jsonld([replace(VISIT, annotations=(replace(GUESS, stop=99), replace(GUESS, turn="t9")))])
    assert [loss.rule for loss in written.losses] == ["not-written-annotation"] * 2
