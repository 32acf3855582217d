"""What peers make of timed talk: scikit-talk's offsets, ConvoKit's sharing of talk time; in their environment.

Prints one JSON line: CPU seconds of the work alone, peak memory, how much was done, and what was found.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

warnings.filterwarnings("ignore")
logging.disable()

Told = dict[str, list[tuple[str, str, int, int]]]


def offsets(told: Told) -> tuple[Callable[[], Any], Callable[[], list[float]]]:
    """scikit-talk's floor transfer offset, with its own defaults."""
    # Its CHAT reader, which is loaded with it and is not used here, wants an older pylangacq.
    sys.modules["pylangacq"] = SimpleNamespace(Reader=object)  # type: ignore[assignment]
    from sktalk.corpus.conversation import Conversation
    from sktalk.corpus.utterance import Utterance

    conversations = [
        Conversation(
            [Utterance(utterance=said, participant=who, time=[start, end]) for who, said, start, end in turns]
        )
        for turns in told.values()
    ]

    def found() -> list[float]:
        each = (utterance.FTO for one in conversations for utterance in one.utterances)
        return [offset for offset in each if offset is not None]

    return lambda: [one.calculate_FTO() for one in conversations], found


def sharing(told: Told) -> tuple[Callable[[], Any], Callable[[], list[float]]]:
    """ConvoKit's transformer over every turn, with the windows of its defaults."""
    from convokit import Corpus, Speaker, Utterance

    # It also draws, with what is left out of the peers' environment.
    sys.modules["matplotlib"] = SimpleNamespace(pyplot=None)  # type: ignore[assignment]
    sys.modules["matplotlib.pyplot"] = SimpleNamespace()  # type: ignore[assignment]
    from convokit.talktimesharing import TalkTimeSharing

    speakers = {who: Speaker(id=who) for who in "AB"}
    corpus = Corpus(
        utterances=[
            Utterance(
                id=f"{id}-{n}",
                speaker=speakers[who],
                conversation_id=f"{id}-0",
                reply_to=f"{id}-{n - 1}" if n else None,
                text=said,
                meta={"start": start / 1000, "stop": end / 1000, "utt_group": f"group{who}"},
            )
            for id, turns in told.items()
            for n, (who, said, start, end) in enumerate(turns)
        ]
    )
    # It fails on talk that is shared as evenly as its default threshold allows.
    transformer = TalkTimeSharing(primary_threshold=0.5 + 1e-9, remove_first_last_utt=False)

    def found() -> list[float]:
        return [corpus.get_conversation(f"{id}-0").meta["balance_score"] for id in told]

    return lambda: transformer.transform(corpus), found


def digest(numbers: list[float]) -> str:
    """As in ``turntaking.py``."""
    return sha256(json.dumps([round(float(number), 6) for number in numbers]).encode()).hexdigest()[:16]


def main() -> None:
    job, path = sys.argv[1:]
    told = json.loads(Path(path).read_text("utf-8"))
    work, found = {"offsets": offsets, "sharing": sharing}[job](told)
    began = time.process_time()
    work()
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = found()
    done = len(numbers) if job == "offsets" else sum(map(len, told.values()))
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": done, "found": digest(numbers)}))


if __name__ == "__main__":
    main()
