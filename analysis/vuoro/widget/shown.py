"""What a page shows of a coder's desk: everything when it opens, and afterwards what has become different."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from vuoro import wording
from vuoro.model import Annotation, Decision, Sequence
from vuoro.project import Desk, suggestion_key
from vuoro.widget import drawing

if TYPE_CHECKING:
    from vuoro.project import State


class Shown:
    """A desk as its page shows it: with machines' suggestions, other coders' moves, and names in a language.

    ``rows`` says where each turn stands, counted from 0. The transcript may have changed since something was coded:
    what was said of turns that are gone is not shown, and not lost.
    """

    def __init__(
        self, desk: Desk, suggestions: Iterable[Annotation], others: Iterable[Annotation], language: str
    ) -> None:
        self.desk = desk
        self.language = language
        self.rows = {turn.id: row for row, turn in enumerate(desk.encounter)}
        self._turns = {turn.id: turn for turn in desk.encounter}
        self._ways = desk.codebook.ways_by_code
        self._suggested = self._by_turn(suggestions)
        self._keys = {suggestion_key(one): one for found in self._suggested.values() for one in found}
        self._others = self._by_turn(others)
        self._told = desk.state
        self._left: dict[str, int] = {}
        self.pending()

    def progress(self) -> str:
        """How far the coder has come, in a sentence."""
        _, ngettext = wording.translator(self.language), wording.counter(self.language)
        counts = self.counts()
        said = _("%(seen)s of %(turns)s turns seen") % counts
        moves = ngettext("%(num)s move", "%(num)s moves", counts["moves"]) % {"num": counts["moves"]}
        if not self._suggested:
            return f"{said} · {moves}"
        left = ngettext("%(num)s suggestion left", "%(num)s suggestions left", counts["left"])
        return f"{said} · {left % {'num': counts['left']}} · {moves}"

    def counts(self) -> dict[str, int]:
        """Turns, turns seen, suggestions left, moves."""
        state = self.desk.state
        return {
            "turns": len(self._turns),
            "seen": len(state.seen),
            "left": sum(self._left.values()),
            "moves": len(state.annotations),
        }

    def suggested(self, key: str) -> Annotation | None:
        """The suggestion of that key, decided on or not; None where no machine suggests it any more."""
        return self._keys.get(key)

    def everything(self) -> dict[str, Any]:
        """All that stands now, in the form of :meth:`changes`."""
        state = self._told = self.desk.state
        coded = {one.turn for one in state.annotations.values() if one.turn in self.rows}
        return {
            "marks": self._marks(coded | self._suggested.keys() | self._others.keys()),
            "memos": {self.rows[turn]: text for turn, text in state.memos.items() if turn in self.rows},
            "seen": sorted(self.rows[turn] for turn in state.seen if turn in self.rows),
            "links": self._links(),
            "counts": {**self.counts(), "told": self.progress(), "finished": state.finished},
        }

    def changes(self) -> dict[str, Any]:
        """What has become different since the page was last told: moves by row, memos, turns seen, sequences."""
        old, new = self._told, self.desk.state
        self._told = new
        memos = {turn for turn, _ in old.memos.items() ^ new.memos.items() if turn in self.rows}
        told = {
            "marks": self._marks(self._touched(old, new)),
            "memos": {self.rows[turn]: new.memos.get(turn, "") for turn in memos},
            "seen": sorted(self.rows[turn] for turn in new.seen - old.seen if turn in self.rows),
            "counts": {**self.counts(), "told": self.progress(), "finished": new.finished},
        }
        same = old.sequences == new.sequences and old.decisions == new.decisions
        return told if same else {**told, "links": self._links()}

    def _touched(self, old: State, new: State) -> set[str]:
        """The turns whose moves or suggestions are no longer what they were."""
        before, after = old.annotations, new.annotations
        changed = [id for id in before.keys() | after.keys() if before.get(id) is not after.get(id)]
        looked = {id for id, _ in old.looked.items() ^ new.looked.items()}
        changed += [id for id in looked if id in before or id in after]
        decided = (old.rejected ^ new.rejected) | (old.accepted.keys() ^ new.accepted.keys())
        touched = {there[id].turn for id in changed for there in (before, after) if id in there}
        touched |= {self._keys[key].turn for key in decided if key in self._keys}
        return touched & self.rows.keys()

    def _marks(self, turns: Collection[str]) -> dict[int, list[dict[str, Any]]]:
        """The moves at turns as the page draws them: one's own, suggestions, other coders'."""
        found: dict[str, list[dict[str, Any]]] = {turn: [] for turn in turns}
        for id, one in self.desk.state.annotations.items():
            if one.turn in found:
                own = drawing.mark(id, "own", one, self._turns[one.turn], self._ways)
                found[one.turn].append({**own, "looked": self.desk.state.looked.get(id, "")})
        for key, one in self.pending(turns).items():
            found[one.turn].append(drawing.mark(key, "ghost", one, self._turns[one.turn], self._ways))
        for turn in self._others.keys() & found.keys():
            for one in self._others[turn]:
                key = suggestion_key(one)
                found[turn].append(drawing.mark(key, "other", one, self._turns[turn], self._ways))
        return {self.rows[turn]: drawing.in_order(marks) for turn, marks in found.items()}

    def _links(self) -> list[dict[str, Any]]:
        owed = self.desk.owed()
        return [
            {**drawing.link(id, "own", one, self.rows, self.language), "due": one in owed}
            for id, one in self.desk.state.sequences.items()
            if self.stands(one)
        ] + [
            drawing.decision(id, "own", one, self.rows, self.language)
            for id, one in self.desk.state.decisions.items()
            if self.stands(one)
        ]

    def stands(self, one: Sequence | Decision) -> bool:
        """Whether the transcript, which may have changed since, still has the turns of it."""
        return one.first_turn in self.rows and one.last_turn in self.rows

    def pending(self, turns: Iterable[str] | None = None) -> dict[str, Annotation]:
        """Suggestions that nobody has decided on, by key; those at some turns, or all. Keeps count of them."""
        asked = [turn for turn in (self._suggested if turns is None else turns) if turn in self._suggested]
        if not asked:
            return {}
        left = self.desk.pending(one for turn in asked for one in self._suggested[turn])
        self._left.update(dict.fromkeys(asked, 0))
        for one in left.values():
            self._left[one.turn] += 1
        return left

    def _by_turn(self, found: Iterable[Annotation]) -> dict[str, list[Annotation]]:
        """Judgements of this encounter by turn; those of turns that are not there stand nowhere."""
        turns: dict[str, list[Annotation]] = {}
        for one in found:
            if one.encounter == self.desk.encounter.id and one.turn in self._turns:
                turns.setdefault(one.turn, []).append(one)
        return turns
