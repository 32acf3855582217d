"""Small projects: talk that nobody has coded, and talk that two people have."""

from __future__ import annotations

from pathlib import Path

import pytest

from vuoro import project

PAIR = ("g4_negative_decision_en", "g9_psychiatric_medication_en")
SEVEN = (*PAIR, "g3_treatment_change", "g3_treatment_change_interpreter_en", "g8_home_care_assessment_en",
         "g10_youth_guidance_en", "g1_return_to_work")  # fmt: skip
"""Six in English, and one in Swedish."""


def made(folder: Path, corpora: Path, names: tuple[str, ...], coders: str = "ab") -> Path:
    """A project of these encounters, coded to the end by these coders."""
    study = project.create(folder, name="Small study", languages=["en", "sv"])
    project.add(study, [corpora / name for name in names])
    tables = [corpora / name / f"coder_{one}{kind}.csv" for name in names for one in coders
              for kind in ("", "_sequences")]  # fmt: skip
    if tables:
        project.receive(study, tables, finished=True)
    return folder


@pytest.fixture(scope="session")
def uncoded(tmp_path_factory, corpora):
    return made(tmp_path_factory.mktemp("studies") / "uncoded", corpora, PAIR, coders="")


@pytest.fixture(scope="session")
def single(tmp_path_factory, corpora):
    return made(tmp_path_factory.mktemp("studies") / "single", corpora, PAIR, coders="a")


@pytest.fixture(scope="session")
def pair(tmp_path_factory, corpora):
    return made(tmp_path_factory.mktemp("studies") / "pair", corpora, PAIR)


@pytest.fixture(scope="session")
def seven(tmp_path_factory, corpora):
    return made(tmp_path_factory.mktemp("studies") / "seven", corpora, SEVEN)
