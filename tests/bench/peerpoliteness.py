"""ConvoKit's parser and politeness strategies over turns from a file; runs in the peers' environment.

Prints one JSON line: CPU seconds of both steps, peak memory, how many turns.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

warnings.filterwarnings("ignore")
logging.disable()

TAGS, DEPENDENCIES = 50, 45
"""As many as ``en_core_web_sm`` tells apart."""


def main() -> None:
    language, path = sys.argv[1:]
    # They also draw, with what is left out of the peers' environment.
    sys.modules["matplotlib"] = SimpleNamespace(pyplot=None)  # type: ignore[assignment]
    sys.modules["matplotlib.pyplot"] = SimpleNamespace()  # type: ignore[assignment]
    from convokit import Corpus, PolitenessStrategies, Speaker, TextParser, Utterance

    turns = json.loads(Path(path).read_text("utf-8"))
    speaker = Speaker(id="A")
    corpus = Corpus(
        utterances=[
            Utterance(id=f"t{n}", speaker=speaker, conversation_id="t0", text=said,
                      reply_to=f"t{n - 1}" if n else None)
            for n, said in enumerate(turns)
        ]
    )  # fmt: skip
    parser, strategies = TextParser(spacy_nlp=_pipeline(language)), PolitenessStrategies()
    strategies.transform_utterance(parser.transform_utterance("a"))
    began = time.process_time()
    strategies.transform(parser.transform(corpus))
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": len(turns)}))


def _pipeline(language: str) -> Any:
    """What of ``en_core_web_sm`` the strategies need, in spaCy's own sizes and with weights by chance."""
    import spacy

    pipeline = spacy.blank(language)
    shared = {"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}}
    pipeline.add_pipe("tok2vec")
    tagger, parser = (pipeline.add_pipe(name, config=shared) for name in ("tagger", "parser"))
    for number in range(TAGS):
        tagger.add_label(f"tag{number}")
    for number in range(DEPENDENCIES):
        parser.add_label(f"dependency{number}")
    pipeline.initialize()
    return pipeline


if __name__ == "__main__":
    main()
