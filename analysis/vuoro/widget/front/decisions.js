// Decisions: where one ends, what came of it, and who had what part in it. Rules fill the form in from the
// moves; the coder changes what is not so, and saves.
import { fill } from "./making.js";
import { choose, write } from "./chooser.js";
import { fieldInWords } from "./details.js";
import { askTurn } from "./linking.js";

/** Codes a decision from this turn, or changes the one in focus. */
export async function codeDecision(view, id = null) {
  const link = view.links.find((one) => one.id === (id ?? view.link) && one.type === "D") ?? null;
  const turn = view.turns.id[view.row];
  const { offer } = link ? { offer: null } : await view.asking("decision", { turn });
  if (offer === undefined) return undefined;
  const draft = `decision:${link?.id ?? turn}`;
  const said = { ...beginning(view, link ?? offer), ...JSON.parse(view.courier.draft(draft) ?? "{}") };
  const wanted = await fillIn(view, said, { draft, byRule: Boolean(offer), start: link || offer ? "save" : "last_turn" });
  view.courier.keepDraft(draft, null);
  if (!wanted) return undefined;
  const told = withTurns(view, said);
  if (link) return view.courier.do("redecide", { of: link.id, fields: told });
  return view.courier.do("decide", offer ? { ...told, of: offer.id, suggested_by: offer.by } : told);
}

/** What the form begins with: what is known of the decision, or the turns that are chosen. */
function beginning(view, known) {
  const [first, last] = view.stretch();
  if (known) return { ...known.fields, first_turn: known.first, last_turn: known.last };
  return { first_turn: first, last_turn: last, outcome: "", features: {}, sealed_turn: null };
}

/** Turns by id, as Python wants them; what was left open is not told. */
function withTurns(view, said) {
  const turn = (row) => (row === null || row === undefined ? "" : view.turns.id[row]);
  const told = { ...said, first_turn: turn(said.first_turn), last_turn: turn(said.last_turn), sealed_turn: turn(said.sealed_turn) };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

/** The form: a list of fields, of which one after another is chosen, until it is saved; says whether it is. */
async function fillIn(view, said, { draft, byRule, start }) {
  const title = fill("%(what)s · %(turn)s", { what: view.say("Decision"), turn: fill(view.say("Turn %(n)s"), { n: view.turns.number[said.first_turn] }) });
  for (let at = start; ;) {
    const options = fieldsOf(view, said);
    const what = await choose(view, {
      title, options, typing: false, start: options.findIndex((one) => one.value === at),
      about: byRule ? view.say("Filled in by rules from the moves; change what is not so, then save.") : "",
    });
    if (what === null) return false;
    if (what === "save" && said.outcome) return true;
    at = what === "save" ? "outcome" : what;
    Object.assign(said, await asked(view, said, at));
    view.courier.keepDraft(draft, JSON.stringify(said));
    if (what === "save") at = "save";
  }
}

function fieldsOf(view, said) {
  const { fields } = view.decision;
  const features = view.decision.features.map(({ id }) => ({ y: "●", n: "○", "": "–" })[said.features[id]] ?? "·").join("");
  return [
    { value: "save", label: view.say("Save the decision"), hint: "Enter" },
    { value: "last_turn", label: view.say("Last turn"), hint: view.turns.number[said.last_turn] },
    ...fields.map((field) => ({ value: field.name, label: field.label, hint: fieldInWords(view, field, said[field.name]) })),
    { value: "features", label: view.say("Opportunity and influence (b1–b9)"), hint: features },
    { value: "note", label: view.say("Note"), hint: said.note ?? "" },
  ];
}

/** What the coder says of one field: an object with that field, or nothing where nothing is said. */
async function asked(view, said, name) {
  if (name === "features") return { features: await askFeatures(view, said.features) };
  const field = view.decision.fields.find((one) => one.name === name);
  const title = field?.label ?? (name === "note" ? view.say("Note") : view.say("Last turn"));
  const value = await fieldValue(view, title, name === "note" ? "text" : field?.values ?? "last", said, name);
  return value === null ? {} : { [name]: value === NOTHING ? null : value };
}

/** A value that takes what was said away; of a choice, null says that nothing was chosen. */
const NOTHING = Symbol("nothing");

async function fieldValue(view, title, values, said, name) {
  const draft = `decision:${name}:${said.first_turn}`;
  if (values === "last") return askTurn(view, { title, from: said.first_turn, start: said.last_turn });
  if (values === "turn") return askTurn(view, { title, from: said.first_turn, to: said.last_turn, start: said[name], none: NOTHING });
  if (values === "text") return write(view, { title, text: said[name] ?? "", name: draft });
  if (values === "number") {
    const text = await write(view, { title: `${title} (${view.say("a number")})`, text: String(said[name] ?? ""), name: draft });
    return text === null || !/^\d{1,3}$/.test(text) ? null : Number(text);
  }
  const options = values.map(({ id, label }) => ({ value: id, label }));
  const open = name === "commitment" ? NOTHING : "";
  if (name !== "outcome" && name !== "goal_owner") options.push({ value: open, label: view.say("not coded") });
  return choose(view, { title, typing: false, options, start: values.findIndex((one) => one.id === said[name]) });
}

/** The nine features; the digit of one, or Enter, goes from yes to no to what does not apply. */
async function askFeatures(view, features) {
  const said = { ...features };
  const words = { y: view.say("yes"), n: view.say("no"), "": view.say("does not apply") };
  for (let at = 0; ;) {
    const options = view.decision.features.map(({ id, label }) => ({
      value: id, label, hint: words[said[id]] ?? view.say("not coded"),
    }));
    const id = await choose(view, {
      title: view.say("Opportunity and influence (b1–b9)"), typing: false, start: at,
      options: [...options, { value: "", label: view.say("Done"), hint: "Esc" }],
    });
    if (!id) return said;
    at = options.findIndex((one) => one.value === id);
    said[id] = { y: "n", n: "" }[said[id]] ?? "y";
  }
}
