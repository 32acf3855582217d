// One turn as it stands in the list: number, speaker, talk, and chips for moves and sequences.
import { fill, make, pieces, size } from "./making.js";

/** How many tones the style sheet has for speakers; further speakers begin again at the first. */
const TONES = 8;

/** Roughly how high a row will be, in pixels; it is measured once it is drawn. */
export function guessHeight(view, row) {
  const width = Math.max(30, (view.scroller.clientWidth - 380) / 7.6);
  return 15 + 21 * Math.max(1, Math.ceil(view.turns.raw[row].length / width), Math.min(4, view.marksAt(row).length));
}

/** The element of a row. Its children are for the eye and the mouse: an option holds no controls. */
export function drawRow(view, row) {
  const { turns } = view;
  const current = row === view.row;
  const [first, last] = view.stretch();
  const classes = ["row", `s${turns.speaker[row] % TONES}`];
  if (row >= first && row <= last) classes.push("chosen");
  if (view.found.has(row)) classes.push("found");
  if (!view.seen.has(row)) classes.push("unseen");
  if (row === view.playing) classes.push("playing");
  return make("div", {
    role: "option", id: view.rowId(row), class: classes.join(" "), "data-row": row,
    "aria-selected": current ? "true" : "false", "aria-posinset": row + 1, "aria-setsize": turns.raw.length,
  },
    make("span", { class: "number" }, turns.number[row], turns.line[row] ? make("small", {}, turns.line[row]) : null),
    make("span", { class: "who", dir: "auto" }, view.people[turns.speaker[row]].id),
    make("span", { class: view.plain ? "talk plain" : "talk raw", dir: "auto" }, ...drawTalk(view, row, current)),
    make("span", { class: "chips" },
      view.marksAt(row).map((mark, at) => drawChip(view, mark, current && at === view.mark)),
      view.linksAt(row).map((link) => drawLink(view, link, row, current && link.id === view.link)),
      view.memos.has(row) ? make("span", { class: "memo" }, "✎ ", view.memos.get(row)) : null));
}

/** The talk, cut where a move begins or ends; evidence and selected words are marked. */
function drawTalk(view, row, current) {
  const text = view.plain ? view.turns.text[row] : view.turns.raw[row];
  const side = view.plain ? "text" : "raw";
  const spans = view.plain ? [] : (view.turns.signs[row] ?? []).map(([start, stop]) => [start, stop, "sign"]);
  view.marksAt(row).forEach((mark, at) => {
    if (!mark[side]) return;
    const look = `${mark.kind === "ghost" ? "guess" : "coded"} w${mark.way}`;
    if (mark.kind !== "ghost" || (current && at === view.mark)) spans.push([...mark[side], look]);
    if (current && at === view.mark && mark.why) spans.push([...mark.why[side], "hit"]);
  });
  if (current && view.span) spans.push([view.span.start, Math.min(view.span.stop, size(text)), "words"]);
  return pieces(text, spans);
}

/** A move: colour, letter and name, so that none of them has to be seen. */
export function drawChip(view, mark, focused) {
  const code = view.codes.get(mark.code) ?? { letter: "", label: mark.code };
  const said = { ghost: view.say("suggestion"), other: mark.coder, pending: view.say("being saved") }[mark.kind];
  return make("span", {
    class: `chip ${mark.kind} w${mark.way}${focused ? " focused" : ""}`, "data-mark": mark.id, title: code.label,
  },
    make("b", { class: `letter w${mark.way}` }, code.letter),
    make("span", { class: "label" }, code.label),
    said ? make("span", { class: mark.kind === "other" ? "by" : "for-ears" }, ` (${said})`) : null,
    mark.until ? make("small", {}, ` –${mark.until}`) : null,
    mark.confidence ? make("small", { class: "sure", title: view.say("confidence") },
      make("span", { "aria-hidden": "true" }, "●".repeat(mark.confidence) + "○".repeat(3 - mark.confidence)),
      make("span", { class: "for-ears" }, fill(view.say("confidence %(n)s of 3"), { n: mark.confidence }))) : null);
}

/** A sequence at the turn that opens it or closes it. */
export function drawLink(view, link, row, focused) {
  const opens = row === link.first;
  const other = view.turns.number[opens ? link.last : link.first];
  const there = link.first === link.last ? "" : `${opens ? "→" : "←"} ${other} `;
  return make("span", {
    class: `link ${link.kind}${focused ? " focused" : ""}`, "data-link": link.id, title: link.label,
  }, make("b", {}, link.type), ` ${there}${opens || link.first === link.last ? link.outcomeLabel : ""}`,
    link.kind === "ghost" ? make("span", { class: "for-ears" }, ` (${view.say("suggestion")})`) : null,
    link.due ? make("b", { class: "due", title: view.say("What became of the doubt is to be linked too.") }, " S5?") : null);
}
