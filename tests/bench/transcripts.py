"""One seeded conversation in every format that we read: for the bench, its fuzzer and its faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tests.bench import office, talk

PAUSE = 150  # milliseconds between two turns
WORD = 300


class Said(NamedTuple):
    """A turn: who, what, and from when to when in milliseconds."""

    speaker: str
    words: str
    start: int
    end: int


class Form(NamedTuple):
    """A way to write a conversation: the file's name, and the signs that transcribers use in it."""

    name: str
    write: Callable[[Sequence[Said]], bytes]
    convention: str = "jefferson"

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix


def conversation(count: int, seed: int, convention: str = "jefferson", language: str = "sv") -> list[Said]:
    """Turns one after the other, by two speakers."""
    said, at = [], 0
    for speaker, words in talk.turns(language, count, seed, convention=convention):
        end = at + WORD * (1 + words.count(" "))
        said.append(Said(speaker, words, at, end))
        at = end + PAUSE
    return said


def write_folder(folder: Path, form: Form, files: int, turns_each: int) -> None:
    """So many files of a form, each of its own conversation."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        said = conversation(turns_each, number, form.convention)
        (folder / f"e{number:04d}{form.suffix}").write_bytes(form.write(said))


def write_corpus(folder: Path, conversations: int, turns_each: int) -> None:
    """A ConvoKit corpus of so many conversations, with all the files that its own loader wants."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "utterances.jsonl").open("wb") as file:
        for number in range(conversations):
            file.write(convokit(conversation(turns_each, number), f"c{number:04d}"))
    beside = {"speakers": {"A": {"meta": {}}, "B": {"meta": {}}}, "corpus": {}, "index": INDEX}
    beside["conversations"] = {f"c{number:04d}": {"meta": {}} for number in range(conversations)}
    for name, value in beside.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")


INDEX = {
    "utterances-index": {"start": ["<class 'float'>"], "stop": ["<class 'float'>"]},
    "speakers-index": {}, "conversations-index": {}, "overall-index": {}, "version": 1, "vectors": [],
}  # fmt: skip


def chat(said: Sequence[Said]) -> bytes:
    """Main lines wrapped at 78 columns, and a time bullet on every turn."""
    lines = [
        "@UTF8",
        "@Begin",
        "@Languages:\tswe",
        "@Participants:\tA Anna Doctor, B Bo Patient",
        "@ID:\tswe|bench|A|||||Doctor|||",
        "@ID:\tswe|bench|B|||||Patient|||",
        "@Options:\tCA",
    ]
    for one in said:
        lines += _wrapped(f"*{one.speaker}:\t{one.words} \x15{one.start}_{one.end}\x15")
    return _lines([*lines, "@End"])


def _wrapped(line: str) -> Iterator[str]:
    while len(line) > 78 and (cut := line.rfind(" ", 8, 78)) > 0:
        yield line[:cut]
        line = "\t" + line[cut + 1 :]
    yield line


def textgrid(said: Sequence[Said]) -> bytes:
    """The long form, a tier for each speaker, silences as empty intervals."""
    end = said[-1].end / 1000
    tiers = _tiers(said)
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {end} "]
    lines += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for position, (name, labels) in enumerate(tiers.items(), start=1):
        lines += [f"    item [{position}]:", '        class = "IntervalTier" ', f'        name = "{name}" ']
        lines += ["        xmin = 0 ", f"        xmax = {end} ", f"        intervals: size = {len(labels)} "]
        for place, (start, stop, label) in enumerate(labels, start=1):
            lines += [f"        intervals [{place}]:", f"            xmin = {start} "]
            lines += [f"            xmax = {stop} ", f'            text = "{label}" ']
    return _lines(lines)


def short_textgrid(said: Sequence[Said]) -> bytes:
    """The short form, in UTF-16 as Praat writes it where there are letters beyond ASCII."""
    end = said[-1].end / 1000
    tiers = _tiers(said)
    lines = ['File type = "ooTextFile"', '"TextGrid"', "", "0", f"{end}", "<exists>", f"{len(tiers)}"]
    for name, labels in tiers.items():
        lines += ['"IntervalTier"', f'"{name}"', "0", f"{end}", f"{len(labels)}"]
        for start, stop, label in labels:
            lines += [f"{start}", f"{stop}", f'"{label}"']
    return "\n".join([*lines, ""]).encode("utf-16")


