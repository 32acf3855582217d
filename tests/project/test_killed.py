"""Kill -9 at random moments while events are written: what was acknowledged is there, and the log is readable."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from vuoro.project import Desk, Log
from vuoro.project.names import file_stem

KILLS, ROUNDS = 200, 5
"""How many writers are killed, and how many of them wrote to one log, one after another."""

SIZES = (10, 200, 5_000, 60_000)
"""Characters of a memo; a long line reaches the file page by page, and can be torn."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of Unix")


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path, visit, codebook):
    chance = random.Random(5)
    for number in range(KILLS // ROUNDS):
        coder = f"coder{number}"
        told: list[str] = []
        for _ in range(ROUNDS):
            told += killed(lambda coder=coder: Desk(visit, coder, tmp_path, codebook), chance)
            log = Log(tmp_path / "coders" / f"{file_stem(coder)}.jsonl", coder)
            assert set(told) <= log.events.keys()
        desk = Desk(visit, coder, tmp_path, codebook)
        desk.do({"id": "last", "do": "see", "turns": ["t1"]})
        again = Log(tmp_path / "coders" / f"{file_stem(coder)}.jsonl", coder)
        assert {*told, "last"} <= again.events.keys()
        assert {one.rule for one in again.problems} <= {"unread-event"}
        assert len(again.problems) == len(desk.problems) <= ROUNDS


def killed(sit, chance):
    """The ids that a writer was told to be saved, before it was killed at some moment."""
    reading, writing = os.pipe()
    seed = chance.random()
    child = os.fork()
    if child == 0:
        write_until_killed(sit, writing, random.Random(seed))
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledged:
        first = acknowledged.readline()
        time.sleep(chance.random() * 0.005)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.decode().strip() for line in [first, *acknowledged]]


def write_until_killed(sit, writing, chance):
    try:
        desk = sit()
        while True:
            id = f"{os.getpid()}-{chance.getrandbits(64):x}"
            desk.do({"id": id, "do": "memo", "turn": "t1", "text": "ö" * chance.choice(SIZES)})
            os.write(writing, f"{id}\n".encode())
    finally:
        os._exit(1)


def test_two_coders_and_two_sessions_of_one_write_at_once_and_nothing_is_lost(tmp_path, visit, codebook):
    writers = ("aino", "aino", "bo")
    children = []
    for number, coder in enumerate(writers):
        child = os.fork()
        if child == 0:
            write_some(lambda coder=coder: Desk(visit, coder, tmp_path, codebook), number)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    logs = {coder: Log(tmp_path / "coders" / f"{coder}.jsonl", coder) for coder in set(writers)}
    wanted = {
        coder: {f"w{n}-{i}" for n, who in enumerate(writers) if who == coder for i in range(50)}
        for coder in logs
    }
    assert {coder: set(log.events) for coder, log in logs.items()} == wanted
    assert [log.problems for log in logs.values()] == [[], []]


def write_some(sit, number):
    code = 1
    try:
        desk = sit()
        for i in range(50):
            desk.do({"id": f"w{number}-{i}", "do": "memo", "turn": "t1", "text": "ö" * 10 * i})
        code = 0
    finally:
        os._exit(code)
