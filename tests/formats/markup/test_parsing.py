"""XML: read without its dangers, and read on where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from vuoro.formats.files import File, Unreadable
from vuoro.formats.markup.parsing import Document, parse
from vuoro.formats.markup.torn import read_torn


def parsed(text: str) -> Document:
    file = File(name="talk.xml", path=Path("talk.xml"), text=text, sha256="")
    return parse(file, root="talk", kind="talk")


def told(document: Document) -> list[tuple[str, int | None, str]]:
    return [(problem.rule, problem.line, problem.text) for problem in document.problems]


def turns(document: Document) -> list[tuple[int, str | None]]:
    return [
        (line, turn.text)
        for line, turn in zip(document.lines("turn"), document.root.iter("turn"), strict=True)
    ]


def test_elements_know_their_lines_whatever_comments_say():
    document = parsed("<talk>\n<!-- <turn>\n--><turn\n>so</turn><turns/>\n<turn>A &amp; B</turn></talk>")
    assert turns(document) == [(3, "so"), (5, "A & B")]
    assert told(document) == []


def test_a_doctype_that_names_a_dtd_is_not_looked_up():
    assert turns(parsed('<!DOCTYPE talk SYSTEM "trans-14.dtd">\n<talk><turn>so</turn></talk>')) == [(2, "so")]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE talk [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE talk [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE talk PUBLIC "x" "y" [<!ENTITY % a SYSTEM "y">%a;]>',
    ],
)
def test_entities_are_refused(declared):
    with pytest.raises(Unreadable, match=r"talk.xml, line 2: it declares entities"):
        parsed(f'<?xml version="1.0"?>\n{declared}\n<talk>&a;</talk>')


@pytest.mark.parametrize("deep", ["<a>" * 10_000, "<a>" * 10_000 + "</a>" * 10_000])
def test_nesting_without_end_is_refused(deep):
    with pytest.raises(Unreadable, match="nested more than 64 deep"):
        parsed("<talk>" + deep)


@pytest.mark.parametrize("other", ["<tale/>", "no markup", "<", "<!-- talk -->"])
def test_another_file_is_refused(other):
    with pytest.raises(Unreadable, match=r"not <talk>\. Is this talk\?"):
        parsed(other)


def test_a_file_that_ends_in_the_middle_keeps_what_is_whole():
    document = parsed("<talk>\n<turn>so</turn>\n<turn>and th")
    assert turns(document) == [(2, "so"), (3, None)]
    assert told(document) == [("unread-line", 3, "and th"), ("truncated", 3, "<talk> <turn>")]
    document = parsed("<talk>\n<turn>so</turn>\n<turn>and then</tu")
    assert turns(document) == [(2, "so"), (3, "and then")]
    assert told(document) == [("truncated", 3, "</tu")]


@pytest.mark.parametrize(
    ("damaged", "talk", "problem"),
    [
        ("<turn>A & B</turn>", "A & B", ("malformed", 1, "")),
        ("<turn>A < B</turn>", "A < B", ("malformed", 1, "<")),
        ("<turn>A \x15 B</turn>", "A \x15 B", ("malformed", 1, "")),
        ("<turn>A&nbsp;B &x; &#0;</turn>", "A\xa0B &x; &#0;", ("malformed", 1, "")),
        ("<turn who='A>so</turn>", "so", ("malformed", 1, "<turn who='A>")),
        ("<turn>so</tum>", "so", ("malformed", 1, "</tum>")),
        ("<turn>so <!-- </turn>", "so <!-- ", ("malformed", 1, "")),
        ("<turn>so<turn>well</turn>", "so", ("malformed", 1, "<turn>")),
    ],
)
def test_damage_is_told_and_the_talk_is_read(damaged, talk, problem):
    document = parsed(f"<talk>{damaged}<turn>then</turn></talk>")
    assert [text for _, text in turns(document)][:1] == [talk]
    assert turns(document)[-1] == (1, "then")
    assert told(document)[0] == problem


def test_text_that_lost_its_element_is_told():
    document = parsed("<talk>\n<turn>so</turn>\nturn>and then</turn></talk>")
    read = set(document.root.iter("turn"))
    assert [(p.rule, p.text) for p in document.left([document.root], read)] == [
        ("unread-line", "turn>and then")
    ]


@pytest.mark.parametrize(
    "torn", ["</x>a" * 100_000, "<a " + "b" * 500_000, "<a " + "b " * 250_000 + ">", "<" * 500_000]
)
def test_torn_markup_without_end_holds_nobody_up(torn):
    assert read_torn(f"<talk>so{torn}", "", 1).root.tag == "talk"
