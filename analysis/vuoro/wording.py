"""What a user reads, in Swedish, Finnish and English.

English is the source; ``locale/{sv,fi}/LC_MESSAGES/vuoro.po`` hold the other two. After
changing a text, in this folder::

    pybabel extract -F locale/babel.cfg -o locale/vuoro.pot --no-location --sort-output .
    pybabel update -i locale/vuoro.pot -d locale -D vuoro --no-fuzzy-matching --ignore-obsolete
    pybabel compile -d locale -D vuoro
    rm locale/vuoro.pot

Codes and measures carry their own three languages, in the codebook and in the catalogue of measures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from vuoro.model import LANGUAGES, MACHINES, VuoroError

SOURCE_LANGUAGE = "en"


class NoSuchLanguage(VuoroError):
    """The texts for users do not exist in that language."""


def translator(language: str) -> Callable[[str], str]:
    """The function that turns an English text into ``language`` (sv, fi or en).

    Raises :class:`NoSuchLanguage` for any other language.

    Examples
    --------
    >>> _ = translator("fi")
    >>> _("Machine suggestions, not confirmed by a person")
    'Koneen merkintöjä, ei ihmisen vahvistamia'
    """
    return catalogue(language).gettext


def counter(language: str) -> Callable[[str, str, int], str]:
    """The function that chooses between the singular and the plural of an English text.

    Examples
    --------
    >>> counted = counter("sv")
    >>> counted("%(num)s turn", "%(num)s turns", 2) % {"num": 2}
    '2 turer'
    """
    return catalogue(language).ngettext


@cache
def catalogue(language: str) -> NullTranslations:
    """All messages of one language, as the standard library's gettext object."""
    if language not in LANGUAGES:
        raise NoSuchLanguage(f"no texts in {language!r}. Choose one of {', '.join(LANGUAGES)}")
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    compiled = files("vuoro") / "locale" / language / "LC_MESSAGES" / "vuoro.mo"
    with compiled.open("rb") as messages:
        return GNUTranslations(messages)


def name(kind: str, id: str, language: str) -> str:
    """What users call a role, status, outcome, type of sequence, state or language.

    An id that has no name here (a third party's outcome) is shown as it is, with spaces. Features of
    decisions (D8) are in words short enough to head a column.

    Examples
    --------
    >>> name("role", "professional", "sv"), name("outcome", "hedged", "fi")
    ('yrkesperson', 'varauksellinen hyväksyntä')
    >>> name("outcome", "sent_home", "sv")
    'sent home'
    """
    known = NAMES[kind].get(id)
    return translator(language)(known) if known else id.replace("_", " ")


def printed_line(coders: Sequence[str], language: str) -> str:
    """The line that goes with every number: whose coding it rests on, and what it cannot say.

    Examples
    --------
    >>> printed_line(["aino"], "en")
    'Conduct in this recording; coded by aino; says nothing of what was felt.'
    """
    _ = translator(language)
    people = [coder for coder in coders if not coder.startswith(MACHINES)]
    if coders and not people:
        return _(
            "Conduct in this recording; machine suggestions, not confirmed by a person; "
            "says nothing of what was felt."
        )
    if people:
        line = _("Conduct in this recording; coded by %(coders)s; says nothing of what was felt.")
        return line % {"coders": ", ".join(coders)}
    return _("Conduct in this recording; says nothing of what was felt.")


def decimals(text: str, language: str) -> str:
    """Numbers inside a text with the decimal sign of the language.

    Examples
    --------
    >>> decimals("1.8 per 10 min", "fi"), decimals("1.8 per 10 min", "en")
    ('1,8 per 10 min', '1.8 per 10 min')
    """
    return text if language == "en" else _DECIMAL_POINT.sub(",", text)


_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def turn_number(id: str) -> str:
    """What a turn is called in running text: its number, or the id that the transcript printed.

    Examples
    --------
    >>> turn_number("t0014"), turn_number("27b")
    ('14', '27b')
    """
    digits = id[1:].lstrip("0")
    return digits if id[:1] == "t" and digits.isdecimal() else id


def N_(text: str) -> str:
    """Marks a text for translation where it stands; it is translated where it is shown."""
    return text