def _tiers(said: Sequence[Said]) -> dict[str, list[tuple[float, float, str]]]:
    """Speaker to intervals in seconds, which leave no gap."""
    tiers: dict[str, list[tuple[float, float, str]]] = {}
    for speaker in sorted({one.speaker for one in said}):
        tiers[speaker], at = [], 0
        for one in said:
            if one.speaker != speaker:
                continue
            if one.start > at:
                tiers[speaker].append((at / 1000, one.start / 1000, ""))
            tiers[speaker].append((one.start / 1000, one.end / 1000, one.words))
            at = one.end
        if said[-1].end > at:
            tiers[speaker].append((at / 1000, said[-1].end / 1000, ""))
    return tiers


def eaf(said: Sequence[Said]) -> bytes:
    """A tier for each speaker."""
    slots, tiers = [], {speaker: [] for speaker in sorted({one.speaker for one in said})}
    for number, one in enumerate(said):
        first, last = f"ts{2 * number + 1}", f"ts{2 * number + 2}"
        slots += [
            f'        <TIME_SLOT TIME_SLOT_ID="{first}" TIME_VALUE="{one.start}"/>',
            f'        <TIME_SLOT TIME_SLOT_ID="{last}" TIME_VALUE="{one.end}"/>',
        ]
        tiers[one.speaker] += [
            "        <ANNOTATION>",
            f'            <ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number + 1}" '
            f'TIME_SLOT_REF1="{first}" TIME_SLOT_REF2="{last}">',
            f"                <ANNOTATION_VALUE>{escape(one.words)}</ANNOTATION_VALUE>",
            "            </ALIGNABLE_ANNOTATION>",
            "        </ANNOTATION>",
        ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+02:00" FORMAT="3.0" VERSION="3.0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">',
        '    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>',
        "    <TIME_ORDER>",
        *slots,
        "    </TIME_ORDER>",
    ]
    for name, labels in tiers.items():
        lines += [
            f'    <TIER LINGUISTIC_TYPE_REF="talk" TIER_ID={quoteattr(name)}>',
            *labels,
            "    </TIER>",
        ]
    lines.append('    <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="talk" TIME_ALIGNABLE="true"/>')
    return _lines([*lines, "</ANNOTATION_DOCUMENT>"])


def exb(said: Sequence[Said]) -> bytes:
    """A transcription tier for each speaker."""
    speakers = sorted({one.speaker for one in said})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<basic-transcription>", "<head><speakertable>"]
    lines += [f'<speaker id="{who}"><abbreviation>{who}</abbreviation></speaker>' for who in speakers]
    lines += ["</speakertable></head>", "<basic-body>", "<common-timeline>"]
    times = [time for one in said for time in (one.start, one.end)]
    lines += [f'<tli id="T{number}" time="{time / 1000}"/>' for number, time in enumerate(times)]
    lines.append("</common-timeline>")
    for who in speakers:
        lines.append(f'<tier id="TIE{who}" speaker="{who}" category="v" type="t" display-name="{who} [v]">')
        lines += [
            f'<event start="T{2 * number}" end="T{2 * number + 1}">{escape(one.words)}</event>'
            for number, one in enumerate(said)
            if one.speaker == who
        ]
        lines.append("</tier>")
    return _lines([*lines, "</basic-body>", "</basic-transcription>"])


def trs(said: Sequence[Said]) -> bytes:
    """Transcriber: one section of turns."""
    end = said[-1].end / 1000
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE Trans SYSTEM "trans-14.dtd">',
        '<Trans scribe="bench" audio_filename="visit" xml:lang="sv">',
        '<Speakers><Speaker id="A" name="Anna"/><Speaker id="B" name="Bo"/></Speakers>',
        f'<Episode><Section type="report" startTime="0" endTime="{end}">',
    ]
    for one in said:
        start, stop = one.start / 1000, one.end / 1000
        lines += [
            f'<Turn speaker="{one.speaker}" startTime="{start}" endTime="{stop}">',
            f'<Sync time="{start}"/>',
            escape(one.words),
            "</Turn>",
        ]
    return _lines([*lines, "</Section></Episode>", "</Trans>"])


def webvtt(said: Sequence[Said]) -> bytes:
    """A voice tag in every cue."""
    cues = (f"{_clock(one, '.')}\n<v {one.speaker}>{escape(one.words)}</v>\n" for one in said)
    return "\n".join(["WEBVTT\n", *cues]).encode()


