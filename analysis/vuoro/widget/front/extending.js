// What a code is given to, where that is not the whole turn: words, units, or several turns.
import { fill, slice, wordsOf } from "./making.js";
import { change, chosenSpan } from "./coding.js";
import { drawDetails } from "./details.js";

/** The turn that the coder is at, in the side that is shown. */
function talkOf(view) {
  return view.plain ? view.turns.text[view.row] : view.turns.raw[view.row];
}

/** Chooses words: those of the move in focus, which can then be changed, or the first of the turn. */
export function beginWords(view) {
  const words = wordsOf(talkOf(view));
  if (!words.length) return view.tell(view.say("This turn has no words."));
  const mark = view.current();
  const taken = mark?.kind === "own" ? mark[view.plain ? "text" : "raw"] : null;
  view.changing = taken !== null;
  if (!taken) view.mark = -1;
  return chooseWords(view, words, taken ?? words[0]);
}

/** Chooses the words that touch a stretch of the turn. */
function chooseWords(view, words, [start, stop]) {
  view.from = Math.max(0, words.findIndex(([, end]) => end > start));
  view.to = Math.max(view.from, words.findLastIndex(([begin]) => begin < stop));
  showWords(view, words);
}

function showWords(view, words) {
  const [first, last] = [Math.min(view.from, view.to), Math.max(view.from, view.to)];
  view.span = { start: words[first][0], stop: words[last][1] };
  view.rows.redraw([view.row]);
  drawDetails(view);
  view.tell(slice(talkOf(view), view.span.start, view.span.stop));
}

/** Does what a key means while words are chosen; says whether it means anything. */
export function keyInWords(view, name) {
  const words = wordsOf(talkOf(view));
  const within = (at) => Math.max(0, Math.min(at, words.length - 1));
  if (name === "Shift+ArrowRight") view.to = within(view.to + 1);
  else if (name === "Shift+ArrowLeft") view.to = within(view.to - 1);
  else if (name === "Shift+End") view.to = words.length - 1;
  else if (name === "ArrowRight") view.from = view.to = within(Math.max(view.from, view.to) + 1);
  else if (name === "ArrowLeft") view.from = view.to = within(Math.min(view.from, view.to) - 1);
  else if (name === "Enter" && view.changing) {
    change(view, chosenSpan(view));
    view.span = null;
    view.rows.redraw([view.row]);
    return true;
  } else return false;
  showWords(view, words);
  return true;
}

/** Chooses the units of the turn, one after another; where they end is for Python to say. */
export async function nextUnit(view) {
  const row = view.row;
  const { units } = await view.asking("units", { turn: view.turns.id[row], side: view.plain ? "text" : "raw" });
  if (row !== view.row || !units?.length) return;
  const after = view.span ? units.findIndex(([start]) => start >= view.span.stop) : 0;
  view.mark = -1;
  view.changing = false;
  chooseWords(view, wordsOf(talkOf(view)), units[Math.max(0, after)]);
}

/** Chooses one turn more, or one less, beginning at the turn that the coder is at. */
export function extend(view, step) {
  const before = view.stretch();
  const until = Math.max(0, Math.min((view.until ?? view.row) + step, view.turns.raw.length - 1));
  view.until = until === view.row ? null : until;
  view.mark = -1;
  view.redrawStretch(before);
  view.rows.reveal(until);
  view.tell(fill(view.say("%(n)s turns chosen"), { n: Math.abs(until - view.row) + 1 }));
}
