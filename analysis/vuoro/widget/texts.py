"""What the annotator says, and which key does what.

Both are sent to the browser in the coder's language. A text that JavaScript says with ``say("…")`` stands in
:data:`TEXTS`; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vuoro import wording
from vuoro.model import record
from vuoro.wording import N_

TEXTS = (
    N_("Transcript"), N_("About the turn"), N_("Turn %(n)s"), N_("No moves at this turn."),
    N_("suggestion"), N_("being saved"), N_("blind"),
    N_("Evidence"), N_("Cue"), N_("Score"), N_("Coder"), N_("Words"), N_("Definition"), N_("Note"), N_("Memo"),
    N_("Confidence"), N_("confidence"), N_("%(n)s of 3"), N_("confidence %(n)s of 3"),
    N_("Accept"), N_("Reject"), N_("Another code"), N_("Another outcome"), N_("Attributes"), N_("Link"),
    N_("Remove"), N_("Change"), N_("History"), N_("Save"), N_("Cancel"), N_("Close"), N_("Keys"), N_("Codes"),
    N_("Finish"), N_("Finished ✓"), N_("As transcribed"), N_("Words only"),
    N_("Show signs of transcription or words only"),
    N_("Which code?"), N_("Which code instead?"), N_("Which attribute?"), N_("Note on the move"),
    N_("letter, or part of a name"), N_("number, or words of the turn"), N_("not coded"), N_("yes"), N_("no"), N_("no code of the codebook"),
    N_("Which sequence begins here?"), N_("%(type)s: where is it answered?"), N_("%(type)s: what became of it?"),
    N_("What became of the doubt is to be linked too."),
    N_("Decision"), N_("Save the decision"), N_("Looked at again"), N_("Last turn"), N_("Opportunity and influence (b1–b9)"), N_("Done"), N_("does not apply"),
    N_("Filled in by rules from the moves; change what is not so, then save."), N_("filled in by rules"),
    N_("a number"), N_("Question %(n)s of %(all)s"), N_("No: the next question"), N_("No code"),
    N_("Search"), N_("Words, codes, speakers, outcomes"), N_("%(n)s of %(all)s"), N_("nothing found"),
    N_("No further one in this direction."), N_("No suggestion is in focus."), N_("No move is in focus."),
    N_("No move of yours is in focus."), N_("This turn has no words."), N_("%(n)s turns chosen"),
    N_("saved"), N_("not saved: %(n)s"),
    N_("Nothing is lost: it is kept in this browser and sent again. If the kernel was restarted, run the cell again."),
    N_("Python does not answer. If the kernel was restarted, run the cell again."),
    N_("Sound"), N_("Play the turn"), N_("Stop"), N_("Loop"), N_("Follow"), N_("This turn has no times."),
    N_("There is no recording beside this transcript."), N_("The recording cannot be played: %(why)s"),
    N_("Fetching the recording: %(done)s of %(all)s MB"),
)  # fmt: skip
"""What JavaScript may say."""


@record
class Key:
    """A command of the annotator: the keys that give it, and what it does, in a word and in a sentence."""

    do: str
    keys: tuple[str, ...]
    group: str
    what: str
    short: str = ""


_MOVE, _DECIDE, _CHOOSE, _LINK = N_("Going about"), N_("Suggestions"), N_("Coding"), N_("Sequences and notes")
_FIND, _HEAR, _ELSE = N_("Looking for"), N_("Listening"), N_("Everything else")
GROUPS = (_MOVE, _DECIDE, _CHOOSE, _LINK, _FIND, _HEAR, _ELSE)

KEYS = (
    Key(do="next_turn", keys=("ArrowDown", "j"), group=_MOVE, what=N_("next turn")),
    Key(do="previous_turn", keys=("ArrowUp", "k"), group=_MOVE, what=N_("previous turn")),
    Key(do="next_mark", keys=("ArrowRight",), group=_MOVE, what=N_("next move or sequence at the turn")),
    Key(do="previous_mark", keys=("ArrowLeft",), group=_MOVE, what=N_("previous move or sequence at the turn")),
    Key(do="page_down", keys=("PageDown",), group=_MOVE, what=N_("a page down")),
    Key(do="page_up", keys=("PageUp",), group=_MOVE, what=N_("a page up")),
    Key(do="first_turn", keys=("Home",), group=_MOVE, what=N_("first turn")),
    Key(do="last_turn", keys=("End",), group=_MOVE, what=N_("last turn")),
    Key(do="goto", keys=("g",), group=_MOVE, what=N_("go to a turn by its number")),
    Key(do="next_suggestion", keys=("n",), group=_DECIDE, what=N_("next suggestion")),
    Key(do="previous_suggestion", keys=("p",), group=_DECIDE, what=N_("previous suggestion")),
    Key(do="next_uncertain", keys=("u",), group=_DECIDE, what=N_("next uncertain place")),
    Key(do="previous_uncertain", keys=("i",), group=_DECIDE, what=N_("previous uncertain place")),
    Key(do="accept", keys=("a",), group=_DECIDE, what=N_("accept the suggestion; of a move of yours: it was looked at again, and stands")),
    Key(do="accept_next", keys=("Enter",), group=_DECIDE, what=N_("accept it and go to the next suggestion")),
    Key(do="reject", keys=("r",), group=_DECIDE, what=N_("reject the suggestion")),
    Key(do="palette", keys=("c",), group=_CHOOSE, what=N_("choose a code by typing part of its name"), short=N_("code")),
    Key(do="decide", keys=("d",), group=_CHOOSE, what=N_("let the codebook’s questions lead to a code"), short=N_("questions")),
    Key(do="units", keys=("x",), group=_CHOOSE, what=N_("choose the next unit of the turn"), short=N_("unit")),
    Key(do="words", keys=("w", "Shift+ArrowRight"), group=_CHOOSE,
        what=N_("choose words: arrows move, with Shift they extend; a code or Enter ends it")),
    Key(do="more_turns", keys=("Shift+ArrowDown",), group=_CHOOSE, what=N_("choose one more turn")),
    Key(do="fewer_turns", keys=("Shift+ArrowUp",), group=_CHOOSE, what=N_("choose one turn less")),
    Key(do="attributes", keys=("e",), group=_CHOOSE, what=N_("attributes of the move, and a note on it")),
    Key(do="confidence_1", keys=("1",), group=_CHOOSE, what=N_("confidence 1: unsure")),
    Key(do="confidence_2", keys=("2",), group=_CHOOSE, what=N_("confidence 2")),
    Key(do="confidence_3", keys=("3",), group=_CHOOSE, what=N_("confidence 3: sure")),
    Key(do="remove", keys=("Delete", "Backspace"), group=_CHOOSE, what=N_("remove the move or the sequence in focus")),
    Key(do="link", keys=("l",), group=_LINK, what=N_("link a sequence and choose its outcome"), short=N_("link")),
    Key(do="decision", keys=("b",), group=_LINK, what=N_("code a decision: where it ends, what came of it, who had what part"), short=N_("decision")),
    Key(do="memo", keys=("m",), group=_LINK, what=N_("write a memo on the turn"), short=N_("memo")),
    Key(do="history", keys=("h",), group=_LINK, what=N_("what became of the move or the sequence in focus")),
    Key(do="find", keys=("f", "/", "Ctrl+f"), group=_FIND, what=N_("search")),
    Key(do="next_hit", keys=(".",), group=_FIND, what=N_("next hit")),
    Key(do="previous_hit", keys=(",",), group=_FIND, what=N_("previous hit")),
    Key(do="play", keys=("Space",), group=_HEAR, what=N_("play the turn, or stop")),
    Key(do="loop", keys=("o",), group=_HEAR, what=N_("play it again and again")),
    Key(do="follow", keys=("t",), group=_HEAR, what=N_("go on playing, and follow in the transcript")),
    Key(do="slower", keys=("-",), group=_HEAR, what=N_("slower")),
    Key(do="faster", keys=("+",), group=_HEAR, what=N_("faster")),
    Key(do="undo", keys=("z", "Ctrl+z"), group=_ELSE, what=N_("undo")),
    Key(do="redo", keys=("y", "Ctrl+y", "Ctrl+Shift+Z"), group=_ELSE, what=N_("redo")),
    Key(do="view", keys=("v",), group=_ELSE, what=N_("as transcribed, or words only")),
    Key(do="escape", keys=("Escape",), group=_ELSE, what=N_("choose nothing")),
    Key(do="help", keys=("?",), group=_ELSE, what=N_("this sheet"), short=N_("all keys")),
)  # fmt: skip
"""Small letters are commands; a capital is the letter of a code and gives it."""

SETTLING_TEXTS = (
    N_("Places"), N_("The place"), N_("blind"), N_("saved"), N_("not saved: %(n)s"),
    N_("Nothing is lost: it is kept in this browser and sent again. If the kernel was restarted, run the cell again."),
    N_("Python does not answer. If the kernel was restarted, run the cell again."),
    N_("Keys"), N_("Codes"), N_("Close"), N_("Save"), N_("Cancel"), N_("Note"), N_("Memo"), N_("Words"), N_("confidence %(n)s of 3"),
    N_("Which code?"), N_("What became of it?"), N_("letter, or part of a name"), N_("Which attribute?"), N_("Which of the codes?"),
    N_("not coded"), N_("yes"), N_("no"), N_("no code of the codebook"), N_("no sequence"), N_("until turn %(n)s"),
    N_("Note on how it is settled"), N_("to be settled with: %(note)s"), N_("Settled"), N_("as %(coder)s has it"), N_("as nobody had it"), N_("Open"),
    N_("Cost %(cost)s (measures: %(measures)s, sequences: %(sequences)s)"),
    N_("As %(coder)s"), N_("Another code"), N_("Another outcome"), N_("Attributes"), N_("Nothing here"),
    N_("Everything is settled."), N_("The coders do not differ anywhere."), N_("This place is not settled yet."), N_("No such coder."),
    N_("No further one in this direction."),
)  # fmt: skip
"""What JavaScript may say on the page on which coders' differences are settled."""