def srt(said: Sequence[Said]) -> bytes:
    """SubRip, a label before every cue's talk."""
    cues = (
        f"{number}\n{_clock(one, ',')}\n{one.speaker}: {one.words}\n" for number, one in enumerate(said, 1)
    )
    return "\n".join(cues).encode()


def sbv(said: Sequence[Said]) -> bytes:
    cues = (f"{_clock(one, '.').replace(' --> ', ',')}\n{one.speaker}: {one.words}\n" for one in said)
    return "\n".join(cues).encode()


def _clock(one: Said, point: str) -> str:
    times = (
        f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"
        for ms in (one.start, one.end)
    )
    return " --> ".join(times)


def whisper(said: Sequence[Said]) -> bytes:
    """whisperX: segments with speakers."""
    segments = [
        {"start": one.start / 1000, "end": one.end / 1000, "text": f" {one.words}", "speaker": one.speaker}
        for one in said
    ]
    return json.dumps({"segments": segments, "language": "sv"}, ensure_ascii=False, indent=1).encode()


def noscribe(said: Sequence[Said]) -> bytes:
    """noScribe's HTML: a link for each turn, whose name says when and who."""
    links = (
        f'<p><a name="ts_{one.start}_{one.end}_{one.speaker}">{one.speaker}: {escape(one.words)}</a></p>'
        for one in said
    )
    return _lines(["<html><body><p>Transcribed with noScribe vers. 0.7</p>", *links, "</body></html>"])


def jefferson(said: Sequence[Said]) -> bytes:
    return _lines(f"{number:3d} {one.speaker}: {one.words}" for number, one in enumerate(said, 1))


def table(said: Sequence[Said]) -> bytes:
    return _lines(
        ["encounter,turn,speaker,start,end,text"]
        + [
            f'visit,{number},{one.speaker},{one.start / 1000},{one.end / 1000},"{one.words}"'
            for number, one in enumerate(said, 1)
        ]
    )


def tsv(said: Sequence[Said]) -> bytes:
    rows = (f"{number}\t{one.speaker}\t{one.words}" for number, one in enumerate(said, 1))
    return _lines(["turn\tspeaker\ttext", *rows])


def convokit(said: Sequence[Said], conversation: str = "visit") -> bytes:
    """``utterances.jsonl``: a line for each turn, each a reply to the one before it."""
    lines, before = [], None
    for number, one in enumerate(said, 1):
        id = f"{conversation}-{number}"
        meta = {"start": one.start / 1000, "stop": one.end / 1000}
        utterance = {"id": id, "conversation_id": conversation, "speaker": one.speaker, "text": one.words}
        lines.append(json.dumps({**utterance, "reply_to": before, "timestamp": None, "meta": meta}))
        before = id
    return _lines(lines)


def _lines(lines: Iterable[str]) -> bytes:
    return "\n".join([*lines, ""]).encode()


def _rows(said: Sequence[Said]) -> list[list[str]]:
    """A header, and a row for each turn."""
    rows = [
        [f"{n}", s.speaker, f"{s.start / 1000}", f"{s.end / 1000}", s.words] for n, s in enumerate(said, 1)
    ]
    return [["turn", "speaker", "start", "end", "text"], *rows]


FORMS = {
    "chat": Form("visit.cha", chat, "chat"),
    "textgrid": Form("visit.TextGrid", textgrid),
    "short textgrid": Form("visit.TextGrid", short_textgrid),
    "eaf": Form("visit.eaf", eaf),
    "exb": Form("visit.exb", exb),
    "trs": Form("visit.trs", trs),
    "webvtt": Form("visit.vtt", webvtt),
    "srt": Form("visit.srt", srt),
    "sbv": Form("visit.sbv", sbv),
    "noscribe": Form("visit.html", noscribe),
    "json": Form("visit.json", whisper),
    "jefferson": Form("visit.txt", jefferson),
    "table": Form("visit.csv", table),
    "tsv": Form("visit.tsv", tsv),
    "convokit": Form("utterances.jsonl", convokit),
    "docx": Form("visit.docx", lambda said: office.docx([f"{one.speaker}: {one.words}" for one in said])),
    "docx table": Form("visit.docx", lambda said: office.docx_table(_rows(said))),
    "xlsx": Form("visit.xlsx", lambda said: office.xlsx(_rows(said))),
}
