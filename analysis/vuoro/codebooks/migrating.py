"""What a new version of a codebook means for what was coded with an older one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vuoro.codebooks import Change, Codebook
from vuoro.model import Annotation, Sequence, record

RENAMED, ASK, LOOK = "renamed", "ask", "look again"


@record
class Step:
    """What becomes of one annotation, or of the code that opens a sequence, and whether a person must look.

    ``kind`` is "renamed" (by a merge, or a code that is given instead), "ask" (the code was split or
    retired without another: ``code`` is "" and ``choices`` are what it may be) or "look again" (the
    code stays and what it means was edited).
    """

    annotation: Annotation | Sequence
    kind: str
    code: str
    choices: tuple[str, ...] = ()
    why: str = ""

    @property
    def turn(self) -> str:
        """The turn that is coded, or that opens the sequence."""
        return self.annotation.turn if isinstance(self.annotation, Annotation) else self.annotation.first_turn


def became(code: str, codebook: Codebook) -> tuple[tuple[str, ...], str]:
    """What is given instead of a code that was retired, merged or split, and why; the code itself where it stays.

    Examples
    --------
    >>> from vuoro import codebooks
    >>> from vuoro.codebooks import editing
    >>> book = codebooks.read(editing.merge(editing.shipped(), ["hedged_accept"], "accept", by="a", why="few"))
    >>> became("hedged_accept", book)
    (('accept',), 'merge hedged_accept, accept in 0.2: few')
    >>> became("accept", book)
    (('accept',), '')
    """
    if code not in codebook.retired:
        return (code,), ""
    change = next(
        one for one in codebook.changes if code in one.codes and one.do != "edit" and code not in one.into
    )
    if len(change.into) != 1:
        return tuple(change.into), _told(change)
    then, why = became(change.into[0], codebook)
    return then, "; ".join(filter(None, (_told(change), why)))


def migration(annotations: Iterable[Annotation], codebook: Codebook) -> tuple[Step, ...]:
    """What would become of annotations that were made with older versions; nothing is changed yet.

    Annotations that the changes since their version do not touch, and those of no version or of
    another codebook, are not in the answer.

    Examples
    --------
    >>> from vuoro import codebooks
    >>> from vuoro.codebooks import editing
    >>> book = codebooks.read(editing.retire(editing.shipped(), "hedged_accept", instead="accept", by="a", why="few"))
    >>> old = Annotation(encounter="v", turn="t1", code="hedged_accept", coder="a", start=0, stop=3,
    ...                  codebook="participation@0.1")
    >>> [(one.kind, one.code, one.why) for one in migration([old], book)]
    [('renamed', 'accept', 'retire hedged_accept in 0.2: few')]
    """
    return tuple(step for one in annotations if one.status != "rejected" for step in _steps(one, codebook))


def _steps(annotation: Annotation, codebook: Codebook) -> Iterator[Step]:
    name, _, version = annotation.codebook.partition("@")
    if name != codebook.name or not version:
        return
    code, why, edited = annotation.code, [], False
    for change in _since(codebook, version):
        if code not in change.codes or (change.do == "merge" and code in change.into):
            continue
        why.append(_told(change))
        if change.do == "edit":
            edited = edited or not _only_labels(change)
        elif len(change.into) == 1:
            code = change.into[0]
        else:
            yield Step(annotation=annotation, kind=ASK, code="", choices=change.into, why="; ".join(why))
            return
    if code != annotation.code:
        yield Step(annotation=annotation, kind=RENAMED, code=code, why="; ".join(why))
    elif edited:
        yield Step(annotation=annotation, kind=LOOK, code=code, why="; ".join(why))


def _since(codebook: Codebook, version: str) -> Iterator[Change]:
    return (change for change in codebook.changes if _numbers(change.version) > _numbers(version))


def _only_labels(change: Change) -> bool:
    """What a code is called, and more examples of it, do not change what it means."""
    return all(field.partition(".")[0] in ("labels", "examples", "sources") for field in change.fields)


def _told(change: Change) -> str:
    return f"{change.do} {', '.join(change.codes)} in {change.version}: {change.why}"


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
