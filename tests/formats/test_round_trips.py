"""What is written is read back: every encounter, through every format of ours that holds everything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.formats.chat import read_chat
from vuoro.formats.convokit.reading import read_convokit
from vuoro.formats.convokit.writing import write_convokit
from vuoro.formats.files import File, Options, open_file
from vuoro.formats.interchange import write_vuoro
from vuoro.formats.recognisers.structured import read_json
from vuoro.formats.talkbank.writing import write_chat
from vuoro.model import (
    ROLES,
    STATUSES,
    Annotation,
    Encounter,
    Mark,
    Participant,
    Problem,
    Sequence,
    Source,
    Turn,
)

words = st.text(max_size=8)
names = st.text(min_size=1, max_size=8)
seconds = st.none() | st.floats(0, 1e5) | st.integers(0, 9)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(words | st.just("$tuple") | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)
metas = st.dictionaries(words, values, max_size=3)


@st.composite
def spans(draw: st.DrawFn, size: int) -> tuple[int, int]:
    start = draw(st.integers(0, size))
    return start, draw(st.integers(start, size))


@st.composite
def turns(draw: st.DrawFn, number: int) -> Turn:
    raw = draw(st.text(max_size=20))
    text = draw(st.text(max_size=20))
    places = draw(st.lists(spans(len(raw)), max_size=3))
    length = draw(st.integers(0, min(len(raw), len(text))))
    start, end = draw(st.tuples(seconds, seconds))
    if start is not None and end is not None and start > end:  # no reader gives such a turn
        start, end = end, start
    return Turn(
        id=f"{draw(words)}{number}",
        speaker=draw(st.sampled_from(["DOC", "Läkare 2", "?", "a/b"])),
        raw=raw,
        text=text,
        start=start,
        end=end,
        marks=tuple(
            Mark(kind=draw(names), start=start, stop=stop, value=draw(seconds | words))
            for start, stop in places
        ),
        pieces=draw(st.sampled_from([(), ((0, 0, length),)])),
        line=draw(st.none() | st.integers(1, 99)),
        tiers=draw(st.dictionaries(words, words, max_size=2)),
    )


@st.composite
def annotations(draw: st.DrawFn, encounter: str, turn: Turn) -> Annotation:
    start, stop = draw(spans(len(turn.raw)))
    return Annotation(
        encounter=encounter,
        turn=turn.id,
        code=draw(st.sampled_from(["invite_open", "propose"])),
        coder=draw(names),
        start=start,
        stop=stop,
        status=draw(st.sampled_from(STATUSES)),
        score=draw(st.none() | st.floats(0, 1)),
        cue=draw(words),
        evidence=draw(st.none() | spans(len(turn.raw))),
        attributes=draw(metas),
        note=draw(words),
        codebook=draw(words),
    )


@st.composite
def sequences(draw: st.DrawFn, encounter: str, talk: list[Turn]) -> Sequence:
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(talk) - 1)] * 2)))
    return Sequence(
        encounter=encounter,
        type=draw(st.sampled_from(["S1", "S10"])),
        first_turn=talk[first].id,
        last_turn=talk[last].id,
        outcome=draw(names),
        coder=draw(names),
        code=draw(words),
        response_turn=draw(st.sampled_from(["", talk[last].id])),
        gap=draw(seconds),
        status=draw(st.sampled_from(STATUSES)),
        attributes=draw(metas),
        note=draw(words),
    )


@st.composite
def encounters(draw: st.DrawFn) -> Encounter:
    id = draw(names)
    talk = [draw(turns(number)) for number in range(draw(st.integers(1, 3)))]
    people = draw(st.lists(st.sampled_from(["DOC", "CLI", "?"]), unique=True, max_size=3))
    return Encounter(
        id=id,
        turns=tuple(talk),
        language=draw(st.sampled_from([None, "sv", "fi", "nld"])),
        participants=tuple(
            Participant(
                id=who, role=draw(st.sampled_from(ROLES)), name=draw(st.none() | words), meta=draw(metas)
            )
            for who in people
        ),
        problems=tuple(
            Problem(line=draw(st.none() | st.integers(1, 9)), text=draw(words), message=draw(words), file="x")
            for _ in range(draw(st.integers(0, 1)))
        ),
        annotations=tuple(draw(st.lists(st.sampled_from(talk).flatmap(lambda t: annotations(id, t)), max_size=2))),
        sequences=tuple(draw(st.lists(sequences(id, talk), max_size=1))),
        source=Source(files=("a.cha",), format="chat", convention="chat", sha256=("0" * 64,)),
        meta=draw(metas),
    )  # fmt: skip


def as_file(name: str, data: bytes) -> File:
    return File(name=name, path=Path(name), text=data.decode("utf-8"), sha256="0" * 64)


@settings(max_examples=60, deadline=None)
@given(st.lists(encounters(), min_size=1, max_size=2))
def test_our_json_gives_back_what_was_written(corpus):
    written = write_vuoro(corpus)
    assert read_json(as_file("corpus.json", written.files[""]), Options()) == corpus
    assert (written.losses, write_vuoro(corpus)) == ((), written)


def test_what_only_python_knows_comes_back_from_our_json():
    meta = {"recorded": date(2026, 5, 4), "pair": ("a", 1), "longest": float("inf"), "$tuple": 1, 3: "three"}
    visit = Encounter(id="visit", turns=(), meta=meta)
    (again,) = read_json(as_file("visit.json", write_vuoro([visit]).files[""]), Options())
    assert again.meta == meta


@settings(max_examples=40, deadline=None)
@given(st.lists(encounters(), min_size=1, max_size=2, unique_by=lambda one: one.id))
def test_a_convokit_corpus_gives_back_what_was_written(corpus):
    written = write_convokit(corpus)
    with TemporaryDirectory() as folder:
        for name, data in written.files.items():
            Path(folder, name).write_bytes(data)
        file = open_file(Path(folder, "utterances.jsonl"))
        assert (read_convokit(file, Options()), written.losses) == (corpus, ())


@settings(max_examples=60, deadline=None)
@given(encounters())
def test_chat_gives_back_turns_moves_and_sequences(visit):
    visit = replace(visit, source=Source(format="elsewhere"))
    written = write_chat(visit)
    (again,) = read_chat(as_file("again.cha", written.files[""]), Options())
    unlike = {loss.turn for loss in written.losses}
    ids = {turn.id: other.id for turn, other in zip(visit, again, strict=True)}
    assert [other.raw[: len(turn.raw)] for turn, other in zip(visit, again, strict=True)
            if turn.id not in unlike] == [turn.raw for turn in visit if turn.id not in unlike]  # fmt: skip
    moves = sorted(visit.annotations, key=lambda move: ids[move.turn])
    assert [placed(move, again) for move in again.annotations] == [
        placed(replace(move, encounter="again", turn=ids[move.turn]), again) for move in moves
    ]
    assert list(again.sequences) == [
        replace(one, encounter="again", first_turn=ids[one.first_turn], last_turn=ids[one.last_turn],
                response_turn=ids.get(one.response_turn, ""))
        for one in visit.sequences
    ]  # fmt: skip


def placed(move: Annotation, encounter: Encounter) -> Annotation:
    """The move at the beginning of its turn, if the turn is not as it was elsewhere."""
    return replace(move, start=0, stop=0, evidence=move.evidence and (0, 0))


@settings(max_examples=60, deadline=None)
@given(st.text("a \n\t\r\x15", max_size=9), st.data())
def test_chat_gives_back_the_words_that_were_judged(raw, data):
    turn = Turn(id="t0001", speaker="DOC", raw=raw, text="", start=1, end=2)
    move = data.draw(annotations("again", turn))
    visit = Encounter(id="again", turns=(turn,), annotations=(move,))
    (again,) = read_chat(as_file("again.cha", write_chat(visit).files[""]), Options())
    (judged,) = again.annotations
    said = again.turns[0].raw[judged.start : judged.stop]
    assert re.sub(r"\s", "", said) == re.sub(r"[\s\x15]", "", raw[move.start : move.stop])
    assert (again.turns[0].start, again.turns[0].end) == (1, 2)
