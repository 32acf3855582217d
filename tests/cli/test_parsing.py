"""The command line answers a slip with what was probably meant."""

from __future__ import annotations

import re
import shlex

import pytest

from vuoro import cli
from vuoro.cli.parsing import subparsers


@pytest.fixture(scope="module")
def parser():
    return cli._parser()


def said(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    return capsys.readouterr().err


def test_every_command_is_listed_once_under_a_heading(parser):
    listed = re.findall(r"^  ([a-z]+)  ", parser.epilog, re.MULTILINE)
    assert sorted(listed) == sorted(subparsers(parser))


def test_vuoro_alone_shows_what_there_is(capsys):
    assert cli.main([]) == 2
    assert "a study with coders:" in capsys.readouterr().out


def test_a_misspelt_command_is_answered_with_the_nearest(capsys):
    assert said(capsys, "anotate").startswith("vuoro: no command 'anotate'. Did you mean annotate?")


def test_a_misspelt_option_is_answered_by_the_command_that_it_was_given_to(capsys):
    assert said(capsys, "run", "talk", "--lenguage", "sv", "--out", "x").splitlines() == [
        "vuoro run: '--lenguage' is not understood. Did you mean --language?",
        "example: vuoro run interviews/ --out results --role H=professional --role A=client",
        "`vuoro run --help` tells more",
    ]


def test_every_command_shows_an_example_that_it_understands(parser):
    for name, command in subparsers(parser).items():
        example = re.search(r"^example: (.+)", command.epilog, re.MULTILINE)
        assert example, name
        words = shlex.split(example[1].split(" # ")[0])
        assert words[:2] == ["vuoro", name], example[1]
        assert parser.parse_args(words[1:]).command is not None, example[1]
