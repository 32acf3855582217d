"""Names that a spaCy model marks, for those who have installed one.

No model comes with vuoro, and none is ever fetched: a model is some hundred megabytes, and looking for
one is a step that the user takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from vuoro.language import docs
from vuoro.model import VuoroError

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST = 100_000
"""Characters that a model is given at once; it needs about a kilobyte for each."""


class NoModel(VuoroError):
    """A model that is not installed or marks no names; the message has the command that installs it."""


def recogniser(model: str | Language) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A function from a text to rows ``(start, stop, label)``, one for each name in it.

    ``model`` is the name of an installed spaCy pipeline that has an entity recogniser (*fi_core_news_sm*,
    *sv_core_news_sm*, *en_core_web_sm*), a path to one, or a pipeline of your own.

    Raises
    ------
    NoModel
        The model is not installed, or it has nothing that marks names.
    NeedsSpacy
        spaCy itself is not installed.

    Examples
    --------
    >>> import spacy
    >>> pipeline = spacy.blank("en")
    >>> pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zubaida"}])
    >>> list(recogniser(pipeline)("I met Zubaida."))
    [(6, 13, 'PERSON')]
    """
    pipeline = _loaded(model) if isinstance(model, str) else model
    if not {"ner", "entity_ruler", "transformer"} & set(pipeline.pipe_names):
        raise NoModel(f"{model!r} marks no names: it has {', '.join(pipeline.pipe_names) or 'no parts'}.")

    def recognise(text: str) -> Iterator[tuple[int, int, str]]:
        for at in range(0, len(text), LONGEST):
            for entity in pipeline(text[at : at + LONGEST]).ents:
                yield at + entity.start_char, at + entity.end_char, entity.label_

    return recognise


@lru_cache(maxsize=3)
def _loaded(model: str) -> Language:
    spacy = docs.spacy()
    try:
        return spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        reason = str(error).partition("\n")[0][:100]
        raise NoModel(
            f"the spaCy model {model!r} is not installed ({reason}). "
            f"Install it, for example by: python -m spacy download {model}"
        ) from None
