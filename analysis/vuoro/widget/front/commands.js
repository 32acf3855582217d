// What each command does. Which key gives it, and what it is called, stands in Python's table of keys.
import {
  acceptSuggestion, askQuestion, change, editAttributes, lookAgain, openPalette, rejectSuggestion, removeThing, showHistory, writeMemo,
} from "./coding.js";
import { showKeys } from "./surface.js";
import { beginWords, extend, nextUnit } from "./extending.js";
import { acceptLink, changeOutcome, linkFromTurn } from "./linking.js";
import { codeDecision } from "./decisions.js";
import { goToHit } from "./searching.js";

const isSuggestion = (mark) => mark.kind === "ghost";
const isUncertain = (mark) => mark.uncertain;

export const COMMANDS = {
  next_turn: (view) => view.go(view.row + 1),
  previous_turn: (view) => view.go(view.row - 1),
  page_down: (view) => view.go(Math.max(view.row + 1, view.rows.away(view.row, 1))),
  page_up: (view) => view.go(Math.min(view.row - 1, view.rows.away(view.row, -1))),
  first_turn: (view) => view.go(0),
  last_turn: (view) => view.go(view.turns.raw.length - 1),
  next_mark: (view) => view.step(1),
  previous_mark: (view) => view.step(-1),
  next_suggestion: (view) => view.seek(1, isSuggestion),
  previous_suggestion: (view) => view.seek(-1, isSuggestion),
  next_uncertain: (view) => view.seek(1, isUncertain),
  previous_uncertain: (view) => view.seek(-1, isUncertain),
  accept: (view) => lookAgain(view) || acceptLink(view) || acceptSuggestion(view),
  accept_next: (view) => { if (acceptLink(view) || acceptSuggestion(view)) view.seek(1, isSuggestion); },
  reject: (view) => rejectSuggestion(view),
  remove: (view, id) => removeThing(view, id),
  palette: (view) => openPalette(view),
  decide: (view) => askQuestion(view, 0),
  words: (view) => beginWords(view),
  units: (view) => nextUnit(view),
  more_turns: (view) => extend(view, 1),
  fewer_turns: (view) => extend(view, -1),
  attributes: (view) => editAttributes(view),
  confidence_1: (view) => change(view, { confidence: 1 }),
  confidence_2: (view) => change(view, { confidence: 2 }),
  confidence_3: (view) => change(view, { confidence: 3 }),
  decision: (view, id) => codeDecision(view, id),
  memo: (view) => writeMemo(view),
  history: (view) => showHistory(view),
  link: (view) => linkFromTurn(view),
  outcome: (view, id) => changeOutcome(view, view.linksAt(view.row).find((link) => link.id === id)),
  undo: (view) => view.courier.do("undo"),
  redo: (view) => view.courier.do("redo"),
  view: (view) => view.switchView(),
  find: (view) => view.search.select(),
  goto: (view) => { view.search.value = "#"; view.search.focus(); },
  next_hit: (view) => goToHit(view, 1),
  previous_hit: (view) => goToHit(view, -1),
  play: (view) => withSound(view, (sound) => sound.toggle(view.row)),
  loop: (view) => withSound(view, (sound) => sound.toggleLoop()),
  follow: (view) => withSound(view, (sound) => sound.toggleFollow()),
  slower: (view) => withSound(view, (sound) => sound.faster(-1)),
  faster: (view) => withSound(view, (sound) => sound.faster(1)),
  finish: (view) => view.courier.do(view.finished ? "reopen" : "finish"),
  help: (view) => showKeys(view),
  escape: (view) => view.chooseNothing(),
};

function withSound(view, act) {
  if (view.sound) act(view.sound);
  else view.tell(view.say("There is no recording beside this transcript."));
}
