// The adjudicator: the places at which coders differ, those on which most hangs first, and one of them with its
// talk, what each coder says, and how it is settled. Rules are in Python, as for the annotator.
import { fill, make, pieces, visible } from "./making.js";
import { Rows } from "./rows.js";
import { named, valued } from "./attributes.js";
import { Surface, attached } from "./surface.js";
import { SETTLE, settleWith } from "./settling.js";

/** How many tones the style sheet has for speakers. */
const TONES = 8;
/** Turns before and after the place that are shown, and the most that can be. */
const AROUND = 4;
const MOST = 40;

class Adjudicator extends Surface {
  constructor(root, line) {
    super(root, line, SETTLE);
    // Where the adjudicator is, how far the talk is shown, and which places are settled or, by decision, on their way.
    Object.assign(this, { row: 0, around: AROUND, talk: [] });
    this.settled = new Map();
    this.coming = new Map();
    root.classList.add("settling");
    this.open();
  }

  begin(opened) {
    this.places = opened.places;
    for (const [id, settled] of Object.entries(opened.settled)) this.settled.set(id, settled);
    this.build(opened);
    this.rows.fill(this.places.length);
    this.courier.begin(opened.shelf);
    this.drawCounts(opened.counts);
    const left = this.places.findIndex((place) => place.id === this.courier.draft("place"));
    if (this.places.length) this.go(left >= 0 ? left : Math.max(0, this.places.findIndex(({ id }) => !this.settled.has(id))));
    else this.tell(this.say("The coders do not differ anywhere."));
  }

  build({ title, by, blind, language }) {
    const { say } = this;
    const help = make("button", { type: "button", "aria-label": say("Keys"), title: say("Keys"), on: { click: () => this.run("help") } }, "?");
    this.scroller = make("div", {
      class: "places", role: "listbox", tabindex: 0, "aria-label": say("Places"), on: { mousedown: (event) => this.clicked(event) },
    });
    this.panel = make("section", { class: "place", tabindex: 0, "aria-label": say("The place") });
    this.bar = make("div", { class: "bar", "aria-hidden": "true" }, make("i"));
    this.counts = make("span", { class: "counts" });
    this.saving = make("span", { class: "saving", role: "status" });
    this.message = make("p", { class: "message", role: "status", "aria-live": "polite" });
    const hints = this.keys.filter(({ short }) => short).flatMap(({ shown, short }) => [make("kbd", {}, shown[0]), ` ${short}`]);
    this.root.lang = language;
    this.root.replaceChildren(
      make("header", {}, make("h2", { dir: "auto" }, title, " ", make("small", {}, blind ? `${by} · ${say("blind")}` : by)), help),
      make("div", { class: "progress" }, this.bar, this.counts, this.saving),
      make("div", { class: "body" }, this.scroller, this.panel),
      make("footer", {}, this.message, make("span", { class: "hints" }, hints)));
    this.rows = new Rows(this.scroller, (row) => this.drawRow(row), () => 66);
  }

  // ---------------------------------------------------------------- what Python says

  take(change) {
    if (!this.places) return;
    const changed = Object.entries(change.settled ?? {});
    for (const [id, settled] of changed) {
      if (settled) this.settled.set(id, settled);
      else this.settled.delete(id);
    }
    if (change.counts) this.drawCounts(change.counts);
    if (change.said) this.tell(change.said);
    this.coming.delete(change.id);
    this.rows.redraw();
    if (change.goto !== undefined) this.goTo(change.goto);
    else this.draw();
    if (this.places.every(({ id }) => this.settled.has(id))) this.tell(this.say("Everything is settled."));
  }

  refuse({ id, why }) {
    if (this.coming.has(id)) this.goTo(this.coming.get(id));
    this.coming.delete(id);
    this.tell(why, true);
  }

  /** Goes on to the next place that is open, while the decision is on its way; one that is refused leads back. */
  sent(place, id) {
    const anew = this.isSettled(place);
    this.coming.set(id, place.id);
    if (!anew) this.seek(1, true);
  }

  /** Whether a place is settled, or on its way. */
  isSettled({ id }) {
    return this.settled.has(id) || [...this.coming.values()].includes(id);
  }

