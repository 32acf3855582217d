// The annotator: the page, where the coder is in it, and what Python says has become of it. Rules are in
// Python; here keys are turned into wishes and answers into a drawing.
import { fill, make, slice } from "./making.js";
import { Rows } from "./rows.js";
import { drawRow, guessHeight } from "./transcript.js";
import { drawDetails, hints } from "./details.js";
import { Sound } from "./sound.js";
import { giveCode } from "./coding.js";
import { keyInWords } from "./extending.js";
import { keyInSearch } from "./searching.js";
import { Surface, attached } from "./surface.js";
import { COMMANDS } from "./commands.js";

/** A coder who rests at turns for this long has seen them; milliseconds. */
const SEEN_AFTER = 1500;
/** How long a coder rests before sequences are suggested. */
const RESTING = 400;

class Annotator extends Surface {
  constructor(root, line) {
    super(root, line, COMMANDS);
    this.marks = new Map();
    this.memos = new Map();
    this.links = [];
    this.ghosts = new Map();
    this.seen = new Set();
    this.toSee = new Set();
    this.found = new Set();
    // Where the coder is: the turn; the move or the sequence in focus, by id; chosen words; the turn that the
    // choice was extended to.
    Object.assign(this, { row: 0, focus: null, link: null, span: null, until: null, changing: false });
    Object.assign(this, { playing: -1, plain: false, finished: false });
    this.leaving = () => this.flushSeen();
    addEventListener("pagehide", this.leaving);
    this.open();
  }

  // ---------------------------------------------------------------- beginning and end

  begin(opened) {
    const { turns, people, decision, tree } = opened;
    Object.assign(this, { turns, people, decision, tree });
    this.build(opened);
    this.rows.fill(turns.raw.length);
    this.courier.begin(opened.shelf);
    this.take(opened);
    if (turns.raw.length) this.go(Number(this.courier.draft("row")) || 0);
    for (const notice of opened.notices) this.tell(notice, true);
  }

  close() {
    this.flushSeen();
    clearTimeout(this.ghosting);
    removeEventListener("pagehide", this.leaving);
    this.sound?.close();
    super.close();
  }

  build({ title, coder, blind, language, sound }) {
    const { say } = this;
    const button = (name, attributes = {}) => make("button", { type: "button", ...attributes, on: { click: () => this.run(name) } });
    this.scroller = make("div", {
      class: "transcript", role: "listbox", tabindex: 0, "aria-label": say("Transcript"), on: { mousedown: (event) => this.clicked(event) },
    });
    this.panel = make("aside", { class: "panel", tabindex: 0, "aria-label": say("About the turn") });
    this.search = make("input", {
      type: "search", "aria-label": say("Search"), placeholder: say("Words, codes, speakers, outcomes"),
      autocomplete: "off", spellcheck: "false", on: { keydown: (event) => keyInSearch(this, event) },
    });
    this.hits = make("span", { class: "hits", role: "status" });
    this.side = button("view", { title: say("Show signs of transcription or words only") });
    this.finish = button("finish");
    const help = button("help", { "aria-label": say("Keys"), title: say("Keys") });
    help.textContent = "?";
    this.saving = make("span", { class: "saving", role: "status" });
    this.counts = make("span", { class: "counts" });
    this.bar = make("div", { class: "bar", "aria-hidden": "true" }, make("i"));
    this.message = make("p", { class: "message", role: "status", "aria-live": "polite" });
    this.sound = sound ? new Sound(this, sound) : null;
    this.root.lang = language;
    const longest = Math.max(2, ...this.people.map(({ id }) => id.length));
    this.root.style.setProperty("--who", `${Math.min(longest + 1, 12)}ch`);
    this.root.replaceChildren(
      make("header", {},
        make("h2", { dir: "auto" }, title, " ", make("small", {}, blind ? `${coder} · ${say("blind")}` : coder)),
        this.search, this.hits, this.side, this.finish, help),
      make("div", { class: "progress" }, this.bar, this.counts, this.saving),
      make("div", { class: "body" }, this.scroller, this.panel),
      make("footer", {}, this.sound?.bar ?? "", this.message, make("span", { class: "hints" }, hints(this))));
    this.rows = new Rows(this.scroller, (row) => drawRow(this, row), (row) => guessHeight(this, row));
    this.drawToggles();
  }

  // ---------------------------------------------------------------- what Python says

