"""Every change to a codebook is a version that holds together, and none loses what was there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import codebooks
from vuoro.codebooks import editing
from vuoro.codebooks.editing import BadChange
from vuoro.codebooks.migrating import migration
from vuoro.model import Annotation

WHO = {"by": "aino", "why": "as we agreed", "date": "2026-11-22"}
FIRST = editing.shipped()
CODES = [code.id for code in codebooks.read(FIRST).codes]


def entry(id: str, **more):
    labels = {"sv": f"{id} sv", "fi": f"{id} fi", "en": id}
    examples = {language: [f"{id} in {language}"] for language in labels}
    return {"id": id, "way": 4, "labels": labels, "definition": f"{id}.", "examples": examples, **more}


def coded(code: str, version: str = "0.1", **more) -> Annotation:
    return Annotation(
        encounter="v", turn="t1", code=code, coder="aino", start=0, stop=3, codebook=f"participation@{version}", **more
    )  # fmt: skip


def test_a_version_says_what_was_done_by_whom_and_why():
    after = codebooks.read(editing.retire(FIRST, "hedged_accept", instead="accept", **WHO))
    (change,) = after.changes
    assert (after.id, after.date) == ("participation@0.2", "2026-11-22")
    assert (change.do, change.codes, change.into, change.by, change.why) == (
        "retire", ("hedged_accept",), ("accept",), "aino", "as we agreed",
    )  # fmt: skip


def test_versions_are_counted_on():
    text = FIRST
    for _ in range(10):
        text = editing.edit(text, "propose", {"labels.en": "Proposal"}, **WHO)
    assert codebooks.read(text).version == "0.11"
    assert [change.version for change in codebooks.read(text).changes][-2:] == ["0.10", "0.11"]


def test_what_is_not_changed_stays_as_it_was():
    before, after = (
        codebooks.parsed(FIRST),
        codebooks.parsed(editing.edit(FIRST, "accept", {"who": "anybody"}, **WHO)),
    )
    kept = [{**code, "who": ""} for code in after["codes"]]
    assert kept == [{**code, "who": ""} for code in before["codes"]]
    assert after["support"] == before["support"]


def test_a_merged_code_leaves_its_examples_and_its_labels():
    before, after = (
        codebooks.read(FIRST),
        codebooks.read(editing.merge(FIRST, ["reject", "express_doubt"], "reject", **WHO)),
    )
    texts = {example.text for example in after.code("reject").examples["fi"]}
    assert {example.text for example in before.code("express_doubt").examples["fi"]} <= texts
    assert after.labels("sv")["express_doubt"] == before.labels("sv")["express_doubt"]
    assert "express_doubt" not in after.ways_by_code


def test_near_misses_point_at_what_is_used_instead():
    after = codebooks.read(editing.retire(FIRST, "probe_proposal", instead="ask_info", **WHO))
    misses = {miss.code for code in after.codes for some in code.near_misses.values() for miss in some}
    assert "probe_proposal" not in misses
    assert all(
        miss.code != code.id for code in after.codes for some in code.near_misses.values() for miss in some
    )


def test_a_split_code_gives_way_to_new_ones():
    after = codebooks.read(
        editing.split(FIRST, "propose", [entry("propose_do"), entry("propose_wait")], **WHO)
    )
    assert after.changes[0].into == ("propose_do", "propose_wait")
    assert {"propose_do", "propose_wait"} < set(after.ways_by_code)
    assert "propose" in after.retired


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        (lambda: editing.retire(FIRST, "propse", **WHO), "did you mean 'propose'"),
        (lambda: editing.add(FIRST, entry("propose"), **WHO), "is, or was, another code"),
        (lambda: editing.add(FIRST, entry("continuer"), **WHO), "is, or was, another code"),
        (lambda: editing.add(FIRST, entry("Do It!"), **WHO), "cannot be an id"),
        (lambda: editing.add(FIRST, {"id": "x"}, **WHO), "needs way, labels"),
        (lambda: editing.add(FIRST, entry("x", labels={"en": "x"}), **WHO), "needs a label"),
        (lambda: editing.add(FIRST, entry("x", way=9), **WHO), "way 9"),
        (lambda: editing.split(FIRST, "accept", [entry("x")], **WHO), "two or more"),
        (lambda: editing.merge(FIRST, ["accept"], "accept", **WHO), "cannot be merged"),
        (lambda: editing.edit(FIRST, "accept", {"colour": "red"}, **WHO), "no field 'colour'"),
        (lambda: editing.edit(FIRST, "accept", {"labels.de": "Ja"}, **WHO), "no 'de'"),
        (lambda: editing.edit(FIRST, "accept", {"labels.sv": ""}, **WHO), "needs a label"),
        (lambda: editing.retire(FIRST, "accept", by="", why="x"), "who made it and why"),
    ],
)
def test_a_change_that_would_break_the_codebook_is_refused(change, trouble):
    with pytest.raises(BadChange, match=trouble):
        change()


def test_a_retired_id_is_never_used_again():
    with pytest.raises(BadChange, match="is, or was"):
        editing.add(editing.retire(FIRST, "accept", **WHO), entry("accept"), **WHO)


def test_a_migration_follows_a_code_through_several_versions():
    text = editing.merge(FIRST, ["hedged_accept"], "accept", **WHO)
    text = editing.retire(text, "accept", instead="reject", **WHO)
    (step,) = migration([coded("hedged_accept")], codebooks.read(text))
    assert (step.kind, step.code) == ("renamed", "reject")
    assert step.why == "merge hedged_accept, accept in 0.2: as we agreed; retire accept in 0.3: as we agreed"


def test_of_a_split_code_a_person_is_asked():
    text = editing.split(FIRST, "propose", [entry("propose_do"), entry("propose_wait")], **WHO)
    (step,) = migration([coded("propose")], codebooks.read(text))
    assert (step.kind, step.code, step.choices) == ("ask", "", ("propose_do", "propose_wait"))


def test_a_code_that_means_something_else_is_looked_at_again_and_a_new_name_is_not():
    edited = codebooks.read(editing.edit(FIRST, "accept", {"definition": "Only a spoken yes."}, **WHO))
    renamed = codebooks.read(editing.edit(FIRST, "accept", {"labels.en": "Yes"}, **WHO))
    assert [step.kind for step in migration([coded("accept")], edited)] == ["look again"]
    assert migration([coded("accept")], renamed) == ()


def test_what_was_coded_with_the_new_version_or_rejected_stays():
    book = codebooks.read(editing.retire(FIRST, "accept", **WHO))
    others = [coded("accept", "0.2"), coded("accept", status="rejected"), coded("propose")]
    assert migration(others, book) == ()


changes = st.lists(
    st.tuples(st.sampled_from(["retire", "merge", "edit", "add"]), st.sampled_from(CODES), st.sampled_from(CODES)),
    max_size=5,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(changes)
def test_no_change_loses_a_code_without_a_trace(made):
    text = FIRST
    for n, (do, code, other) in enumerate(made):
        try:
            match do:
                case "retire":
                    text = editing.retire(text, code, **WHO)
                case "merge":
                    text = editing.merge(text, [code], other, **WHO)
                case "edit":
                    text = editing.edit(text, code, {"definition": str(n)}, **WHO)
                case "add":
                    text = editing.add(text, entry(f"new{n}"), **WHO)
        except BadChange:
            continue
    book = codebooks.read(text)
    assert {code.id for code in book.codes} | set(book.retired) >= set(CODES)
    assert len(book.changes) == int(book.version.split(".")[1]) - 1