_SETTLE = N_("Settling")
SETTLING_GROUPS = (_MOVE, _SETTLE, _ELSE)
SETTLING_KEYS = (
    Key(do="next_place", keys=("ArrowDown", "j"), group=_MOVE, what=N_("next place")),
    Key(do="previous_place", keys=("ArrowUp", "k"), group=_MOVE, what=N_("previous place")),
    Key(do="next_open", keys=("n", "Enter"), group=_MOVE, what=N_("next place that is open"), short=N_("next open")),
    Key(do="previous_open", keys=("p",), group=_MOVE, what=N_("previous place that is open")),
    Key(do="page_down", keys=("PageDown",), group=_MOVE, what=N_("a page down")),
    Key(do="page_up", keys=("PageUp",), group=_MOVE, what=N_("a page up")),
    Key(do="first_place", keys=("Home",), group=_MOVE, what=N_("first place, that on which most hangs")),
    Key(do="last_place", keys=("End",), group=_MOVE, what=N_("last place")),
    Key(do="more_talk", keys=("+",), group=_MOVE, what=N_("more of the talk around")),
    Key(do="less_talk", keys=("-",), group=_MOVE, what=N_("less of the talk around")),
    Key(do="as_coder", keys=tuple("123456789"), group=_SETTLE, what=N_("as that coder has it"), short=N_("as coder 1, 2 …")),
    Key(do="palette", keys=("c",), group=_SETTLE, what=N_("another code, or another outcome"), short=N_("another")),
    Key(do="nothing", keys=("x", "0"), group=_SETTLE, what=N_("no code here, or no sequence"), short=N_("nothing")),
    Key(do="attributes", keys=("e",), group=_SETTLE, what=N_("attributes of what it was settled as")),
    Key(do="note", keys=("m",), group=_SETTLE, what=N_("a note on how it is settled, and why"), short=N_("note")),
    Key(do="undo", keys=("z", "Ctrl+z"), group=_ELSE, what=N_("undo")),
    Key(do="redo", keys=("y", "Ctrl+y", "Ctrl+Shift+Z"), group=_ELSE, what=N_("redo")),
    Key(do="help", keys=("?",), group=_ELSE, what=N_("this sheet"), short=N_("all keys")),
)  # fmt: skip
"""Small letters and digits are commands; a capital is the letter of a code and settles with it."""

