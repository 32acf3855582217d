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

/** A list of the turns that follow, the proposed one chosen; a number goes to its turn. */
function pickTurn(view, row, offer) {
  const { number, speaker, text } = view.turns;
  const options = text.slice(row, row + REACH).map((talk, after) => ({
    value: row + after, label: `${number[row + after]} ${view.people[speaker[row + after]].id}: ${talk.slice(0, 90)}`,
    words: [String(number[row + after])],
  }));
  return choose(view, {
    title: fill(view.say("%(type)s: where is it answered?"), { type: offer.label }), options, typing: true, start: offer.last - row,
    hint: view.say("number, or words of the turn"),
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

export async function changeOutcome(view, link) {
  const outcome = await pickOutcome(view, link.type, link.outcome);
  if (outcome) view.courier.do("relink", { of: link.id, fields: { outcome } });
}
