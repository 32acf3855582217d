// Decisions about moves: giving a code, accepting and rejecting, changing, noting. Each is a wish that
// Python grants or refuses; until then it is shown as on its way.
import { fill } from "./making.js";
import { choose, show, write } from "./chooser.js";
import { askAttribute } from "./attributes.js";
import { drawDetails } from "./details.js";

/** Sends a decision about a turn and shows it as on its way. */
function decideAt(view, row, kind, fields) {
  const id = view.courier.do(kind, { turn: view.turns.id[row], ...fields });
  view.span = null;
  view.until = null;
  if (row !== view.row) view.go(row);
  Object.assign(view, { focus: id, link: null });
  view.rows.redraw([row]);
  drawDetails(view);
}

/** The coder's own move in focus, saved or on its way. */
function ownMove(view) {
  const mark = view.current();
  return mark?.kind === "own" || mark?.kind === "pending" ? mark : null;
}

/** Words that were chosen, in the side of the turn that is shown; Python finds them in the transcript. */
export function chosenSpan(view) {
  return view.span ? { span: [view.span.start, view.span.stop], side: view.plain ? "text" : "raw" } : {};
}

/** Gives a code to what is chosen: words, turns, the move in focus, or the whole turn. */
export function giveCode(view, id) {
  const chosen = view.span || view.until !== null;
  if (!chosen && view.current()?.kind === "ghost") return acceptSuggestion(view, id);
  if (!chosen && ownMove(view)) return change(view, { code: id });
  const [first, last] = view.stretch();
  // Over several turns, each turn of whoever speaks in the first is a unit of its own.
  for (let row = first; row <= last; row += 1) {
    if (view.turns.speaker[row] === view.turns.speaker[first]) decideAt(view, row, "annotate", { code: id, ...chosenSpan(view) });
  }
  return view.redrawStretch([first, last]);
}

/** Takes the suggestion in focus over, with another code where one is given; says whether there was one. */
export function acceptSuggestion(view, code = null) {
  const mark = view.current();
  if (mark?.kind !== "ghost") {
    view.tell(view.say("No suggestion is in focus."));
    return false;
  }
  // With all that the machine said: after a restart, another machine may suggest other things.
  const [start, stop] = mark.raw;
  decideAt(view, view.row, "accept", { of: mark.id, code: code ?? mark.code, start, stop, suggested_by: mark.coder });
  return true;
}

/** Says of a move or a sequence of one's own that it was looked at again, and stands; says whether there was one. */
export function lookAgain(view) {
  const mark = view.current();
  const of = view.linked()?.kind === "own" ? view.link : mark?.kind === "own" ? mark.id : null;
  if (of) view.courier.do("look", { of });
  return of !== null;
}

/** Turns the suggestion in focus down, and goes to the next one of the turn. */
export function rejectSuggestion(view) {
  const ghost = view.linked();
  if (ghost?.kind === "ghost") return void view.courier.do("reject", { of: ghost.id });
  const mark = view.current();
  if (mark?.kind !== "ghost") return view.tell(view.say("No suggestion is in focus."));
  const after = view.marksAt(view.row).slice(view.mark + 1).find((one) => one.kind === "ghost");
  decideAt(view, view.row, "reject", { of: mark.id });
  return after ? view.focusMark(view.marksAt(view.row).findIndex((one) => one.id === after.id)) : undefined;
}

/** Takes away the sequence, the decision or the move in focus; a suggestion is rejected by that. */
export function removeThing(view, id = null) {
  const link = view.links.find((one) => one.id === (id ?? view.link));
  if (link) return void view.courier.do(link.type === "D" ? "undecide" : "unlink", { of: link.id });
  if (view.current()?.kind === "ghost" || view.linked()?.kind === "ghost") return rejectSuggestion(view);
  const mark = ownMove(view);
  if (!mark) return view.tell(view.say("No move is in focus."));
  return decideAt(view, view.row, "remove", { of: mark.id });
}

/** Changes the sequence, the decision or the move in focus. */
export function change(view, fields) {
  if (view.linked()?.kind === "own") return void view.courier.do(view.linked().type === "D" ? "redecide" : "relink", { of: view.link, fields });
  const mark = ownMove(view);
  if (!mark) return view.tell(view.say("No move of yours is in focus."));
  return void view.courier.do("change", { turn: view.turns.id[view.row], of: mark.id, fields });
}

/** The codes with their letters; typing finds them by their names in three languages. */
export async function openPalette(view) {
  const mark = view.current();
  const options = [...view.codes.values()].map((code) => ({
    value: code.id, label: code.label, letter: code.letter, way: code.way, words: code.names,
  }));
  const id = await choose(view, {
    title: mark ? view.say("Which code instead?") : view.say("Which code?"), options, typing: true,
    hint: view.say("letter, or part of a name"),
    start: options.findIndex((option) => option.value === mark?.code),
  });
  if (id) giveCode(view, id);
}

/** Attributes of the move or the sequence in focus, as the codebook has them; and a note of one's own. */
export async function editAttributes(view) {
  if (view.linked()?.type === "D") return view.run("decision");
  const linked = view.linked()?.kind === "own" ? view.linked() : null;
  const thing = linked ?? ownMove(view);
  if (!thing) return view.tell(view.say("No move of yours is in focus."));
  const known = (linked ? view.types[thing.type] : view.codes.get(thing.code))?.attributes ?? [];
  const others = [{ value: "note", label: view.say("Note"), hint: thing.note ?? "" }];
  const asked = await askAttribute(view, { known, has: thing.attributes ?? {}, id: thing.id, others });
  if (asked?.attributes) return change(view, asked);
  if (!asked) return undefined;
  const note = await write(view, { title: view.say("Note on the move"), text: thing.note, name: `note:${thing.id}` });
  return note === null ? undefined : change(view, { note });
}

export async function writeMemo(view) {
  const turn = view.turns.id[view.row];
  const text = await write(view, { title: view.say("Memo"), text: view.memos.get(view.row) ?? "", name: `memo:${turn}` });
  if (text !== null) view.courier.do("memo", { turn, text });
}

/** Who did what to the move or the sequence in focus, and when. */
export async function showHistory(view) {
  const of = (view.linked()?.kind === "own" ? view.link : null) ?? ownMove(view)?.id;
  if (!of) return view.tell(view.say("No move of yours is in focus."));
  const { lines } = await view.asking("history", { of });
  return lines && show(view, { title: view.say("History"), parts: [{ lines }] });
}

/** The codebook's questions, one after another; the first yes names the code. */
export async function askQuestion(view, at) {
  const { question, answers } = view.tree[at];
  const more = at + 1 < view.tree.length;
  const options = answers.map(({ answer, code }) => ({ value: code, label: answer, hint: view.codes.get(code)?.label ?? "" }));
  const chosen = await choose(view, {
    title: fill(view.say("Question %(n)s of %(all)s"), { n: at + 1, all: view.tree.length }), about: question, typing: false,
    options: [...options, { value: "", label: more ? view.say("No: the next question") : view.say("No code") }],
  });
  if (chosen === null) return undefined;
  if (chosen) return giveCode(view, chosen);
  return more ? askQuestion(view, at + 1) : view.tell(view.say("No code"));
}
