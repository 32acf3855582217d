"""Signs are told from words, in three conventions, and no letter is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import symbols
from vuoro.symbols.reading import _marked_turn as thorough
from vuoro.symbols.tables import CONVENTIONS, UnknownConvention, table

EXAMPLES = [
    (convention, sign.kind, *sign.example) for convention in CONVENTIONS for sign in table(convention).signs
]


@pytest.mark.parametrize(("convention", "kind", "raw", "text"), EXAMPLES)
def test_every_row_of_the_tables_does_what_its_example_says(convention, kind, raw, text):
    reading = symbols.read(raw, convention)
    assert reading.text == text
    assert kind in {mark.kind for mark in reading.marks}


SIGNS_OF_THE_DESIGN = tomllib.loads(Path(__file__).with_name("signs.toml").read_text(encoding="utf-8"))["row"]


@pytest.mark.parametrize("row", SIGNS_OF_THE_DESIGN, ids=lambda row: f"{row['convention']}: {row['raw']}")
def test_every_sign_of_the_design_has_its_kind_its_value_and_its_words(row):
    reading = symbols.read(row["raw"], row["convention"])
    marks = [(mark.kind, row["raw"][mark.start : mark.stop], mark.value) for mark in reading.marks]
    assert reading.text == row["text"]
    assert marks == [(*mark, None)[:3] for mark in row["marks"]]


@pytest.mark.parametrize(
    "raw",
    [
        "deltids- och heltidsarbete",
        "barn- och ungdomspsykiatrin",
        "arbets- eller utbildningsplats",
        "kunta- ja hyvinvointialueella",
        "lääkäri- tai hoitajakäynti",
        "Arbeits- und Sozialamt",
        "part- and full-time",
    ],
)
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_hyphen_of_two_compounds_that_share_their_end_is_spelling(raw, convention):
    reading = symbols.read(raw, convention)
    assert reading.text == raw if convention != "gat2" else raw.lower()
    assert not {mark.kind for mark in reading.marks} & {"cut_off", "contour"}


@pytest.mark.parametrize(
    "raw",
    [
        "jag tän- och sen gick vi",
        "mä luul- ja kuitenkin",
        "I wan- and actually yes",
        "ha- ja absolut",
        "wo- no",
    ],
)
@pytest.mark.parametrize("convention", ["jefferson", "chat", "plain"])
def test_a_word_that_is_broken_off_before_a_conjunction_stays_so(raw, convention):
    at = raw.index("-")
    (cut,) = (mark for mark in symbols.read(raw, convention).marks if mark.kind == "cut_off")
    assert (cut.start, cut.stop) == (at, at + 1)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize(
    "piece", ["[", "((", "<", ">", "⌈", "°", "&gt;", "a- ", "<<f>", "a-, b-, och ", "(h", "‹", "\u0015"]
)
def test_an_unclosed_sign_over_and_over_costs_no_more_than_its_length(piece, convention):
    """A table whose row goes back over the turn at every sign would not come to an end here."""
    raw = piece * 20_000
    assert len(symbols.read(raw, convention).marks) <= len(raw)


@pytest.mark.parametrize(
    ("convention", "opening", "closing"),
    [
        ("jefferson", "[", "]"),
        ("jefferson", "[1", "]1"),
        ("gat2", "<<x>", ">"),
        ("chat", "⌈", "⌉"),
        ("chat", "<", ">"),
    ],
)
def test_signs_within_their_like_are_read_to_a_depth_and_no_further(convention, opening, closing):
    raw = f"{opening}a" * 20_000 + closing * 20_000
    reading = symbols.read(raw, convention)
    assert set(reading.text) <= set("a ")
    assert reading.text.count("a") == 20_000


def test_every_row_names_its_source():
    assert not [sign for name in CONVENTIONS for sign in table(name).signs if not sign.source]


@pytest.mark.parametrize(
    ("raw", "text", "marks"),
    [
        # Comma decimals are usual in Finland and Sweden.
        ("joo (0,5) niin", "joo niin", [("pause", "(0,5)")]),
        # A colon is lengthening, but not in a case ending of an acronym, nor in a time.
        ("THL:n kello 10:30 jo:o", "THL:n kello 10:30 joo", [("lengthening", ":")]),
        # Nordic ingressive words are words; an in-breath is not.
        (".joo .hhh", "joo", [("ingressive", ".joo"), ("breath", ".hhh")]),
        ("va(h)rför heh", "varför", [("laughter", "(h)"), ("laughter", "heh")]),
        ("ja (kanske) då", "ja kanske då", [("uncertain", "(kanske)")]),
        ("och ( ) sen", "och sen", [("unintelligible", "( )")]),
        ("((nickar)) mm.", "mm", [("comment", "((nickar))"), ("contour", ".")]),
        ("deltidsarbete-frågan va-", "deltidsarbete-frågan va-", [("cut_off", "-")]),
        ("°jo:° >så de< NEJ", "jo så de nej", [("soft", "°jo:°"), ("lengthening", ":"), ("fast", ">så de<"), ("loud", "NEJ")]),
    ],
)  # fmt: skip
def test_jefferson_signs_become_marks(raw, text, marks):
    reading = symbols.read(raw, "jefferson")
    assert reading.text == text
    assert [(mark.kind, raw[mark.start : mark.stop]) for mark in reading.marks] == marks


@pytest.mark.parametrize(
    ("raw", "text", "marks"),
    [
        # An estimated pause is worth the middle of its range, in seconds.
        ("ja (-) so (--) gut (---) (0.5)", "ja so gut", [("pause", 0.35), ("pause", 0.65), ("pause", 0.9), ("pause", 0.5)]),
        # Capitals are stress, and the hyphen is level pitch.
        ("°hh das is akZENT- hh°", "das is akzent", [("breath", "°hh"), ("stress", None), ("contour", "-"), ("breath", "hh°")]),
        ("<<p> ja <<all> so> gut> ((lacht))", "ja so gut", [("soft", "p"), ("fast", "all"), ("laughter", None)]),
        ("so::=un[d_äh]?", "so und äh", [("lengthening", None), ("latch", None), ("overlap", None), ("latch", "_"), ("contour", "?")]),
    ],
)  # fmt: skip
def test_gat2_signs_become_marks(raw, text, marks):
    reading = symbols.read(raw, "gat2")
    assert reading.text == text
    assert [(mark.kind, mark.value) for mark in reading.marks] == marks


@pytest.mark.parametrize(
    "raw",
    [
        "I have two (maybe three) questions.",
        "The appointment is at 10:30, isn't it?",
        "A well-known e-mail: anna.b@example.org",
        "Jag bor i S:t Karins – inte i Åbo.",
    ],
)
def test_ordinary_prose_stays_as_it_is_in_the_plain_convention(raw):
    assert symbols.read(raw, "plain") == (raw, (), ())


def test_tags_of_uncertain_hearing_keep_their_words():
    raw = "<UNSURE>Hello how</UNSURE> are <UNIN/> you?"
    reading = symbols.read(raw, "plain")
    assert reading.text == "Hello how are you?"
    assert [mark.kind for mark in reading.marks] == ["uncertain", "unintelligible"]


def test_marks_within_marks_keep_their_places():
    raw = "[°so: you° (.) wai-]"
    reading = symbols.read(raw, "jefferson")
    assert reading.text == "so you wai-"
    assert {mark.kind: raw[mark.start : mark.stop] for mark in reading.marks} == {
        "overlap": raw,
        "soft": "°so: you°",
        "lengthening": ":",
        "micropause": "(.)",
        "cut_off": "-",
    }


@pytest.mark.parametrize(
    ("raw", "text", "marks"),
    [
        ("⌈°so::° (0.4)⌉ wait .", "so wait", ["overlap", "soft", "lengthening", "pause", "terminator"]),
        ("&-uh I &+wa want [/] want it .", "uh I want want it", ["filler", "fragment", "code", "terminator"]),
        ("+< xxx goin(g) home ?", "going home", ["overlap", "unintelligible", "code", "terminator"]),
        ("then he +/.", "then he", ["terminator"]),
        ("&=laughs no [=! loud] ⇗", "no", ["laughter", "comment", "contour"]),
    ],
)
def test_chat_signs_become_marks(raw, text, marks):
    reading = symbols.read(raw, "chat")
    assert reading.text == text
    assert [mark.kind for mark in reading.marks] == marks


@given(st.text("abhx .?!,\n\t⌈⌉°:\x150_9&-", max_size=40))
def test_a_plain_turn_is_read_as_any_other(raw):
    """Turns without signs take a shortcut, which must lead to the same place."""
    assert symbols.read(raw, "chat") == thorough(raw, "chat")


def test_a_bracket_without_its_partner_takes_no_words_with_it():
    assert symbols.read("[no mut siis", "jefferson").text == "no mut siis"
    assert symbols.read("no mut> siis°", "jefferson").text == "no mut siis"


def test_the_convention_is_told_from_the_talk():
    assert symbols.guess(["no: (.) joo", "[mm]", "hur ha du (0.4) mått"]) == "jefferson"
    assert symbols.guess(["Well, I [think] so (maybe).", "Yes.", "How are you?", "I'm fine."]) == "plain"
    assert symbols.guess(["no joo", "hur har du mått", "mm"]) == "plain"
    assert symbols.guess(["°hh so ich (-) WARte", "<<p> ja>", "(.) gut ["]) == "gat2"
    # One kind of sign may be anybody's: soft breath is no GAT 2, nor is it where .hh stands, too.
    assert symbols.guess(["°hh joo°", "no: (.) °hh niin°"]) == "jefferson"
    assert symbols.guess([".hh no: (-) joo", "°hh niin°", ">mut siis<"]) == "jefferson"


def test_an_unknown_convention_names_the_known_ones():
    with pytest.raises(UnknownConvention, match=r"'gailbot'\. Known: jefferson, gat2, chat, plain"):
        symbols.read("mm", "gailbot")


SIGNS = st.text("abåÄÖ e.,?¿:;-=[]()<>°£#@_~↑↓⌈⌉⌊⌋(0.5)h∙\n\t123&+*", max_size=60)


@given(SIGNS, st.sampled_from(CONVENTIONS))
def test_every_letter_is_in_the_words_or_in_a_mark(raw, convention):
    text, marks, pieces = symbols.read(raw, convention)
    copied = pieces or ((0, 0, len(text)),)
    kept = {at for text_at, raw_at, length in copied for at in range(raw_at, raw_at + length)}
    marked = {at for mark in marks for at in range(mark.start, mark.stop)}
    assert all(at in kept or at in marked for at, sign in enumerate(raw) if sign.isalpha())


@given(SIGNS, st.sampled_from(CONVENTIONS))
def test_the_map_leads_from_each_word_to_where_it_was_transcribed(raw, convention):
    text, _, pieces = symbols.read(raw, convention)
    for text_at, raw_at, length in pieces or ((0, 0, len(text)),):
        assert text[text_at : text_at + length].lower() == raw[raw_at : raw_at + length].lower()
    assert list(pieces) == sorted(pieces)


@given(st.lists(SIGNS, max_size=6), st.sampled_from(CONVENTIONS))
def test_turns_read_together_are_read_as_each_by_itself(raws, convention):
    together = list(zip(*symbols.read_all(raws, convention), strict=True))
    assert together == [tuple(symbols.read(raw, convention)) for raw in raws]
