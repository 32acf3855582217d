"""What is built carries what it needs, and works with the core alone in an empty environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SAMPLES = ("corpora", "notebooks")
ENCOUNTER = Path("corpora/g1_return_to_work")
SCENARIOS = ("g1_return_to_work", "g5_employment_interview", "g7_child_health_clinic_sv", "g8_home_care_assessment_en",
             "g9_psychiatric_medication_fi")  # fmt: skip
CODED = [Path("corpora") / name for name in SCENARIOS]


def build(source: Path, to: Path, *what: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(to), *what]
    subprocess.run(command, cwd=source, check=True, capture_output=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with our wheel and our sdist; nothing is fetched to build them."""
    to = tmp_path_factory.mktemp("built")
    build(ROOT, to)
    return to


@pytest.fixture(scope="module")
def tracked() -> set[str]:
    """The files of the repository: those that git has, and those that it would take."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout; what should be packed is known from git")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if (ROOT / name).is_file()}


def inside(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if name.startswith("vuoro/")}


def test_the_wheel_carries_every_file_of_the_package_and_the_samples(built, tracked):
    package = {name.removeprefix("analysis/") for name in tracked if name.startswith("analysis/vuoro/")}
    samples = {f"vuoro/{name}" for name in tracked if name.startswith(SAMPLES)}
    (wheel,) = built.glob("*.whl")
    assert inside(wheel) == package | samples
    assert {
        "vuoro/py.typed",
        "vuoro/locale/fi/LC_MESSAGES/vuoro.mo",
        "vuoro/learning/coders/sv.json",
    } <= package
    assert wheel.stat().st_size < 12e6


def test_the_sdist_is_the_repository(built, tracked):
    (packed,) = built.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert names == {name for name in tracked if not name.startswith(".ci/")} | {"PKG-INFO"}


def test_the_wheel_of_the_sdist_is_the_wheel(built, tmp_path):
    (packed,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    build(tmp_path / packed.name.removesuffix(".tar.gz"), tmp_path, "-t", "wheel")
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_wheel_says_its_version_its_extras_and_no_address_that_does_not_exist(built):
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("METADATA"))
        facts = Parser().parsestr(archive.read(name).decode())
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert cited
    assert facts["Version"] == cited[1]
    assert {"nlp", "lab", "models", "llm", "scale", "docs", "test"} == set(facts.get_all("Provides-Extra"))
    assert facts.get_all("Project-URL") is None


@pytest.fixture(scope="module")
def light(built, tmp_path_factory):
    """Runs commands of a wheel that was installed with the core alone, in a folder that was empty."""
    place = tmp_path_factory.mktemp("light")
    uv, (wheel,) = BIN / "uv", built.glob("*.whl")
    if not uv.exists():
        pytest.skip("no uv; install it with: pip install 'vuoro[test]'")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, place / "venv"], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", place / "venv", "--no-config",
               "--constraint", ROOT / "requirements.lock", wheel]  # fmt: skip
    # What `make` has just installed is in uv's cache; the network is asked only where that is gone.
    for command in ([*install, "--offline"], install):
        installed = subprocess.run(command, capture_output=True, text=True)
        if installed.returncode == 0:
            break
    else:
        pytest.skip(f"neither uv's cache nor the network has what is locked: {installed.stderr[-300:]}")
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "VUORO"))
    }
    (place / "empty").mkdir()

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [place / "venv" / "bin" / arguments[0], *arguments[1:]]
        return subprocess.run(
            command, cwd=place / "empty", env=environment, capture_output=True, text=True, timeout=300
        )

    for command in (["get", "corpora"], ["new", "study", "--language", "sv"], ["add", "study", ENCOUNTER],
                    ["run", ENCOUNTER, "--out", "parts", "--engine", "one"]):  # fmt: skip
        done = run("vuoro", *command)
        assert done.returncode == 0, done.stderr
    return run


def test_the_core_is_installed_alone(light):
    asked = "import importlib.util as u; print([n for n in {!r} if u.find_spec(n)])"
    extras = ["spacy", "statsmodels", "sklearn", "httpx", "anywidget", "dask", "duckdb", "IPython", "vuoro"]
    assert light("python", "-c", asked.format(extras)).stdout.strip() == "['vuoro']"


def test_the_main_job_is_done_by_the_core(light):
    done = light("vuoro", "run", ENCOUNTER, "--out", "results")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    written = light("python", "-c", "import os; print(sorted(os.listdir('results')))").stdout
    for name in ("index.html", "annotations.csv", "measures.parquet", "figures", "provenance.json"):
        assert f"'{name}'" in written


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["--help"], "annotate and measure transcripts"),
        (["doctor"], "✓ core"),
        (["check", ENCOUNTER], "nothing found"),
        (["measures"], "F1"),
        (["notebook"], "00_start_here"),
        (["convert", ENCOUNTER / "g1_return_to_work.cha", "g1.eaf"], "1 files in g1.eaf"),
        (["report", ENCOUNTER, "--annotations", ENCOUNTER / "gold.csv", "--out", "report.html"], "1 encounters"),
        (["teach", ENCOUNTER, "--theme", "listen", "--lang", "fi", "--out", "pack"], "pack/index.html"),
    ],
)  # fmt: skip
def test_the_core_does_what_needs_no_extra(light, command, says):
    done = light("vuoro", *command)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (["learn", *CODED, *(part for folder in CODED for part in ("--annotations", folder / "gold.csv")),
          "--name", "ours"], "models"),
        (["ask", ENCOUNTER, "--model", "any", "--out", "any.csv"], "llm"),
        (["pseudonymise", ENCOUNTER, "--plan", "plan.csv", "--ner", "sv_core_news_sm"], "nlp"),
        (["notebook", "one_encounter", "--project", "study"], "lab"),
        (["query", "parts", "ignored-proposals"], "scale"),
        (["run", ENCOUNTER, "--out", "more", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"], "scale"),
    ],
)  # fmt: skip
def test_a_command_that_needs_more_says_what_to_install(light, command, extra):
    done = light("vuoro", *command)
    assert done.returncode == 2
    assert f"pip install 'vuoro[{extra}]'" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("lines", "extra"),
    [
        ("vuoro.annotate(visit, coder='aino', project='study')", "lab"),
        ("from vuoro.language.docs import doc; doc(visit.turns[0])", "nlp"),
    ],
)
def test_a_function_that_needs_more_says_what_to_install(light, lines, extra):
    visit = "from vuoro.shipped import samples; visit = vuoro.read(samples() / 'g1_return_to_work/g1_return_to_work.cha')"
    done = light("python", "-c", f"import vuoro; {visit}; {lines}")
    assert f"pip install 'vuoro[{extra}]'" in done.stderr.splitlines()[-1]