  /** Takes over what has changed: the moves of turns, memos, turns seen, sequences, counts. */
  take(change) {
    if (!this.turns) return;
    const rows = new Set();
    for (const [row, marks] of Object.entries(change.marks ?? {})) {
      this.marks.set(Number(row), marks);
      rows.add(Number(row));
    }
    for (const [row, memo] of Object.entries(change.memos ?? {})) {
      if (memo) this.memos.set(Number(row), memo);
      else this.memos.delete(Number(row));
      rows.add(Number(row));
    }
    for (const row of change.seen ?? []) {
      this.seen.add(row);
      rows.add(row);
    }
    if (change.links) {
      for (const { first, last } of [...this.links, ...change.links]) rows.add(first).add(last);
      this.links = change.links;
      if (!this.linked()) this.link = null;
    }
    if (change.counts) this.drawCounts(change.counts);
    if (change.goto !== undefined && change.goto !== this.row) this.go(change.goto);
    if (change.said) this.tell(change.said);
    this.rows.redraw([...rows]);
    if (rows.has(this.row)) drawDetails(this);
    if (rows.size || change.tell === "done") this.askGhosts();
  }

  refuse({ why }) {
    this.tell(why, true);
    this.rows.redraw();
    drawDetails(this);
  }

  /** The moves of a turn, with what has been decided and is not yet on the disk. */
  marksAt(row) {
    const kept = this.marks.get(row) ?? [];
    const wishes = this.courier.wishes().filter((wish) => wish.turn === this.turns.id[row]);
    if (!wishes.length) return kept;
    const gone = new Set(wishes.filter((wish) => ["accept", "reject", "remove"].includes(wish.do)).map((wish) => wish.of));
    const coming = wishes.filter((wish) => wish.do === "annotate" || wish.do === "accept").map((wish) => {
      const ghost = kept.find((mark) => mark.id === wish.of);
      const code = wish.code ?? ghost?.code;
      return { ...ghost, id: wish.id, kind: "pending", code, way: this.codes.get(code)?.way ?? 0, attributes: {}, whole: true, why: null };
    });
    return [...kept.filter((mark) => !gone.has(mark.id)), ...coming];
  }

  /** The sequences and decisions of a turn, and the sequences that are suggested to begin there. */
  linksAt(row) {
    const own = this.links.filter(({ first, last }) => first === row || last === row);
    const left = (this.ghosts.get(row) ?? []).filter((ghost) => !own.some(({ type, first }) => type === ghost.type && first === row));
    return [...own, ...left];
  }

  /** Asks, once the coder rests, which sequences follow from the moves around. */
  askGhosts() {
    clearTimeout(this.ghosting);
    this.ghosting = setTimeout(async () => {
      const { first, last, ghosts } = await this.courier.ask("ghosts", { turn: this.turns.id[this.row] });
      if (!ghosts) return;
      const changed = [];
      for (let row = first; row <= last; row += 1) {
        const now = ghosts[row] ?? [];
        if (JSON.stringify(now) !== JSON.stringify(this.ghosts.get(row) ?? [])) changed.push(row);
        this.ghosts.set(row, now);
      }
      if (this.link && !this.linked()) this.link = null;
      this.rows.redraw(changed);
      if (changed.includes(this.row)) drawDetails(this);
    }, RESTING);
  }

  // ---------------------------------------------------------------- where the coder is

  /** Which of the turn's moves is in focus, -1 for none. It is kept by its id: a move on its way changes place. */
  get mark() {
    return this.marksAt(this.row).findIndex((mark) => mark.id === this.focus);
  }

  set mark(at) {
    this.focus = this.marksAt(this.row)[at]?.id ?? null;
  }

  current() {
    return this.marksAt(this.row).find((mark) => mark.id === this.focus) ?? null;
  }

  /** The sequence in focus. */
  linked() {
    return this.links.find((link) => link.id === this.link) ?? this.linksAt(this.row).find((link) => link.id === this.link) ?? null;
  }

  go(row, mark = null) {
    const before = this.stretch();
    const old = this.row;
    this.row = Math.max(0, Math.min(row, this.turns.raw.length - 1));
    if (this.row !== old) Object.assign(this, { span: null, link: null });
    this.until = null;
    this.courier.keepDraft("row", String(this.row));
    // A suggestion is in focus when one comes to a turn, so that a single key decides on it.
    this.mark = mark ?? this.marksAt(this.row).findIndex((one) => one.kind === "ghost");
    this.rows.reveal(this.row);
    this.redrawStretch(before);
    this.scroller.setAttribute("aria-activedescendant", this.rowId(this.row));
    this.see(this.row);
    drawDetails(this);
    this.askGhosts();
  }

  /** First and last row of what is chosen: the turn, or the turns that it was extended over. */
  stretch() {
    const until = this.until ?? this.row;
    return [Math.min(this.row, until), Math.max(this.row, until)];
  }

  /** Draws what was chosen before and what is chosen now. */
  redrawStretch(before) {
    const rows = [before, this.stretch()].flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
    this.rows.redraw([...new Set(rows)]);
  }