  // ---------------------------------------------------------------- where the adjudicator is

  place() {
    return this.places[this.row];
  }

  giveCode(id) {
    if (this.places.length && !this.place().type) settleWith(this, id);
  }

  run(name, ...rest) {
    if (this.places.length || name === "help") super.run(name, ...rest);
  }

  go(row) {
    const old = this.row;
    this.row = Math.max(0, Math.min(row, this.places.length - 1));
    this.courier.keepDraft("place", this.place().id);
    this.talk = this.row === old ? this.talk : [];
    this.rows.reveal(this.row);
    this.rows.redraw([old, this.row]);
    this.scroller.setAttribute("aria-activedescendant", this.rowId(this.row));
    this.draw();
    this.look();
  }

  goTo(id) {
    this.go(Math.max(0, this.places.findIndex((place) => place.id === id)));
  }

  /** The next place in a direction that is open; with `round`, from the first one again where there is none. */
  seek(step, round = false) {
    const open = this.places.map((place, row) => row).filter((row) => !this.isSettled(this.places[row]));
    const there = step > 0 ? open.find((row) => row > this.row) : open.findLast((row) => row < this.row);
    const row = there ?? (round ? open[0] : undefined);
    if (row !== undefined) return this.go(row);
    this.draw();
    return open.length ? this.tell(this.say("No further one in this direction.")) : undefined;
  }

  /** Shows more of the talk around, or less. */
  reach(by) {
    this.around = Math.max(0, Math.min(this.around + by, MOST));
    this.look();
  }

  async look() {
    const { id } = this.place();
    const { place } = await this.courier.ask("look", { of: id, around: this.around });
    if (this.place().id !== id || !place) return;
    this.talk = place;
    const longest = Math.max(2, ...place.map(({ speaker }) => speaker.length));
    this.panel.style.setProperty("--who", `${Math.min(longest + 1, 12)}ch`);
    this.draw();
  }

  clicked(event) {
    const row = event.target.closest("[data-row]")?.dataset.row;
    if (row !== undefined) this.go(Number(row));
  }

  // ---------------------------------------------------------------- drawing

  rowId(row) {
    return `${this.name}-row-${row}`;
  }

  drawCounts({ all, done, told }) {
    this.counts.textContent = told;
    this.bar.firstChild.style.width = `${100 * done / Math.max(1, all)}%`;
  }

  /** A place in the list: where, what each says, how it is settled. */
  drawRow(row) {
    const place = this.places[row];
    const settled = this.settled.get(place.id);
    return make("div", {
      role: "option", id: this.rowId(row), class: settled ? "row done" : "row", "data-row": row,
      "aria-selected": row === this.row ? "true" : "false", "aria-posinset": row + 1, "aria-setsize": this.places.length,
    },
      make("span", { class: "where" }, `${settled ? "✓ " : ""}${place.encounter} · ${place.turn}${place.type ? ` · ${place.type}` : ""}`,
        make("small", {}, place.cost.toFixed(1))),
      make("span", { class: "words", dir: "auto" }, visible(place.words)),
      make("span", { class: "versus" }, settled ? this.inWords(settled) : place.codings.map(({ told }) => told.map(({ label }) => label).join(" + ")).join(" | ")));
  }

  inWords({ codings }) {
    return codings.map(({ label }) => label).join(" + ") || this.nothing();
  }

  nothing() {
    return this.place().type ? this.say("no sequence") : this.say("no code of the codebook");
  }

  /** The place that the adjudicator is at. */
  draw() {
    const { say } = this;
    const place = this.place();
    if (!place) return;
    const cost = fill(say("Cost %(cost)s (measures: %(measures)s, sequences: %(sequences)s)"), {
      cost: place.cost.toFixed(1), measures: place.measures.length, sequences: place.sequences,
    });
    this.panel.replaceChildren(
      make("h3", {}, `${place.encounter} · ${place.turn}${place.type ? ` · ${place.type} ${place.label}` : ""}`,
        make("small", { title: place.measures.join(", ") }, cost)),
      make("div", { class: "talks" }, this.talk.map((turn) => this.drawTurn(turn, place))),
      make("div", { class: "sides" }, place.codings.map((coding, at) => this.drawCoding(coding, at, place))),
      this.drawSettled(place),
      make("div", { class: "buttons" },
        this.button("palette", place.type ? say("Another outcome") : say("Another code")), this.button("nothing", say("Nothing here")),
        this.button("attributes", say("Attributes")), this.button("note", say("Note"))));
    this.panel.querySelector(".begins")?.scrollIntoView({ block: "nearest" });
  }

