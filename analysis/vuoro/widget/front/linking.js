// Sequences: which kind begins at a turn, where it is answered, and what became of it. Python proposes all
// three from the coder's own moves; the coder agrees with Enter, or chooses otherwise.
import { fill } from "./making.js";
import { choose } from "./chooser.js";

/** How many of the turns that follow are offered as the answer. */
const REACH = 40;

/** Links a sequence from this turn; of a sequence in focus, chooses the outcome anew. */
export async function linkFromTurn(view) {
  if (view.linked()) return changeOutcome(view, view.linked());
  const row = view.row;
  const [first, last] = view.stretch();
  const code = view.current()?.code ?? "";
  const { offers } = await view.asking("offers", { turn: view.turns.id[first], code });
  if (!offers) return undefined;
  const offer = await pickOffer(view, offers);
  const end = offer && (last > first ? last : await pickTurn(view, row, offer));
  const outcome = end !== null && (await pickOutcome(view, offer.type, offer.outcome));
  if (!outcome) return undefined;
  const [from, to] = [view.turns.id[first], view.turns.id[end]];
  return view.courier.do("link", {
    type: offer.type, first_turn: from, last_turn: to, response_turn: to === from ? "" : to, outcome, code: offer.code,
  });
}

function pickOffer(view, offers) {
  if (offers.length === 1) return offers[0];
  const hint = (offer) => (offer.proposed ? `→ ${view.turns.number[offer.last]} ${offer.outcomeLabel}` : "");
  return choose(view, {
    title: view.say("Which sequence begins here?"), typing: false,
    options: offers.map((offer) => ({ value: offer, label: `${offer.type} ${offer.label}`, hint: hint(offer) })),
  });
}

/** Where it is answered: the turns that follow, the proposed one chosen. */
function pickTurn(view, row, offer) {
  return askTurn(view, { title: fill(view.say("%(type)s: where is it answered?"), { type: offer.label }), from: row, start: offer.last });
}

/** Lets the coder choose one of the turns from a row on; `none` is the value of choosing none, where that may be. */
export function askTurn(view, { title, from, to = from + REACH - 1, start, none }) {
  const { number, speaker, text } = view.turns;
  const options = text.slice(from, Math.max(to, start ?? 0) + 1).map((talk, after) => ({
    value: from + after, label: `${number[from + after]} ${view.people[speaker[from + after]].id}: ${talk.slice(0, 90)}`,
    words: [String(number[from + after])],
  }));
  if (none !== undefined) options.push({ value: none, label: view.say("not coded") });
  return choose(view, {
    title, options, typing: true, start: (start ?? from) - from, hint: view.say("number, or words of the turn"),
  });
}

function pickOutcome(view, type, proposed) {
  const { label, outcomes } = view.types[type];
  return choose(view, {
    title: fill(view.say("%(type)s: what became of it?"), { type: label }), typing: false,
    options: outcomes.map((outcome) => ({ value: outcome.id, label: outcome.label })),
    start: outcomes.findIndex((outcome) => outcome.id === proposed),
  });
}

/** Takes a suggested sequence over, with its outcome or another one; says whether one is in focus. */
export function acceptLink(view, outcome = null) {
  const ghost = ghostOf(view);
  if (!ghost) return false;
  const [first, response, last] = ghost.turns;
  view.courier.do("link", {
    type: ghost.type, first_turn: first, last_turn: last, response_turn: response, outcome: outcome ?? ghost.outcome,
    code: ghost.code, of: ghost.id, suggested_by: ghost.by,
  });
  return true;
}

/** The suggested sequence in focus; or where nothing is, the first one at the turn. */
export function ghostOf(view) {
  const thing = view.link ? view.linked() : view.current() ? null : view.linksAt(view.row).find(({ kind }) => kind === "ghost");
  return thing?.kind === "ghost" ? thing : null;
}

export async function changeOutcome(view, link) {
  const outcome = await pickOutcome(view, link.type, link.outcome);
  if (outcome && link.kind === "ghost") return void acceptLink(view, outcome);
  if (outcome) view.courier.do(link.type === "D" ? "redecide" : "relink", { of: link.id, fields: { outcome } });
}
