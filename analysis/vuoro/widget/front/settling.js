// What each command of the adjudicator does. Which key gives it, and what it is called, stands in Python's
// table of keys. Each settlement is a wish that Python grants or refuses.
import { askAttribute } from "./attributes.js";
import { choose, write } from "./chooser.js";
import { showKeys } from "./surface.js";

export const SETTLE = {
  next_place: (view) => view.go(view.row + 1),
  previous_place: (view) => view.go(view.row - 1),
  next_open: (view) => view.seek(1),
  previous_open: (view) => view.seek(-1),
  page_down: (view) => view.go(Math.max(view.row + 1, view.rows.away(view.row, 1))),
  page_up: (view) => view.go(Math.min(view.row - 1, view.rows.away(view.row, -1))),
  first_place: (view) => view.go(0),
  last_place: (view) => view.go(view.places.length - 1),
  more_talk: (view) => view.reach(2),
  less_talk: (view) => view.reach(-2),
  as_coder: (view, number = view.key) => asCoder(view, Number(number) - 1),
  palette: (view) => another(view),
  nothing: (view) => settle(view, "write", {}),
  attributes: (view) => editSettled(view),
  note: (view) => writeNote(view),
  undo: (view) => view.courier.do("undo"),
  redo: (view) => view.courier.do("redo"),
  help: (view) => showKeys(view),
};

/** The draft of a note that waits for its place to be settled. */
function draftOf(place) {
  return `settle:${place.id}`;
}

/** Sends how the place is settled, with the note that was written for it, and goes to the next open one. */
function settle(view, kind, fields) {
  const place = view.place();
  const note = view.settled.get(place.id)?.note || view.courier.draft(draftOf(place)) || "";
  view.courier.keepDraft(draftOf(place), null);
  view.sent(place, view.courier.do(kind, { of: place.id, note, ...fields }));
}

function asCoder(view, at) {
  if (at >= view.place().codings.length) return view.tell(view.say("No such coder."));
  return settle(view, "choose", { coder: at });
}

/** As nobody has it: another code, or for a sequence another outcome. */
async function another(view) {
  const { type } = view.place();
  const id = type ? await choose(view, {
    title: view.say("What became of it?"), typing: false,
    options: view.types[type].outcomes.map((outcome) => ({ value: outcome.id, label: outcome.label })),
  }) : await choose(view, {
    title: view.say("Which code?"), typing: true, hint: view.say("letter, or part of a name"),
    options: [...view.codes.values()].map((code) => ({
      value: code.id, label: code.label, letter: code.letter, way: code.way, words: code.names,
    })),
  });
  if (id) settleWith(view, id);
}

/** Settles with a code, or an outcome, whoever has given it. */
export function settleWith(view, id) {
  const place = view.place();
  if (!place.type && id === "other") return settle(view, "write", {});
  return settle(view, "write", { third: { [place.type ? "outcome" : "code"]: id } });
}

/** Attributes of what the place is settled as; of several codes, of one that is chosen. */
async function editSettled(view) {
  const place = view.place();
  const codings = view.settled.get(place.id)?.codings ?? [];
  if (!codings.length) return view.tell(view.say("This place is not settled yet."));
  const at = codings.length === 1 ? 0 : await choose(view, {
    title: view.say("Which of the codes?"), typing: false, options: codings.map(({ label }, value) => ({ value, label })),
  });
  if (at === null) return undefined;
  const known = (place.type ? view.types[place.type] : view.codes.get(codings[at].id))?.attributes ?? [];
  const asked = await askAttribute(view, { known, has: codings[at].attributes, id: place.id });
  return asked ? view.courier.do("amend", { of: place.id, at, attributes: asked.attributes }) : undefined;
}

/** A note on how it is settled; where it is not yet, the note waits for that. */
async function writeNote(view) {
  const place = view.place();
  const settled = view.settled.get(place.id);
  const draft = draftOf(place);
  const text = settled?.note ?? view.courier.draft(draft) ?? "";
  const note = await write(view, { title: view.say("Note on how it is settled"), text, name: `${draft}:writing` });
  if (note === null) return undefined;
  if (settled) return view.courier.do("amend", { of: place.id, note });
  view.courier.keepDraft(draft, note || null);
  return view.draw();
}
