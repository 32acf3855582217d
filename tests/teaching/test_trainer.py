"""The form in a notebook makes the pack that the command makes, and tells what went wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vuoro import cli, teaching

fields = pytest.importorskip("ipywidgets", reason="pip install 'vuoro[lab]'")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "14_for_trainers.ipynb"


@pytest.fixture
def study(tmp_path):
    """A folder with a meeting that somebody coded, and one that may not be shown."""
    for name, consent in {"visit": "teaching_in_house", "private": "research"}.items():
        folder = tmp_path / "study" / name
        folder.mkdir(parents=True)
        lines = [f"# language: en\n# roles: D = professional, P = client\n# consent: {consent}\n\n"]
        lines += [
            f"{n:3}  {'DP'[n % 2 == 0]}:  {'how is it?' if n % 2 else 'all right.'}\n" for n in range(1, 13)
        ]
        (folder / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
        (folder / "gold.csv").write_text(
            f"encounter,turn,code,coder,start,stop,status\n{name},5,invite_view,gold,0,10,adjudicated\n",
            encoding="utf-8",
        )
    return tmp_path / "study"


def press(form) -> list[dict]:
    button = next(one for one in form.children if isinstance(one, fields.Button))
    button.click()
    return list(form.children[-1].outputs)


def filled(study: Path, out: Path, **asked: str):
    form = teaching.form(study, out, language="en")
    for label, value in asked.items():
        next(one for one in form.children if getattr(one, "description", "") == label).value = value
    return form


def test_the_button_makes_the_pack_that_the_command_makes(study, tmp_path, capsys):
    told = press(filled(study, tmp_path / "form", Theme="invite"))
    assert (
        cli.main(
            ["teach", str(study), "--theme", "invite", "--lang", "en", "--out", str(tmp_path / "command")]
        )
        == 0
    )
    made, commanded = (
        {page.name: page.read_text("utf-8") for page in (tmp_path / name).glob("*.html")}
        for name in ("form", "command")
    )
    assert made == commanded
    assert "index.html" in made
    assert told[0]["text"] == (
        f"The pack is made. Open {tmp_path / 'form' / 'index.html'}.\n"
        "Left out:\nprivate: consent is for research, and this pack is for teaching_in_house\n"
    )
    assert "left out: private: consent is for research" in capsys.readouterr().out


def test_what_is_wrong_is_told_below_the_button(study, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("years of work", encoding="utf-8")
    form = filled(study, tmp_path / "full", Theme="invite")
    (told,) = press(form)
    assert (told["name"], told["text"]) == (
        "stderr",
        f"{tmp_path / 'full'} holds files that are no pack; name an empty or a new folder\n",
    )
    form.children[4].value = str(tmp_path / "new")
    assert [one["name"] for one in press(form)] == ["stdout"]


def test_a_folder_that_is_not_there_is_told_of(tmp_path):
    (told,) = press(filled(tmp_path / "nowhere", tmp_path / "pack"))
    assert told["name"] == "stderr"
    assert "nowhere" in told["text"]


@pytest.mark.parametrize(
    ("language", "button"), [("sv", "Gör paketet"), ("fi", "Tee paketti"), ("en", "Make the pack")]
)
def test_the_form_speaks_the_language_of_the_trainer(language, button):
    assert teaching.form(language=language).children[-2].description == button


def test_the_notebook_shows_a_trainer_no_code():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert {cell["metadata"]["jupyter"]["source_hidden"] for cell in code} == {True}