  chooseNothing() {
    const before = this.stretch();
    Object.assign(this, { span: null, until: null, focus: null, link: null });
    this.tell("");
    this.redrawStretch(before);
    drawDetails(this);
  }

  focusMark(at) {
    this.mark = at;
    this.link = null;
    this.rows.redraw([this.row]);
    drawDetails(this);
  }

  /** The next or previous thing at the turn: moves, then sequences, then nothing. */
  step(by) {
    const marks = this.marksAt(this.row);
    const things = [...marks.map(({ id }) => [id, null]), ...this.linksAt(this.row).map(({ id }) => [null, id]), [null, null]];
    const here = things.findIndex(([mark, link]) => mark === this.focus && link === this.link);
    [this.focus, this.link] = things.at((here + by) % things.length);
    this.rows.redraw([this.row]);
    drawDetails(this);
    if (this.current()) this.tell(this.spoken(this.current()));
  }

  /** The next move in a direction that is what is asked for, at this turn or another. */
  seek(step, is) {
    const last = this.turns.raw.length;
    for (let row = this.row, from = this.mark + step; row >= 0 && row < last; row += step, from = null) {
      const marks = this.marksAt(row);
      for (let at = from ?? (step > 0 ? 0 : marks.length - 1); at >= 0 && at < marks.length; at += step) {
        if (is(marks[at])) return row === this.row ? this.focusMark(at) : this.go(row, at);
      }
      const ghost = row !== this.row && is({ kind: "ghost" }) && this.linksAt(row).find((link) => link.kind === "ghost");
      if (ghost) return this.goToLink(row, ghost.id);
    }
    return this.tell(this.say("No further one in this direction."));
  }

  /** A move as a screen reader says it. */
  spoken(mark) {
    const kind = mark.kind === "ghost" ? `${this.say("suggestion")}: ` : "";
    const why = mark.why ? `, ${this.say("Evidence")}: “${slice(this.turns.raw[this.row], ...mark.why.raw)}”` : "";
    return `${kind}${this.codes.get(mark.code)?.label ?? mark.code}${why}`;
  }

  see(row) {
    if (this.seen.has(row)) return;
    this.toSee.add(row);
    clearTimeout(this.seeing);
    if (this.toSee.size >= 20) this.flushSeen();
    else this.seeing = setTimeout(() => this.flushSeen(), SEEN_AFTER);
  }

  flushSeen() {
    clearTimeout(this.seeing);
    if (!this.toSee.size) return;
    this.courier.do("see", { turns: [...this.toSee].map((row) => this.turns.id[row]) });
    this.toSee.clear();
  }

  // ---------------------------------------------------------------- keys and mouse

  obeys(name, target) {
    const free = !target.matches("input, textarea, button, summary") && !target.closest(".dialog");
    return (this.span && free && keyInWords(this, name)) || super.obeys(name, target);
  }

  giveCode(id) {
    giveCode(this, id);
  }

  goToLink(row, id) {
    this.go(row, -1);
    Object.assign(this, { focus: null, link: id });
    this.rows.redraw([row]);
    drawDetails(this);
  }

  clicked(event) {
    const element = event.target.closest("[data-row]");
    if (!element) return;
    const row = Number(element.dataset.row);
    const mark = event.target.closest("[data-mark]")?.dataset.mark;
    const link = event.target.closest("[data-link]")?.dataset.link;
    this.go(row, mark ? this.marksAt(row).findIndex((one) => one.id === mark) : null);
    if (link) this.goToLink(row, link);
  }

  switchView() {
    this.plain = !this.plain;
    this.span = null;
    this.drawToggles();
    this.rows.fill(this.turns.raw.length);
    this.rows.reveal(this.row);
  }

  /** Shows which turn is heard, -1 for none, and goes along if asked to. */
  playTo(row, follow = false) {
    if (row === this.playing) return;
    const old = this.playing;
    this.playing = row;
    if (follow && row >= 0) this.rows.reveal(row);
    this.rows.redraw([old, row]);
  }

  // ---------------------------------------------------------------- lines around the transcript

  rowId(row) {
    return `${this.name}-row-${row}`;
  }

  drawToggles() {
    this.side.textContent = this.plain ? this.say("Words only") : this.say("As transcribed");
    this.side.setAttribute("aria-pressed", String(this.plain));
    this.finish.textContent = this.finished ? this.say("Finished ✓") : this.say("Finish");
    this.finish.setAttribute("aria-pressed", String(this.finished));
  }

  drawCounts(counts) {
    this.finished = counts.finished;
    this.counts.textContent = counts.told;
    this.bar.firstChild.style.width = `${100 * counts.seen / Math.max(1, counts.turns)}%`;
    this.drawToggles();
  }
}

/** What anywidget calls; the page on localhost calls it with a model of its own. */
function render(given) {
  return attached(Annotator, given);
}

export default { render };
