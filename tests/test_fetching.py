"""Fetching corpora: checked, gone on with, and never from the network unless asked."""

from __future__ import annotations

import threading
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from zipfile import ZipFile

import pytest

from vuoro import fetching, formats
from vuoro.cli import main

CHA = "@Begin\n@Participants:\tDOC Doctor, PAT Patient\n*DOC:\thow are you ?\n*PAT:\tfine .\n@End\n"
TABLE = "session,who,said\n1,therapist,What brings you here?\n1,client,My sleep.\n"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """A folder, and the address on this machine at which it is served."""
    folder = tmp_path / "site" / "visits"
    folder.mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/visits"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "_cache", lambda: str(tmp_path / "cache"))


def publish(folder, digest=None, **about):
    (folder / "one.cha").write_text(CHA, "utf-8")
    digest = sha256(CHA.encode()).hexdigest() if digest is None else digest
    facts = "".join(f'{key} = "{value}"\n' for key, value in about.items())
    (folder / "corpus.toml").write_text(f'{facts}[files]\n"one.cha" = "{digest}"\n', "utf-8")


def test_a_corpus_described_at_a_url_is_fetched_and_can_be_read_at_once(site, tmp_path):
    folder, address = site
    publish(folder, title="Visits", licence="CC BY 4.0")
    corpus = fetching.describe(f"{address}/corpus.toml")
    assert (corpus.name, corpus.urls) == ("visits", (f"{address}/one.cha",))
    to = fetching.get(corpus, tmp_path / "here")
    (visit,) = formats.read_corpus(to)
    assert [turn.text for turn in visit.turns] == ["how are you", "fine"]
    assert visit.meta["licence"] == "CC BY 4.0"
    assert "files" not in visit.meta


def test_a_file_that_is_not_what_was_promised_is_refused(site, tmp_path):
    folder, address = site
    publish(folder, digest="0" * 64)
    with pytest.raises(fetching.CannotFetch, match=r"one\.cha"):
        fetching.get(fetching.describe(f"{address}/corpus.toml"), tmp_path / "here")
    assert not (tmp_path / "here" / "one.cha").exists()


def test_a_file_without_a_checksum_is_held_to_the_first_download(site, tmp_path):
    folder, address = site
    publish(folder, digest="")
    corpus = fetching.describe(f"{address}/corpus.toml")
    fetching.get(corpus, tmp_path / "here")
    (tmp_path / "here" / "one.cha").unlink()
    (folder / "one.cha").write_text(CHA.replace("fine", "bad"), "utf-8")
    with pytest.raises(fetching.CannotFetch, match=r"one\.cha"):
        fetching.get(corpus, tmp_path / "here")


def test_what_is_there_and_right_is_not_fetched_again(site, tmp_path):
    folder, address = site
    publish(folder)
    corpus = fetching.describe(f"{address}/corpus.toml")
    fetching.get(corpus, tmp_path / "here")
    (folder / "one.cha").unlink()
    assert formats.read_corpus(fetching.get(corpus, tmp_path / "here"))[0].id == "one"


def test_without_a_connection_it_says_what_to_do(tmp_path):
    corpus = fetching.Corpus(
        name="visits", base="http://127.0.0.1:9/", files={"one.cha": ""}, about={"title": "Visits"}
    )
    with pytest.raises(fetching.CannotFetch, match=r"one\.cha: there is no connection.*--from DIR"):
        fetching.get(corpus, tmp_path / "here")


def test_a_local_copy_needs_no_network_and_is_checked_too(tmp_path):
    copies = tmp_path / "copies" / "deep"
    copies.mkdir(parents=True)
    (copies / "one.cha").write_text(CHA, "utf-8")
    right = {"data/one.cha": sha256(CHA.encode()).hexdigest()}
    corpus = fetching.Corpus(name="visits", base="https://nowhere.invalid/", files=right, about={})
    to = fetching.get(corpus, tmp_path / "here", copies=tmp_path / "copies")
    assert (to / "data" / "one.cha").read_text("utf-8") == CHA
    (copies / "one.cha").write_text("something else", "utf-8")
    with pytest.raises(fetching.CannotFetch, match="not the file that visits is made of"):
        fetching.get(corpus, tmp_path / "there", copies=tmp_path / "copies")


def test_only_the_transcripts_of_an_archive_are_unpacked_and_inside_the_folder(tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    with ZipFile(copies / "all.zip", "w") as archive:
        archive.writestr("repo-1/talk/one.cha", CHA)
        archive.writestr("repo-1/../../evil.cha", CHA)
        archive.writestr("repo-1/sound.wav", b"RIFF")
    corpus = fetching.Corpus(
        name="visits", base="https://nowhere.invalid/", files={"all.zip": ""}, about={}, members="*.cha"
    )
    to = fetching.get(corpus, tmp_path / "in" / "here", copies=copies)
    assert sorted(path.name for path in to.iterdir()) == [
        "all.zip",
        "corpus.toml",
        "evil.cha",
        "talk_one.cha",
    ]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["here"]


def test_columns_that_the_description_names_are_used(tmp_path):
    (tmp_path / "talk.csv").write_text(TABLE, "utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[columns]\nencounter = "session"\nspeaker = "who"\ntext = "said"\n[roles]\ntherapist = "professional"\n'
    )
    visit = formats.read(tmp_path / "talk.csv")
    assert [(turn.speaker, turn.text) for turn in visit.turns] == [
        ("therapist", "What brings you here?"),
        ("client", "My sleep."),
    ]
    assert visit.role("therapist") == "professional"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title = ", "not TOML"),
        ('title = "x"\n', r"no table \[files\]"),
        ('[files]\n"../../etc/passwd" = ""\n', "not a name below the corpus|is not a name"),
    ],
)
def test_a_bad_description_says_what_is_wrong(tmp_path, text, reason):
    path = tmp_path / "corpus.toml"
    path.write_text(text)
    with pytest.raises(fetching.CannotFetch, match=reason):
        fetching.describe(str(path))


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(fetching.CannotFetch, match=r"no corpus is called 'primock'\. Known: annomi, cabnc"):
        fetching.describe("primock")


def test_a_dry_run_says_what_would_be_fetched_and_from_where(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["get", "primock57", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "114 files from https://raw.githubusercontent.com/babylonhealth/primock57/" in out
    assert "day5_consultation12_patient.TextGrid" in out
    assert list(tmp_path.iterdir()) == []


def test_our_description_fits_the_real_files(testdata, tmp_path):
    described = fetching.describe("primock57").files
    here = sorted((testdata / "data" / "primock57").glob("*.TextGrid"))
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in here} == {
        path.name: described[path.name] for path in here
    }


def test_what_the_files_are_good_for_is_said_when_they_are_there(capsys, testdata, tmp_path):
    copies = str(testdata / "data" / "mrda")
    assert main(["get", "mrda", "--to", str(tmp_path / "mrda"), "--from", copies]) == 0
    assert "Next: vuoro evaluate corpora --datasets" in capsys.readouterr().out
