"""What people say of the meeting, in pairs of client and staff, and beside what was done in it."""

from vuoro.surveys.comparing import Comparison, agreement_limits, compare
from vuoro.surveys.conduct import Link, beside, link
from vuoro.surveys.forms import BadForm, Form, Question, form_of, form_path, read_form
from vuoro.surveys.items import catalogue, labels
from vuoro.surveys.limits import Limits, limits, repeated
from vuoro.surveys.pairing import NotComparable, Pairs, pairs
from vuoro.surveys.people import people
from vuoro.surveys.proposing import Proposal, propose
from vuoro.surveys.reading import Answers, read, together
from vuoro.surveys.responding import responses, who_answered
from vuoro.surveys.scoring import collaborate, with_scores
from vuoro.surveys.slopes import CannotLink
from vuoro.surveys.telling import in_words

__all__ = [
    "Answers",
    "BadForm",
    "CannotLink",
    "Comparison",
    "Form",
    "Limits",
    "Link",
    "NotComparable",
    "Pairs",
    "Proposal",
    "Question",
    "agreement_limits",
    "beside",
    "catalogue",
    "collaborate",
    "compare",
    "form_of",
    "form_path",
    "in_words",
    "labels",
    "limits",
    "link",
    "pairs",
    "people",
    "propose",
    "read",
    "read_form",
    "repeated",
    "responses",
    "together",
    "who_answered",
    "with_scores",
]
