"""The log: what was told to be saved is there, whatever happened to the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.project import BadEvent, Log, NotSaved
from vuoro.project.events import line_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "aino.jsonl"


def test_an_event_is_one_line_and_is_read_back(path, event):
    told = event("memo", turn="t1", text="hon säger\u2028”joo”\x85\n\ud83d")
    Log(path, "aino").append(told)
    assert path.read_bytes().count(b"\n") == 1
    assert list(Log(path, "aino").events.values()) == [told]


def test_letters_stand_in_the_file_as_letters_so_that_git_shows_what_changed(path, event):
    Log(path, "aino").append(event("memo", turn="t1", text="yö"))
    assert "yö" in path.read_text("utf-8")


def test_an_event_that_is_sent_again_is_not_written_again(path, event):
    log, told = Log(path, "aino"), event("finish")
    assert log.append(told) == [told]
    assert log.append(told) == []
    assert len(path.read_bytes().splitlines()) == 1


def test_reading_a_log_that_is_not_there_makes_none(path):
    assert Log(path, "aino").events == {}
    assert not path.exists()


def test_a_torn_last_line_is_told_kept_beside_and_does_not_swallow_the_next_event(path, event):
    first, lost, later = event("finish"), event("reopen"), event("finish")
    path.write_bytes(line_of(first) + line_of(lost)[:40])
    log = Log(path, "aino")
    assert [one.rule for one in log.problems] == ["torn-line"]
    log.append(later)
    assert "the last line was torn" in log.notices[0]
    assert path.with_suffix(".torn").read_bytes() == line_of(lost)[:40] + b"\n"
    again = Log(path, "aino")
    assert list(again.events.values()) == [first, later]
    assert [(one.rule, one.line) for one in again.problems] == [("unread-event", 2)]


def test_a_last_line_that_lacks_but_its_end_is_no_loss(path, event):
    """An editor may take the last newline away; the event was acknowledged."""
    first, last, later = event("finish"), event("reopen"), event("finish")
    path.write_bytes(line_of(first) + line_of(last)[:-1])
    log = Log(path, "aino")
    assert (list(log.events), log.problems) == (["e1", "e2"], [])
    assert log.follow() == []
    assert log.append(later) == [later]
    assert list(Log(path, "aino").events.values()) == [first, last, later]
    assert (log.notices, log.problems) == ([], [])


def test_what_was_written_behind_a_tear_is_found(path, event):
    torn, whole, next_ = event("finish"), event("reopen"), event("finish")
    path.write_bytes(line_of(torn)[:50] + line_of(whole)[:-1] + line_of(next_))
    log = Log(path, "aino")
    assert list(log.events) == ["e2", "e3"]
    assert [one.rule for one in log.problems] == ["unread-event"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"<<<<<<< HEAD", "Expecting value"),
        (b"\xff\xfe", "codec can't decode"),
        (b"[1, 2]", "an event is a JSON object"),
        (b"[" * 100_000, "recursion"),
        (b'{"id": "x"}', "an event needs 'at'"),
        (b'{"id":"x","at":"2026-05-04T09:00:00Z","session":"s","coder":"bo","encounter":"g1","do":"finish"}', "of 'bo'"),
        (b'{"id":"x","at":"2026-05-04T09:00:00Z","session":"s","coder":"aino","encounter":"g1","do":"dance"}', "dance"),
        (b'{"id":"x","at":"soon","session":"s","coder":"aino","encounter":"g1","do":"finish"}', "is no time"),
        (b'{"id":"x","at":"2026-05-04T09:00:00Z","session":"s","coder":"aino","encounter":"g1","do":[]}', "'do'"),
        (b'{"id":"../x","at":"2026-05-04T09:00:00Z","session":"s","coder":"aino","encounter":"g1","do":"finish"}', "id"),
        (b'{"id":"x","at":"2026-05-04T09:00:00Z","session":"s","coder":"aino","encounter":"g1","do":"see","turns":[[]]}',
         "'turns'"),
        (b'{"id":"x","at":"2026-05-04T09:00:00Z","session":"s","coder":"aino","encounter":"g1","do":"change","of":"y",'
         b'"fields":{"start":"3"}}', "'start'"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_event_of_the_coder_is_told_and_kept(path, event, line, why):
    first, last = event("finish"), event("reopen")
    written = line_of(first) + line + b"\n" + line_of(last)
    path.write_bytes(written)
    log = Log(path, "aino")
    assert list(log.events) == ["e1", "e2"]
    assert [(one.rule, one.line) for one in log.problems] == [("unread-event", 2)]
    assert why in log.problems[0].message
    log.append(event("finish"))
    assert path.read_bytes().startswith(written)


def test_line_ends_of_windows_and_a_byte_order_mark_do_no_harm(path, event):
    path.write_bytes(
        b"\xef\xbb\xbf" + b"".join(line_of(event("see", turns=["t1"]))[:-1] + b"\r\n" for _ in "ab")
    )
    log = Log(path, "aino")
    assert list(log.events) == ["e1", "e2"]
    assert log.problems == []


def test_two_events_of_one_id_are_told_and_the_same_one_counts_in_any_order(path, tmp_path, event):
    one = event("memo", turn="t1", text="b")
    other = {**one, "text": "a"}
    path.write_bytes(line_of(one) + line_of(other))
    turned = tmp_path / "turned.jsonl"
    turned.write_bytes(line_of(other) + line_of(one))
    logs = [Log(path, "aino"), Log(turned, "aino")]
    assert [log.events["e1"]["text"] for log in logs] == ["a", "a"]
    assert [[problem.rule for problem in log.problems] for log in logs] == [["doubled-event"]] * 2


def test_two_sessions_write_to_one_log_and_hear_of_each_other(path, event):
    mine, theirs = Log(path, "aino"), Log(path, "aino")
    first, second = event("see", turns=["t1"]), event("see", turns=["t2"])
    mine.append(first)
    assert theirs.append(second) == [first, second]
    assert mine.follow() == [second]


def test_a_log_that_git_put_in_its_place_is_read_anew_and_written_to(path, event):
    before, pulled, mine = event("see", turns=["t1"]), event("see", turns=["t2"]), event("see", turns=["t3"])
    log = Log(path, "aino")
    log.append(before)
    beside = path.with_suffix(".new")
    beside.write_bytes(line_of(before) + line_of(pulled))
    beside.replace(path)
    log.append(mine)
    assert list(log.events) == ["e1", "e2", "e3"]
    assert list(Log(path, "aino").events) == ["e1", "e2", "e3"]


def test_a_log_that_was_taken_away_is_not_begun_anew_without_a_word(path, event):
    log = Log(path, "aino")
    log.append(event("finish"))
    path.unlink()
    with pytest.raises(NotSaved, match="the log is not there any more; put it back"):
        log.append(event("reopen"))
    assert not path.exists()


def test_an_event_of_somebody_else_is_not_written(path, event):
    with pytest.raises(BadEvent, match="of 'bo' does not belong into the log of 'aino'"):
        Log(path, "aino").append({**event("finish"), "coder": "bo"})
    assert not path.exists()


def test_what_json_cannot_hold_and_what_is_endless_is_refused(path, event):
    log = Log(path, "aino")
    with pytest.raises(BadEvent, match="JSON cannot hold"):
        log.append(event("annotate", turn="t1", code="x", attributes={"n": float("nan")}))
    with pytest.raises(BadEvent, match="a line of a log holds 1 MB"):
        log.append(event("memo", turn="t1", text="x" * 1_000_001))
    assert not path.exists()


def test_a_disk_that_takes_nothing_is_told_and_the_event_can_be_sent_again(path, event, monkeypatch):
    log, told = Log(path, "aino"), event("finish")
    with monkeypatch.context() as broken:
        broken.setattr(
            "os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        with pytest.raises(NotSaved, match="No space left on device"):
            log.append(told)
    log.append(told)
    assert list(Log(path, "aino").events) == ["e1"]


def test_half_a_write_is_told_and_ended_by_the_next_event(path, event, monkeypatch):
    import os

    log, lost, later = Log(path, "aino"), event("finish"), event("reopen")
    write = os.write
    with monkeypatch.context() as full:
        full.setattr("os.write", lambda handle, data: write(handle, data[: len(data) // 2]))
        with pytest.raises(NotSaved, match="the disk is full"):
            log.append(lost)
    log.append(later)
    log.append(lost)
    assert list(Log(path, "aino").events) == ["e2", "e1"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=30), st.integers(0, 40)), max_size=5))
def test_a_damaged_log_is_read_and_gives_back_every_event_whose_line_is_whole(tmp_path_factory, wounds):
    path = tmp_path_factory.mktemp("log") / "aino.jsonl"
    always = {
        "at": "2026-05-04T09:00:00.000000Z",
        "session": "s",
        "coder": "aino",
        "encounter": "g1",
        "do": "finish",
    }
    lines = [line_of({"id": f"e{n}", **always}) for n in range(20)]
    data = b"".join(lines)
    for at, new, taken in wounds:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + taken :]
    path.write_bytes(data)
    log = Log(path, "aino")
    ended = data.split(b"\n")[:-1]
    whole = {f"e{n}" for n, line in enumerate(lines) if line[:-1] in ended}
    assert whole <= log.events.keys()
    told = json.loads(lines[0])
    assert log.append({**told, "id": "last"})[-1]["id"] == "last"
    assert whole | {"last"} <= Log(path, "aino").events.keys()
    assert path.read_bytes().startswith(data)


def test_ten_thousand_lines_are_read_with_their_order_and_number(path, event):
    told = event("see", turns=["t1"])
    path.write_bytes(b"".join(line_of({**told, "id": f"x{n}"}) for n in range(10_000)))
    log = Log(path, "aino")
    assert list(log.events)[::9_999] == ["x0", "x9999"]
    assert len(log.of("g1")) == 10_000
    assert json.loads(path.read_bytes().splitlines()[-1]) == log.events["x9999"]
