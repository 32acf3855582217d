"""ConvoKit's coordination on talk and word lists from a file; runs in the peers' environment.

Prints one JSON line: CPU seconds of the transformer alone, peak memory, how many turns, and every score.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")


def main() -> None:
    from convokit import Coordination

    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    corpus = _corpus(given["talk"])

    class WithOurLists(Coordination):
        def _compute_liwc_reverse_dict(self) -> None:
            words = [(word + "#", name) for name, each in given["lists"].items() for word in each]
            self.liwc_trie = Coordination.make_trie(words)

    coordination = WithOurLists()
    began = time.process_time()
    coordination.fit(corpus)
    scores = coordination.summarize(
        corpus, lambda who: who.id.endswith("B"), lambda who: who.id.endswith("A")
    )
    spent = time.process_time() - began
    told = {f"{who.id} {name}": score for who, own in scores.items() for name, score in own.items()}
    told |= {f"agg{method}": scores.aggregate(method) for method in (1, 2, 3)}
    told = {name: score for name, score in told.items() if score is not None}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done = len(corpus.utterances)
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": done, "scores": told}))


def _corpus(talk: dict[str, list[list[str]]]) -> Any:
    from convokit import Corpus, Speaker, Utterance

    speakers = {f"{id} {who}": Speaker(id=f"{id} {who}") for id in talk for who in "AB"}
    utterances = [
        Utterance(
            id=f"{id}-{n}",
            speaker=speakers[f"{id} {who}"],
            conversation_id=f"{id}-0",
            reply_to=f"{id}-{n - 1}" if n else None,
            text=text,
        )
        for id, turns in talk.items()
        for n, (who, text) in enumerate(turns)
    ]
    return Corpus(utterances=utterances)


if __name__ == "__main__":
    main()
