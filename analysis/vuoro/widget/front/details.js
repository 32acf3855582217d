// The panel beside the transcript: everything about the turn that the coder is at.
import { fill, make, slice, visible } from "./making.js";
import { named, valued } from "./attributes.js";

/** Draws the panel anew; it is small, so nothing is kept. */
export function drawDetails(view) {
  const { turns, row } = view;
  const person = view.people[turns.speaker[row]];
  const marks = view.marksAt(row);
  const links = view.linksAt(row);
  const memo = view.memos.get(row);
  view.panel.replaceChildren(
    make("h3", {}, fill(view.say("Turn %(n)s"), { n: turns.number[row] }),
      make("small", {}, [person.id, person.role, time(turns.start[row])].filter(Boolean).join(" · "))),
    ...marks.map((mark, at) => (at === view.mark ? markCard(view, mark) : markLine(view, mark, at))),
    ...links.map((link) => linkCard(view, link)),
    memo ? make("section", { class: "card memo" }, make("h4", {}, view.say("Memo")), make("p", { dir: "auto" }, visible(memo)),
      buttons(view, [["memo", "Change"]])) : "",
    ...(marks.length || links.length || memo ? [] : [make("p", { class: "quiet" }, view.say("No moves at this turn."))]));
  view.panel.querySelector(".open")?.scrollIntoView({ block: "nearest" });
}

/** A value of a field of decisions in words; "" where nothing was said. */
export function fieldInWords(view, { values }, value) {
  if (value === null || value === undefined || value === "") return "";
  if (values === "turn") return view.turns.number[value];
  return Array.isArray(values) ? values.find((one) => one.id === value)?.label ?? String(value) : String(value);
}

function time(seconds) {
  if (seconds === null || seconds === undefined) return "";
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** A move that is not in focus: one line, which puts it in focus. */
function markLine(view, mark, at) {
  const code = view.codes.get(mark.code) ?? { letter: "", label: mark.code };
  return make("button", { type: "button", class: `card line ${mark.kind} w${mark.way}`, on: { click: () => view.focusMark(at) } },
    make("b", { class: `letter w${mark.way}` }, code.letter), " ", code.label);
}

/** The move in focus: why a machine suggested it, what the codebook says, and what can be done. */
function markCard(view, mark) {
  const code = view.codes.get(mark.code) ?? { letter: "", label: mark.code, definition: "" };
  const talk = view.turns.raw[view.row];
  const facts = [];
  if (mark.why) facts.push([view.say("Evidence"), `“${slice(talk, ...mark.why.raw)}”`]);
  // A learned coder names many cues, the weightiest first.
  if (mark.cue) facts.push([view.say("Cue"), mark.cue.split("; ").slice(0, 3).join("; ")]);
  if (mark.score !== null && mark.score !== undefined) facts.push([view.say("Score"), mark.score.toFixed(2)]);
  if (mark.kind !== "own") facts.push([view.say("Coder"), mark.coder]);
  if (!mark.whole && String(mark.raw) !== String(mark.why?.raw)) facts.push([view.say("Words"), `“${slice(talk, ...mark.raw)}”`]);
  for (const [name, value] of Object.entries(mark.attributes ?? {})) facts.push([named(view, name), valued(view, value)]);
  if (mark.confidence) facts.push([view.say("Confidence"), fill(view.say("%(n)s of 3"), { n: mark.confidence })]);
  if (mark.note) facts.push([view.say("Note"), mark.note]);
  if (mark.looked) facts.push([view.say("Looked at again"), mark.looked.slice(0, 10)]);
  const acts = {
    ghost: [["accept", "Accept"], ["reject", "Reject"], ["palette", "Another code"]],
    own: [["attributes", "Attributes"], ["palette", "Another code"], ["link", "Link"], ["remove", "Remove"], ["history", "History"]],
    other: [], pending: [],
  }[mark.kind];
  return make("section", { class: `card open ${mark.kind} w${mark.way}` },
    make("h4", {}, make("b", { class: `letter w${mark.way}` }, code.letter), " ", code.label,
      mark.kind === "ghost" ? make("small", {}, " ", view.say("suggestion")) : ""),
    make("dl", {}, facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, visible(String(value)))))),
    code.definition ? make("details", { class: "definition" },
      make("summary", { tabindex: 0 }, view.say("Definition")), make("p", { lang: code.definedIn }, code.definition)) : "",
    buttons(view, acts));
}

/** What was said of a decision beside its outcome: as much as was. */
function facts(view, link) {
  if (!link.fields) return [];
  const { fields, features } = view.decision;
  const word = (field) => fieldInWords(view, field, link.fields[field.name]);
  const lines = fields.filter(({ name }) => name !== "outcome" && name !== "topic").map((field) => [field.label, word(field)]);
  const yes = features.filter(({ id }) => link.fields.features[id] === "y").map(({ label }) => label).join(", ");
  const by = link.suggestedBy ? [[view.say("Coder"), view.say("filled in by rules")]] : [];
  return [...lines, [`b1–b9: ${view.say("yes")}`, yes], [view.say("Note"), link.note ?? ""], ...by].filter(([, value]) => value !== "");
}

function linkCard(view, link) {
  const own = link.kind === "own";
  const main = link.type === "D" ? ["decision", "Change"] : ["outcome", "Another outcome"];
  return make("section", { class: `card ${link.kind}${link.id === view.link ? " open" : ""}` },
    make("h4", {}, make("b", { class: "letter w0" }, link.type), " ", link.label,
      link.kind === "ghost" ? make("small", {}, " ", view.say("suggestion")) : ""),
    make("p", {}, `${view.turns.number[link.first]} → ${view.turns.number[link.last]}: ${link.outcomeLabel}`),
    make("dl", { class: "long" }, facts(view, link).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, visible(String(value)))))),
    link.kind === "ghost" && link.id === view.link ? buttons(view, [["accept", "Accept"], ["reject", "Reject"], ["link", "Another outcome"]]) : "",
    own ? make("div", { class: "buttons" },
      make("button", { type: "button", on: { click: () => view.run(main[0], link.id) } }, view.say(main[1])),
      make("button", { type: "button", on: { click: () => view.run("remove", link.id) } }, view.say("Remove"))) : "");
}

/** Buttons for commands, each with the key that does the same. */
function buttons(view, acts) {
  return acts.length ? make("div", { class: "buttons" }, acts.map(([name, text]) =>
    make("button", { type: "button", on: { click: () => view.run(name) } }, view.say(text), " ",
      make("kbd", {}, view.keyFor(name))))) : "";
}

/** What can be done next, in a line: those who learn the keys need not open the sheet. */
export function hints(view) {
  return ["palette", "units", "link", "decision", "memo", "decide", "help"].flatMap((name) =>
    [make("kbd", {}, view.keyFor(name)), ` ${view.keys.find((key) => key.do === name).short}`]);
}
