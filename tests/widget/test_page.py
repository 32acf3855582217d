"""What the page is made of: one script from several modules, texts in three languages, colours that can be told apart."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import combinations

import pytest

from vuoro import codebooks
from vuoro.model import LANGUAGES
from vuoro.widget import texts, tree
from vuoro.widget.lettering import letters
from vuoro.widget.scripts import MODULES, SETTLING, front, script
from vuoro.widget.texts import GROUPS, KEYS, SETTLING_KEYS, SETTLING_TEXTS, TEXTS

STYLE = front("annotator.css")
BOOK = codebooks.load("participation")


@pytest.mark.parametrize("modules", [MODULES, SETTLING], ids=["annotator", "adjudicator"])
def test_the_script_is_one_module_that_asks_for_no_other(modules, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node, which checks the script; install it with `apt-get install nodejs`")
    (tmp_path / "script.mjs").write_text(script(modules), encoding="utf-8")
    checked = subprocess.run([node, "--check", tmp_path / "script.mjs"], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert re.findall(r"^\s*(?:import|export (?!default))", script(modules), re.MULTILINE) == []


@pytest.mark.parametrize("name", sorted({*MODULES, *SETTLING}))
def test_talk_becomes_text_and_never_markup(name):
    unsafe = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", front(f"{name}.js")
    )
    assert unsafe == []


def said_in(modules) -> tuple[str, set[str]]:
    """The source of some modules, and the texts that they say."""
    source = "\n".join(front(f"{name}.js") for name in modules)
    return source, set(re.findall(r'\bsay\(\s*"([^"]+)"', source))


def test_what_javascript_says_is_what_is_translated():
    source, said = said_in(MODULES)
    # Texts of buttons are said where the buttons are made, the codebook's y and n as yes and no.
    by_name = set(re.findall(r'\["[a-z]+", "([A-Z][^"]+)"\]', source)) | {
        "yes",
        "no",
        "no code of the codebook",
    }
    by_choice = {one for pair in re.findall(r'say\([^()]*\? "([^"]+)" : "([^"]+)"\)', source) for one in pair}
    assert said | by_name | by_choice == set(TEXTS)


def test_what_the_adjudicator_says_is_what_is_translated():
    # The codebook writes y and n, which are said as yes and no.
    assert said_in(SETTLING)[1] | {"yes", "no"} == set(SETTLING_TEXTS)


def test_every_command_of_the_adjudicator_has_a_key_and_every_key_a_command():
    named = set(re.findall(r"^  (\w+): \(view", front("settling.js"), re.MULTILINE))
    assert named == {key.do for key in SETTLING_KEYS}
    keys = [name for key in SETTLING_KEYS for name in key.keys]
    assert len(keys) == len(set(keys))


def test_every_command_has_a_key_and_every_key_a_command():
    source = front("commands.js")
    named = set(re.findall(r"^  (\w+): \(view", source, re.MULTILINE)) - {
        "outcome",
        "finish",
    }  # these have buttons
    assert named == {key.do for key in KEYS}


def test_no_two_commands_share_a_key_and_no_command_takes_a_letter_of_a_code():
    keys = [name for key in KEYS for name in key.keys]
    assert len(keys) == len(set(keys))
    assert set(keys) & set(letters(BOOK).values()) == set()
    assert {key.group for key in KEYS} == set(GROUPS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_and_questions_exist_in_every_language(language):
    told = texts.keys(language)
    asked = tree.questions(language, letters(BOOK))
    assert all(key["what"] and key["group"] in texts.groups(language) for key in told)
    assert [len(one["answers"]) for one in asked] == [2, 7, 4, 1, 3, 4, 2, 1]
    assert all(one["question"] for one in asked)


def test_the_questions_lead_to_every_code_but_those_that_machines_mark():
    asked = tree.questions("en", letters(BOOK))
    reached = {answer["code"] for one in asked for answer in one["answers"]}
    assert set(letters(BOOK)) - reached == {"jargon_term"}


def test_a_code_of_ones_own_gets_a_letter_that_is_free():
    text = codebooks.__file__.replace("__init__.py", "participation.yaml")
    with open(text, encoding="utf-8") as file:
        book = codebooks.read(file.read().replace("ask_info", "gossip"))
    given = letters(book)
    assert (given["gossip"], len(set(given.values()))) == ("G", len(given))


# Colours: what somebody sees who lacks one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
LACKING = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "nothing": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}  # fmt: skip


def colour(name: str) -> str:
    return re.search(rf"--{name}: (#[0-9a-f]{{6}})", STYLE)[1]


def linear(colour: str) -> list[float]:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]


def lab(colour: str, lacking: str) -> tuple[float, float, float]:
    """The colour as seen, in CIELAB under daylight."""
    seen = [
        min(1, max(0, sum(f * c for f, c in zip(row, linear(colour), strict=True))))
        for row in LACKING[lacking]
    ]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(f * c for f, c in zip(row, seen, strict=True)) / white for row, white in zip(to_xyz, (0.9505, 1, 1.089), strict=True)]  # fmt: skip
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, lacking: str) -> float:
    pair = zip(lab(one, lacking), lab(other, lacking), strict=True)
    return sum((a - b) ** 2 for a, b in pair) ** 0.5


@pytest.mark.parametrize("lacking", LACKING)
def test_the_first_four_speakers_can_be_told_apart_by_anybody(lacking):
    speakers = [colour(f"s{n}") for n in range(4)]
    nearest = min((apart(*pair, lacking), pair) for pair in combinations(speakers, 2))
    assert nearest[0] > 20, nearest


def test_letters_can_be_read_on_every_way():
    def light(colour: str) -> float:
        return sum(f * c for f, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))

    ink = light(colour("on-way")) + 0.05
    contrast = {way: (light(colour(f"w{way}")) + 0.05) / ink for way in range(1, 6)}
    assert {way: one for way, one in contrast.items() if one < 4.5} == {}
