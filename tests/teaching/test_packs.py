"""A pack as a whole: what it is made of, what it refuses, and how it lies on the disk."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from vuoro import teaching
from vuoro.model import LANGUAGES
from vuoro.teaching import packs
from vuoro.teaching.writing import MARK

SAYS_INVENTED = {"sv": "Påhittade möten", "fi": "Keksittyjä kohtaamisia", "en": "Invented encounters"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def made(ours):
    """The pages of one pack a language."""
    return {
        language: teaching.pages(teaching.Pack(material=ours, theme="listen", language=language))
        for language in LANGUAGES
    }


@pytest.fixture
def small(meet, coded):
    """A pack of one meeting that somebody coded."""
    meeting = meet(*["Hur är det?", "Bra, tack."] * 5, consent="teaching_open")
    material = teaching.Material([meeting], coded(meeting, {5: "invite_view"}))
    return teaching.Pack(material=material, theme="invite", language="sv")


def every(made, language: str) -> list[teaching.Page]:
    return [page for _, pages in made[language] for page in pages]


def test_the_first_page_leads_to_every_other(made):
    index, *others = every(made, "sv")
    assert index.file == "index.html"
    assert [page.file for page in others if f'href="{page.file}"' not in index.html] == []


def test_no_two_pages_have_one_file(made):
    files = [page.file for page in every(made, "fi")]
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_with_talk_says_that_it_is_invented(made, language):
    silent = [page for page in every(made, language) if SAYS_INVENTED[language] not in page.html]
    assert [page.file for page in silent if holds_talk(page)] == []
    assert sum(map(holds_talk, every(made, language))) > 30


def holds_talk(page: teaching.Page) -> bool:
    return 'class="excerpt"' in page.html or 'class="transcript' in page.html


def test_among_real_meetings_an_invented_one_says_so_itself(meet, coded):
    real, invented = (
        meet(*["Hur är det?", "Bra, tack."] * 5, id=id, **meta)
        for id, meta in {"a": {"consent": "teaching_open"}, "b": {"invented": "yes"}}.items()
    )
    moves = [*coded(real, {5: "invite_view"}), *coded(invented, {5: "invite_view"})]
    pack = teaching.Pack(material=teaching.Material([real, invented], moves), theme="invite", language="sv")
    pages = {page.file: page.html for page in every({"sv": teaching.pages(pack)}, "sv")}
    says = "Påhittat möte"
    assert [says in pages[file] for file in ("clip_1.html", "clip_2.html")] == [False, True]
    assert pages["gallery_invite_view.html"].count(says) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_language_of_the_pack(made, language):
    assert {re.search('<html lang="(..)">', page.html)[1] for page in every(made, language)} == {language}


def test_every_link_leads_to_a_page_of_the_pack(made):
    files = {page.file for page in every(made, "en")}
    linked = {
        link.partition("#")[0]
        for page in every(made, "en")
        for link in re.findall('href="([^"]*)"', page.html)
    }
    assert linked - files == {""}


def test_every_page_forbids_itself_all_but_its_own_style_and_script(made):
    policies = {
        html.unescape(re.search('Security-Policy" content="([^"]*)', page.html)[1])
        for page in every(made, "sv")
    }
    assert len(policies) == 1
    assert policies.pop().startswith(
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_of_our_corpora_weighs_less_than_five_megabytes(made, language):
    assert 0.5 * MEGABYTE < sum(len(page.html.encode()) for page in every(made, language)) < 5 * MEGABYTE


def test_the_same_material_makes_the_same_pages(ours, made):
    again = teaching.pages(teaching.Pack(material=ours, theme="listen", language="sv"))
    assert again == made["sv"]


def test_a_pack_without_invented_talk_does_not_say_so(small):
    assert not [
        page.file for page in every({"sv": teaching.pages(small)}, "sv") if SAYS_INVENTED["sv"] in page.html
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"theme": "winning"}, "no theme 'winning'; there are invite, listen, equal, decide, reflect"),
        ({"language": "no"}, "no language 'no'; there are sv, fi, en"),
        ({"minutes": 45}, "no length of a session 45; there are 30, 60, 90"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(small, asked, told):
    with pytest.raises(teaching.BadPack, match=re.escape(told)):
        teaching.pages(replace(small, **asked))


def test_there_is_no_pack_of_what_only_a_machine_said(meet, coded):
    meeting = meet("Hur är det?", "Bra.")
    moves = coded(meeting, {1: "invite_view"}, coder="detector:rules", status="suggested")
    with pytest.raises(teaching.BadPack, match="A machine's suggestions do not enter a pack"):
        teaching.pages(teaching.Pack(material=teaching.Material([meeting], moves)))


def test_a_part_of_a_third_party_stands_where_it_asks_to(small, monkeypatch):
    monkeypatch.setattr(packs, "PARTS", type(packs.PARTS)("part of a pack"))

    @packs.part("last", title="Last", order=2)
    def last(pack):
        return [teaching.Page(file="b.html", title="B", what="", html="")]

    @packs.part("first", title="First", order=1)
    def first(pack):
        return [teaching.Page(file="a.html", title="A", what="", html="")]

    @packs.part("none", title="None", order=3)
    def none(pack):
        return []

    found = teaching.pages(small)
    assert [(title, [page.file for page in pages]) for title, pages in found] == [
        ("", ["index.html"]),
        ("First", ["a.html"]),
        ("Last", ["b.html"]),
    ]


def test_a_pack_is_written_and_made_anew(small, tmp_path):
    files = teaching.write(small, tmp_path / "pack")
    (tmp_path / "pack" / "old.html").write_text("left from before", encoding="utf-8")
    assert teaching.write(small, tmp_path / "pack") == files
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == sorted(
        [MARK, *(file.name for file in files)]
    )
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_folder_of_somebody_elses_files_is_left_alone(small, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(teaching.BadPack, match="holds files that are no pack; name an empty or a new folder"):
        teaching.write(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
