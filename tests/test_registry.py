"""What others plug in: found by its name, by looking at all there is, and never as somebody else."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from vuoro import learning, registry
from vuoro.model import Annotation, Encounter, Participant, Turn, VuoroError
from vuoro.moves.detectors import DETECTORS, detector
from vuoro.registry import Registry

VISIT = Encounter(
    id="visit",
    language="en",
    turns=(
        Turn(id="t1", speaker="D", raw="Shall we try it?", text="Shall we try it?"),
        Turn(id="t2", speaker="P", raw="Thank you, yes.", text="Thank you, yes."),
    ),
    participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
)


def thanks(encounter):
    for turn in encounter.turns:
        if turn.text.startswith("Thank you"):
            yield Annotation(
                encounter=encounter.id, turn=turn.id, code="thanks", coder="aino", start=0, stop=9
            )


@pytest.fixture
def installed(monkeypatch):
    """Makes a package that offers things by entry points look installed."""

    def installed(**offered):
        points = [EntryPoint(name=name, value=name, group="") for name in offered]
        monkeypatch.setattr(EntryPoint, "load", lambda point: offered[point.name])
        monkeypatch.setattr(
            registry, "entry_points", lambda group, name=None: [p for p in points if name in (None, p.name)]
        )

    return installed


@pytest.fixture
def clean():
    yield
    DETECTORS._entries.pop("polite", None)


def test_what_is_installed_is_seen_only_when_all_is_asked_for(installed):
    installed(hei=print)
    greetings = Registry("greeting")
    assert (list(greetings), list(greetings.complete())) == ([], ["hei"])


def test_what_registers_itself_while_it_is_loaded_stays_as_it_was_registered(installed, monkeypatch):
    installed(hei=print)
    greetings = Registry("greeting")
    monkeypatch.setattr(EntryPoint, "load", lambda point: greetings.add("hei", len))
    assert greetings.complete()["hei"] is len


@pytest.mark.usefixtures("clean")
def test_a_detector_is_one_more_coder_and_only_suggests():
    detector("polite")(thanks)
    found = learning.combined(VISIT, ["polite"])
    assert [(one.turn, one.code, one.coder, one.status) for one in found] == [
        ("t2", "thanks", "detector:polite", "suggested")
    ]


@pytest.mark.usefixtures("clean")
def test_the_rules_speak_beside_a_detector_where_both_are_asked():
    detector("polite")(thanks)
    coders = [one.coder for one in learning.combined(VISIT, ["rules", "polite"])]
    assert coders == ["detector:polite", "detector:rules"]


@pytest.mark.usefixtures("clean")
def test_an_installed_detector_is_found_by_its_name(installed, monkeypatch):
    monkeypatch.setattr(DETECTORS, "_complete", False)
    installed(polite=thanks)
    assert learning.combined(VISIT, ["polite"])[0].coder == "detector:polite"


@pytest.mark.usefixtures("clean")
def test_a_detector_is_asked_why():
    detector("polite")(thanks)
    assert learning.explained(VISIT, "t2", ["polite"]) == (
        "t2 as detector:polite sees it\n  thanks: cue unnamed"
    )
    assert learning.explained(VISIT, "t1", ["polite"]).endswith("no code")


def test_nobody_may_call_a_detector_as_the_rules_are_called():
    with pytest.raises(registry.AlreadyRegistered, match=r"detector 'rules' is defined in vuoro\.moves"):
        detector("rules")(thanks)


def test_a_coder_that_is_nowhere_is_told_with_what_a_coder_may_be():
    with pytest.raises(VuoroError, match=r"the name of an installed detector"):
        learning.combined(VISIT, ["nowhere"])


@pytest.mark.usefixtures("clean")
def test_an_installed_detector_is_asked_why(installed, monkeypatch):
    monkeypatch.setattr(DETECTORS, "_complete", False)
    installed(polite=thanks)
    assert learning.explained(VISIT, "t2", ["polite"]).startswith("t2 as detector:polite sees it")