NAMES: Mapping[str, Mapping[str, str]] = {
    "role": {
        "professional": N_("professional"),
        "client": N_("client"),
        "companion": N_("companion"),
        "interpreter": N_("interpreter"),
        "experience_expert": N_("expert by experience"),
        "employer": N_("employer"),
        "other_professional": N_("other professional"),
        "other": N_("other participant"),
        "unknown": N_("role unknown"),
    },
    "language": {
        "sv": N_("Swedish"),
        "fi": N_("Finnish"),
        "en": N_("English"),
        "": N_("language unknown"),
    },
    "transcribed": {
        "manual": N_("by a person"),
        "asr": N_("by a speech recogniser, not corrected"),
        "asr_corrected": N_("by a speech recogniser, corrected by a person"),
        "": N_("not stated"),
    },
    "status": {
        "suggested": N_("suggested by the machine"),
        "confirmed": N_("confirmed"),
        "adjudicated": N_("settled between coders"),
        "rejected": N_("rejected"),
    },
    "state": {
        "seen": N_("seen"),
        "not_seen": N_("not seen, though there was occasion"),
        "no_occasion": N_("no occasion in this encounter"),
        "not_computable": N_("cannot be computed"),
        "computed": N_("computed"),
    },
    "aspect": {
        "opportunity": N_("Opportunity"),
        "uptake": N_("Uptake"),
        "influence": N_("Influence"),
        "description": N_("Description"),
    },
    "sequence": {
        "S1": N_("Invitation"),
        "S2": N_("Confirmation"),
        "S3": N_("Client’s proposal"),
        "S4": N_("Professional’s proposal, options or announcement"),
        "S5": N_("Doubt"),
        "S6": N_("Professional term"),
        "S7": N_("Uncomfortable decision"),
        "S8": N_("Responsibility"),
        "S9": N_("Repair"),
        "S10": N_("Telling and receipt"),
    },
    "outcome": {
        "extended": N_("extended answer"),
        "minimal": N_("short answer"),
        "declined": N_("passed back"),
        "deflected": N_("other topic"),
        "no_uptake": N_("no uptake"),
        "withdrawn": N_("withdrawn"),
        "confirmed": N_("is confirmed"),
        "expanded": N_("is confirmed and carried on"),
        "qualified": N_("is partly confirmed"),
        "disconfirmed": N_("is not confirmed"),
        "developed": N_("developed further"),
        "probed": N_("follow-up question"),
        "accepted": N_("accepted"),
        "acknowledged_only": N_("acknowledged only"),
        "deferred": N_("put off"),
        "rejected_with_grounds": N_("turned down with grounds"),
        "rejected_without_grounds": N_("turned down without grounds"),
        "ignored": N_("passed over"),
        "accept_elaborated": N_("accepted and added to"),
        "accept_plain": N_("accepted"),
        "hedged": N_("hedged acceptance"),
        "doubt": N_("voices doubt"),
        "counter": N_("counter-proposal"),
        "reject": N_("turned down"),
        "question": N_("question"),
        "no_response": N_("no response"),
        "explored": N_("explored"),
        "acknowledged": N_("acknowledged"),
        "countered": N_("met with counter-arguments"),
        "repeated": N_("proposal repeated"),
        "bypassed": N_("passed over"),
        "decision_reopened": N_("decision reopened"),
        "adopted": N_("adopted"),
        "adapted": N_("adapted"),
        "rejected": N_("turned down"),
        "left_open": N_("left open"),
        "dropped": N_("dropped"),
        "taken": N_("taken on"),
        "taken_with_conditions": N_("taken on, with conditions"),
        "shared": N_("shared"),
        "resolved": N_("resolved"),
        "abandoned": N_("abandoned"),
        "reinitiated": N_("begun again"),
        "taken_up": N_("taken up"),
        "agenda_return": N_("return to the agenda"),
        "reinterpreted": N_("reinterpreted"),
        "advised": N_("met with advice"),
        "explained_same_turn": N_("explained at once"),
        "explained_on_request": N_("explained on request"),
        "client_initiated_repair_unanswered": N_("asked about, not explained"),
        "client_used_first": N_("client used it first"),
        "unexplained": N_("not explained"),
        "done": N_("told and talked over"),
    },
    "decision": {
        "joint_decision": N_("decided together"),
        "professional_decided_client_accepts": N_("professional decided, client accepts"),
        "client_decided": N_("client decided"),
        "professional_decided_alone": N_("professional decided alone"),
        "deferred": N_("put off"),
        "dropped": N_("dropped"),
    },
    "decision_type": {
        "goal": N_("a goal"),
        "means": N_("means to a goal"),
        "assessment": N_("an assessment"),
        "arrangement": N_("an arrangement"),
        "benefit_or_right": N_("a benefit or a right"),
        "follow_up": N_("follow-up"),
    },
    "origin": {
        "joint": N_("jointly"),
        "institution": N_("the institution"),
        "unclear": N_("unclear"),
    },
    "feature": {
        "b1": N_("decision made visible"),
        "b2": N_("view sought before"),
        "b3": N_("options, or free to decline"),
        "b4": N_("grounds, for and against"),
        "b5": N_("preference sought"),
        "b6": N_("client contributed"),
        "b7": N_("next turn builds on it"),
        "b8": N_("decision adapted to it"),
        "b9": N_("closed in agreement"),
    },
}
"""What the ids of the model are called. An outcome is worded so that it can follow an arrow."""
