"""What is to be done, in batches: decided by the files alone, so that all engines write the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from vuoro.chain import Choices
from vuoro.formats import Group
from vuoro.model import record
from vuoro.scale.pseudonyms import Pseudonymising

LEAST, MOST = 2**20, 2**22
"""Bytes of transcripts in a batch. Measuring costs a third of a second however few the encounters are, so less
than a second of work is waste; more than half a minute makes a long tail, and a long way back when a worker
dies."""

PARTS = 32
"""Into so many batches a small corpus is cut, so that the last of them do not keep one worker alone."""

MOST_GROUPS = 1_000
"""Files in a batch, if they are very small."""


@record
class Job:
    """What is the same for all batches of a run: it travels to the workers with each of them."""

    out: Path
    choices: Choices
    limit: float
    check: bool = False
    pseudonymising: Pseudonymising | None = None

    @property
    def papers(self) -> Path:
        """Where the run writes down what it needs: in `out`, unless that may hold nobody's name."""
        return self.pseudonymising.papers(self.out) if self.pseudonymising else self.out


@record
class Batch:
    """Files that are done together, with what the disk says of them (bytes and time of change) at the start."""

    number: int
    groups: tuple[Group, ...]
    stamps: tuple[tuple[int, int], ...]

    @property
    def bytes(self) -> int:
        return sum(size for size, _ in self.stamps)


def batches(groups: Iterable[Group], size: int | None = None) -> Iterator[Batch]:
    """The groups of files in their order, about `size` bytes to a batch.

    Without a size, a corpus is cut into about 32 batches, of at least 1 MiB and at most 4 MiB.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = [Path(folder, name) for name in ("a.txt", "b.txt", "c.txt")]
    ...     for file in files:
    ...         _ = file.write_text("x" * 40)
    ...     [len(one.groups) for one in batches([Group(name=f.stem, files=(f,)) for f in files], 80)]
    [2, 1]
    """
    stamped = [(group, _stamps(group)) for group in groups]
    total = sum(size for _, stamps in stamped for size, _ in stamps)
    enough = size or min(max(total // PARTS, LEAST), MOST)
    number, taken, stamps, held = 0, list[Group](), list[tuple[int, int]](), 0
    for group, own in stamped:
        taken.append(group)
        stamps += own
        held += sum(size for size, _ in own)
        if held >= enough or len(taken) >= MOST_GROUPS:
            yield Batch(number=number, groups=tuple(taken), stamps=tuple(stamps))
            number, taken, stamps, held = number + 1, [], [], 0
    if taken:
        yield Batch(number=number, groups=tuple(taken), stamps=tuple(stamps))


def _stamps(group: Group) -> list[tuple[int, int]]:
    return [_stamp(file) for file in group.files]


def _stamp(file: Path) -> tuple[int, int]:
    try:
        about = file.stat()
    except OSError:
        return 0, 0  # whoever reads it will hear why it cannot be read
    return about.st_size, about.st_mtime_ns


def as_line(batch: Batch) -> dict[str, object]:
    """A batch as it stands in the journal."""
    return {
        "did": "planned",
        "batch": batch.number,
        "groups": [[group.name, [str(file) for file in group.files]] for group in batch.groups],
        "stamps": [list(stamp) for stamp in batch.stamps],
    }


def from_line(line: dict[str, object]) -> Batch:
    """What :func:`as_line` was given."""
    groups: list[tuple[str, list[str]]] = line["groups"]  # type: ignore[assignment]
    stamps: list[tuple[int, int]] = line["stamps"]  # type: ignore[assignment]
    return Batch(
        number=int(line["batch"]),  # type: ignore[call-overload]
        groups=tuple(Group(name=name, files=tuple(map(Path, files))) for name, files in groups),
        stamps=tuple((size, changed) for size, changed in stamps),
    )
