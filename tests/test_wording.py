"""Whatever a user reads exists in Swedish, Finnish and English."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

from vuoro import wording
from vuoro.model import LANGUAGES, ROLES, STATUSES, UNKNOWN

PACKAGE = Path(wording.__file__).parent
TRANSLATED = [language for language in LANGUAGES if language != wording.SOURCE_LANGUAGE]


def messages_in_the_code() -> set[str]:
    frontend = pytest.importorskip("babel.messages.frontend", reason="pip install babel")
    from babel.messages.extract import extract_from_dir

    with (PACKAGE / "locale" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = frontend.parse_mapping_cfg(mapping, "babel.cfg")
    found = extract_from_dir(PACKAGE, methods, options)
    return {message if isinstance(message, str) else message[0] for _, _, message, *_ in found}


def catalogue(language: str):
    from babel.messages.pofile import read_po

    text = (PACKAGE / "locale" / language / "LC_MESSAGES" / "vuoro.po").read_bytes()
    return read_po(BytesIO(text), locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_lacks_a_translation(language):
    needed = messages_in_the_code()
    po = catalogue(language)
    texts = {message: po.get(message).string if po.get(message) else "" for message in needed}
    lacking = [
        message for message, text in texts.items() if not (text if isinstance(text, str) else all(text))
    ]
    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_of_a_text_that_nobody_shows(language):
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(language)}
    assert kept - messages_in_the_code() == {""}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_their_placeholders(language):
    assert [(m.id, str(error)) for m in catalogue(language) for error in m.check()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_texts_are_those_of_the_readable_file(language):
    from babel.messages.mofile import write_mo

    fresh = BytesIO()
    write_mo(fresh, catalogue(language))
    fresh.seek(0)
    kept = (PACKAGE / "locale" / language / "LC_MESSAGES" / "vuoro.mo").read_bytes()
    expected, found = GNUTranslations(fresh)._catalog, GNUTranslations(BytesIO(kept))._catalog
    assert {**found, "": None} == {**expected, "": None}


@pytest.mark.parametrize(
    ("kind", "ids"), [("role", (*ROLES, UNKNOWN)), ("status", STATUSES), ("language", LANGUAGES)]
)
def test_everything_in_the_model_has_a_name(kind, ids):
    assert set(ids) <= set(wording.NAMES[kind])


def test_numbers_take_the_plural_of_the_language():
    counted = {language: wording.counter(language) for language in LANGUAGES}
    said = {
        language: [ngettext("%(num)s turn", "%(num)s turns", n) % {"num": n} for n in (0, 1, 2)]
        for language, ngettext in counted.items()
    }
    assert said == {
        "sv": ["0 turer", "1 tur", "2 turer"],
        "fi": ["0 vuoroa", "1 vuoro", "2 vuoroa"],
        "en": ["0 turns", "1 turn", "2 turns"],
    }


def test_another_language_is_refused_with_the_choices():
    with pytest.raises(wording.NoSuchLanguage, match=r"no texts in 'no'. Choose one of sv, fi, en"):
        wording.translator("no")


def test_a_third_partys_outcome_is_shown_as_it_is():
    assert wording.name("outcome", "sent_home", "fi") == "sent home"


@pytest.mark.parametrize(
    ("coders", "line"),
    [
        ((), "Conduct in this recording; says nothing of what was felt."),
        (("aino", "birgitta"), "Conduct in this recording; coded by aino, birgitta; says nothing of what was felt."),
        (
            ("detector:rules",),
            "Conduct in this recording; machine suggestions, not confirmed by a person; says nothing of what was felt.",
        ),
    ],
)  # fmt: skip
def test_the_printed_line_says_whose_coding_it_is(coders, line):
    assert wording.printed_line(coders, "en") == line