SHOWN = {
    "ArrowDown": "↓", "ArrowUp": "↑", "ArrowRight": "→", "ArrowLeft": "←", "Shift": "⇧", "Enter": "⏎",
    "Delete": "Del", "Backspace": "⌫", "Escape": "Esc", "PageDown": "PgDn", "PageUp": "PgUp",
}  # fmt: skip
"""How keys are printed."""


def texts(language: str, said: Iterable[str] = TEXTS) -> dict[str, str]:
    """English to the language, for everything that JavaScript may say.

    Examples
    --------
    >>> texts("sv")["Accept"]
    'Godkänn'
    """
    translated = wording.translator(language)
    # The codebook writes y and n.
    return {text: translated(text) for text in said} | {"y": translated("yes"), "n": translated("no")}


def keys(language: str, commands: Iterable[Key] = KEYS) -> list[Mapping[str, Any]]:
    """The keys as the browser wants them: names of keys, and what they do."""
    translated = wording.translator(language)
    return [
        {
            "do": key.do, "keys": list(key.keys), "shown": [printed(name) for name in key.keys],
            "group": translated(key.group), "what": translated(key.what),
            "short": translated(key.short) if key.short else "",
        }
        for key in commands
    ]  # fmt: skip


def printed(name: str) -> str:
    """A key as it is printed.

    Examples
    --------
    >>> printed("Shift+ArrowDown"), printed("Ctrl+z"), printed("j")
    ('⇧↓', 'Ctrl+z', 'j')
    """
    parts = [SHOWN.get(part, part) for part in (name.split("+") if len(name) > 1 else [name])]
    return "".join(parts) if parts[0] == "⇧" else "+".join(parts)


def groups(language: str, headings: Iterable[str] = GROUPS) -> list[str]:
    """The headings of the sheet of keys, in order."""
    return [wording.translator(language)(group) for group in headings]
