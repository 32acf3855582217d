"""What became of proposals and decisions (D2, D3b, D13): whose option it was, and how firmly it was settled."""

from __future__ import annotations

from vuoro.measures.answers import Answer, outcomes, reason_where, share
from vuoro.measures.declare import measure
from vuoro.measures.talk import Talk

FATES = ("adopted", "adapted", "rejected", "left_open", "dropped")
ORIGINS = ("client", "companion", "professional", "joint", "institution", "other")
SETTLED = (
    "joint_decision",
    "professional_decided_client_accepts",
    "client_decided",
    "professional_decided_alone",
)


@measure("D2")
def adopted_origin(talk: Talk) -> list[Answer]:
    """Whose the options were that were adopted, by decisions; the six shares sum to 1.

    `joint` is what both sides built, `institution` what rules or the service decided; `other` takes in
    employers, experts by experience and other third parties.
    """
    origin = talk.decisions["origin_of_adopted_option"].astype(str)
    adopted = talk.decisions.assign(outcome=origin.where(origin.isin(ORIGINS), "other"))
    adopted = adopted[(origin != "").to_numpy()]
    return outcomes(talk, adopted, ORIGINS, nothing="nothing_adopted")


@measure("D3b")
def proposal_fate(talk: Talk) -> list[Answer]:
    """What became of the client's proposals by the end of the encounter; the five shares sum to 1."""
    opened = talk.opened("S3", side="C")
    told = opened[(opened["fate"] != "").to_numpy()]
    fated = told.assign(outcome=told["fate"])
    uncoded = reason_where((talk.count(opened) > 0) & (talk.count(told) == 0), "attribute_not_coded")
    unlinked = talk.unlinked("S3", "propose", side="C")
    answers = outcomes(talk, fated, FATES, nothing="no_client_proposal")
    return [answer.unless(uncoded).unless(unlinked) for answer in answers]


@measure("D13")
def commitment_detail(talk: Talk) -> list[Answer]:
    """How many of who, what and when were stated, 0 to 3: the mean over the decisions that were settled.

    Only decisions for which a coder said it count.

    References
    ----------
    Stevanovic 2012 on access, agreement and commitment.
    """
    settled = talk.decisions[talk.decisions["outcome"].isin(SETTLED).to_numpy()]
    told = settled[settled["commitment"].notna().to_numpy()]
    uncoded = reason_where((talk.count(settled) > 0) & (talk.count(told) == 0), "attribute_not_coded")
    points, n, rows = talk.total(told, "commitment"), talk.count(told), told["row"].to_numpy()
    return [share(points, n, nothing="nothing_adopted", rows=rows).unless(uncoded)]