  button(name, text) {
    return make("button", { type: "button", on: { click: () => { this.run(name); } } }, text, " ", make("kbd", {}, this.keyFor(name)));
  }

  drawTurn(turn, place) {
    const spans = !turn.begins || place.type ? [] :
      place.codings.flatMap((coding, at) => coding.judgements.filter(({ span }) => span).map(({ span }) => [...span, `mark mark${at % 2}`]));
    const looks = ["turn", `s${turn.tone % TONES}`, turn.here ? "here" : "", turn.begins ? "begins" : ""].filter(Boolean);
    return make("p", { class: looks.join(" ") },
      make("span", { class: "number" }, turn.number), make("b", { class: "who", dir: "auto", title: turn.role }, turn.speaker),
      make("span", { class: "talk raw", dir: "auto" }, ...pieces(turn.raw, spans)));
  }

  /** What one coder says, with the digit that settles it so. */
  drawCoding(coding, at, place) {
    const same = { type: "button", class: "main", on: { click: () => this.run("as_coder", String(at + 1)) } };
    return make("section", { class: "card", "aria-label": coding.coder },
      make("h4", {}, coding.coder),
      coding.judgements.length ? coding.judgements.map((one) => this.drawJudged(one, place)) : make("p", { class: "quiet" }, this.nothing()),
      coding.memo ? make("p", { class: "said", dir: "auto" }, make("small", {}, `${this.say("Memo")}: `), visible(coding.memo)) : "",
      make("div", { class: "buttons" }, make("button", same, fill(this.say("As %(coder)s"), { coder: coding.coder }), " ", make("kbd", {}, at + 1))));
  }

  /** A code or an outcome with its attributes and its note. */
  drawJudged(one, place) {
    const letter = place.type || (this.codes.get(one.id)?.letter ?? "");
    const facts = Object.entries(one.attributes).map(([name, value]) => [named(this, name), valued(this, value)]);
    if (one.span) facts.push([this.say("Words"), `“${Array.from(place.words).slice(...one.span).join("")}”`]);
    if (one.note) facts.push([this.say("Note"), one.note]);
    return make("div", { class: "judged" },
      make("span", { class: `chip w${one.way}` }, make("b", { class: `letter w${one.way}` }, letter), make("span", { class: "label" }, one.label),
        one.confidence ? make("small", {}, fill(this.say("confidence %(n)s of 3"), { n: one.confidence })) : null),
      one.last ? make("small", {}, fill(this.say("until turn %(n)s"), { n: one.last })) : null,
      make("dl", { class: "long" }, facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, visible(String(value)))))));
  }

  /** How the place is settled, or that it is open, with the note that waits. */
  drawSettled(place) {
    const settled = this.settled.get(place.id);
    const waiting = this.courier.draft(`settle:${place.id}`);
    if (!settled) {
      return make("section", { class: "card open-place" }, make("h4", {}, this.say("Open")),
        waiting ? make("p", { class: "said", dir: "auto" }, fill(this.say("to be settled with: %(note)s"), { note: visible(waiting) })) : "");
    }
    const how = settled.choice ? fill(this.say("as %(coder)s has it"), { coder: settled.choice }) : this.say("as nobody had it");
    return make("section", { class: "card settled" }, make("h4", {}, `${this.say("Settled")}, ${how}`),
      settled.codings.length ? settled.codings.map((one) => this.drawJudged(one, place)) : make("p", {}, this.nothing()),
      settled.note ? make("p", { class: "said", dir: "auto" }, make("small", {}, `${this.say("Note")}: `), visible(settled.note)) : "");
  }
}

/** What anywidget calls; the page on localhost calls it with a model of its own. */
function render(given) {
  return attached(Adjudicator, given);
}

export default { render };
