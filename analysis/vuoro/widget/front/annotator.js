// The annotator: what the coder sees and which key does what. Rules are in Python: this file turns keys
// into wishes, sends them, and draws what Python says has become of them.
import { fill, make, slice, wordsOf } from "./making.js";
import { Courier } from "./saving.js";
import { Rows } from "./rows.js";
import { drawRow, guessHeight } from "./transcript.js";
import { choose, show, write } from "./chooser.js";
import { drawDetails, hints, spaced } from "./details.js";
import { Sound } from "./sound.js";

/** A coder who rests on turns for this long has seen them. */
const SEEN_AFTER = 1500;
/** How long keys wait for an answer of Python, in milliseconds. */
const PATIENCE = 4000;

let annotators = 0;

class Annotator {
  constructor(root, line) {
    this.root = root;
    this.name = `vuoro-${(annotators += 1)}`;
    this.courier = new Courier(line, {
      changed: (change) => this.take(change),
      refused: (refusal) => this.refuse(refusal),
      late: (count, pending) => this.drawSaving(count, pending),
    });
    this.say = (text) => this.words?.[text] ?? text;
    this.found = new Set();
    this.toSee = new Set();
    this.row = 0;
    this.focus = null;
    this.link = null;
    this.span = null;
    this.until = null;
    this.playing = -1;
    this.held = null;
    this.plain = false;
    root.classList.add("vuoro");
    root.addEventListener("keydown", (event) => this.pressed(event));
    this.onLeave = () => this.flushSeen();
    addEventListener("pagehide", this.onLeave);
    this.open();
  }

  // ---------------------------------------------------------------- beginning and end

  /** Asks for the transcript until it comes: a kernel that is busy or starting answers late. */
  async open() {
    const again = setInterval(() => this.courier.ask("open").then((message) => this.begin(message)), 3000);
    this.stopOpening = () => clearInterval(again);
    this.begin(await this.courier.ask("open"));
  }

  begin(opened) {
    this.stopOpening();
    if (this.turns) return;
    const { turns, people, words, keys, codes, types, tree } = opened;
    Object.assign(this, { turns, people, words, keys, types, tree, opened });
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.letters = new Map(codes.map((code) => [code.letter, code.id]));
    this.rowOf = new Map(turns.id.map((id, row) => [id, row]));
    this.commandOf = new Map(keys.flatMap((key) => key.keys.map((name) => [name, key.do])));
    this.marks = new Map();
    this.memos = new Map();
    this.seen = new Set();
    this.links = [];
    this.build();
    this.rows.fill(turns.raw.length);
    this.courier.begin(opened.shelf);
    this.take(opened);
    this.row = Math.max(0, Math.min(Number(this.courier.draft("row")) || 0, turns.raw.length - 1));
    if (turns.raw.length) this.go(this.row);
    for (const notice of opened.notices) this.tell(notice);
  }

  close() {
    this.flushSeen();
    removeEventListener("pagehide", this.onLeave);
    this.stopOpening();
    this.courier.close();
    this.rows?.close();
    this.sound?.close();
  }

  build() {
    const { opened, say } = this;
    this.scroller = make("div", {
      class: "transcript", role: "listbox", tabindex: 0, "aria-label": say("Transcript"),
      on: { mousedown: (event) => this.clicked(event) },
    });
    this.panel = make("aside", { class: "panel", "aria-label": say("About the turn") });
    this.search = make("input", {
      type: "search", "aria-label": say("Search"), placeholder: say("Words, codes, speakers, outcomes"),
      autocomplete: "off", spellcheck: "false", on: { keydown: (event) => this.searching(event) },
    });
    this.hits = make("span", { class: "hits", role: "status" });
    this.view = make("button", { type: "button", on: { click: () => this.run("view") } });
    this.finish = make("button", { type: "button", on: { click: () => this.run("finish") } });
    this.saving = make("span", { class: "saving", role: "status" });
    this.counts = make("span", { class: "counts" });
    this.bar = make("div", { class: "bar", "aria-hidden": "true" }, make("i"));
    this.message = make("p", { class: "message", role: "status", "aria-live": "polite" });
    this.sound = opened.sound ? new Sound(this, opened.sound) : null;
    this.root.lang = opened.language;
    const longest = Math.max(2, ...this.people.map(({ id }) => id.length));
    this.root.style.setProperty("--who", `${Math.min(longest + 1, 12)}ch`);
    this.root.replaceChildren(
      make("header", {},
        make("h2", { dir: "auto" }, opened.title, " ", make("small", {}, opened.coder, opened.blind ? ` · ${say("blind")}` : "")),
        this.search, this.hits, this.view, this.finish,
        make("button", { type: "button", "aria-label": say("Keys"), title: say("Keys"), on: { click: () => this.run("help") } }, "?")),
      make("div", { class: "progress" }, this.bar, this.counts, this.saving),
      make("div", { class: "body" }, this.scroller, this.panel),
      make("footer", {}, this.sound?.bar ?? "", this.message, make("span", { class: "hints" }, hints(this))));
    this.rows = new Rows(this.scroller, (row) => drawRow(this, row), (row) => guessHeight(this, row));
    this.drawToggles();
  }

  // ---------------------------------------------------------------- what Python says

  /** Takes over what has changed: turns that are told anew, sequences, memos, counts. */
  take(change) {
    if (!this.turns) return;
    const rows = new Set(Object.keys(change.marks ?? {}).map(Number));
    for (const row of rows) this.marks.set(row, change.marks[row]);
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
      for (const { first, last } of [...this.links, ...change.links]) [first, last].forEach((row) => rows.add(row));
      this.links = change.links;
    }
    if (change.counts) this.drawCounts(change.counts);
    if (change.goto !== undefined && change.goto !== this.row) this.go(change.goto);
    if (change.said) this.tell(change.said);
    this.rows.redraw([...rows]);
    if (rows.has(this.row)) drawDetails(this);
  }

  refuse({ why, id }) {
    this.tell(why, true);
    this.rows.redraw();
    drawDetails(this);
    console.warn("vuoro: refused", id, why);
  }

  /** The moves of a turn, with what has been decided and is not yet on disk. */
  marksAt(row) {
    const kept = this.marks.get(row) ?? [];
    const pending = [...this.courier.pending.values()].map(({ wish }) => wish).filter((wish) => wish.turn === this.turns.id[row]);
    if (!pending.length) return kept;
    const gone = new Set(pending.filter((wish) => ["accept", "reject", "remove"].includes(wish.do)).map((wish) => wish.of));
    const coming = pending.filter((wish) => wish.do === "annotate" || wish.do === "accept");
    return [...kept.filter((mark) => !gone.has(mark.id)), ...coming.map((wish) => this.coming(wish, row))];
  }

  coming(wish, row) {
    const ghost = (this.marks.get(row) ?? []).find((mark) => mark.id === wish.of);
    return {
      ...ghost, id: wish.id, kind: "pending", code: wish.code ?? ghost?.code, way: this.codes.get(wish.code)?.way ?? ghost?.way ?? 0,
      attributes: wish.attributes ?? {}, whole: true, why: null,
    };
  }

  linksAt(row) {
    return this.links.filter(({ first, last }) => first === row || last === row);
  }

  rowId(row) {
    return `${this.name}-row-${row}`;
  }

  // ---------------------------------------------------------------- where the coder is

  /** Which of the turn's moves is in focus, -1 for none. It is kept by its id: a move on its way changes place. */
  get mark() {
    return this.marksAt(this.row).findIndex((mark) => mark.id === this.focus);
  }

  set mark(at) {
    this.focus = this.marksAt(this.row)[at]?.id ?? null;
  }

  go(row, mark = null) {
    const before = this.stretch();
    const target = Math.max(0, Math.min(row, this.turns.raw.length - 1));
    if (target !== this.row) {
      this.span = null;
      this.link = null;
    }
    const old = this.row;
    this.row = target;
    this.until = null;
    this.courier.keepDraft("row", String(target));
    // A suggestion is in focus when one comes to a turn, so that a single key decides on it.
    this.mark = mark ?? this.marksAt(target).findIndex((one) => one.kind === "ghost");
    this.rows.reveal(target);
    this.rows.redraw([...new Set([old, target, ...range(...before)])]);
    this.scroller.setAttribute("aria-activedescendant", this.rowId(target));
    this.see(target);
    drawDetails(this);
  }

  /** First and last row of what is chosen: the turn, or the turns that it was extended over. */
  stretch() {
    return this.until === null ? [this.row, this.row] : [Math.min(this.row, this.until), Math.max(this.row, this.until)];
  }

  focusMark(at) {
    this.mark = at;
    this.link = null;
    this.rows.redraw([this.row]);
    drawDetails(this);
  }

  focusId(id) {
    const at = this.marksAt(this.row).findIndex((mark) => mark.id === id);
    if (at >= 0) this.focusMark(at);
    else if (this.linksAt(this.row).some((link) => link.id === id)) this.link = id;
  }

  takeFocus() {
    this.scroller.focus({ preventScroll: true });
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

  current() {
    return this.marksAt(this.row)[this.mark] ?? null;
  }

  /** The next row, in a direction, that has what is asked for. */
  seek(step, has) {
    for (let row = this.row + step; row >= 0 && row < this.turns.raw.length; row += step) {
      const at = this.marksAt(row).findIndex(has);
      if (at >= 0) return this.go(row, at);
    }
    return this.tell(this.say("No further one in this direction."));
  }

  /** As `seek`, but first among the later moves of this turn. */
  seekMark(step, has) {
    const here = this.marksAt(this.row);
    for (let at = this.mark + step; at >= 0 && at < here.length; at += step) {
      if (has(here[at])) return this.focusMark(at);
    }
    return this.seek(step, has);
  }

  // ---------------------------------------------------------------- keys

  pressed(event) {
    event.stopPropagation();
    if (!this.turns || event.isComposing || event.defaultPrevented) return;
    if (this.held) {
      this.held.push(event);
      event.preventDefault();
      return;
    }
    const inText = event.target.matches("input, textarea");
    const name = keyName(event);
    if (name === "Ctrl+s") {
      // Everything is saved already; the browser's own dialog would save the page.
      event.preventDefault();
      return;
    }
    if (inText || event.target.closest(".dialog")) return;
    if (event.target.matches("button, summary") && ["Enter", "Space", "Tab", "Shift+Tab"].includes(name)) return;
    if (this.span && this.inWords(name)) {
      event.preventDefault();
      return;
    }
    const command = this.commandOf.get(name);
    if (command) {
      event.preventDefault();
      this.run(command);
    } else if (this.letters.has(name)) {
      event.preventDefault();
      this.code(this.letters.get(name));
    }
  }

  /** Asks Python; keys that are pressed meanwhile wait, so that none acts on what is not there yet. */
  async asking(kind, fields) {
    this.held = [];
    const silence = new Promise((resolve) => { setTimeout(() => resolve(null), PATIENCE); });
    const answer = await Promise.race([this.courier.ask(kind, fields), silence]);
    // After whoever asked has opened a dialog, if that is what comes of it.
    setTimeout(() => {
      const held = this.held;
      this.held = null;
      for (const { key, shiftKey, ctrlKey, metaKey, altKey } of held) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, ctrlKey, metaKey, altKey, bubbles: true }));
      }
    });
    if (!answer) this.tell(this.say("Python does not answer. If the kernel was restarted, run the cell again."), true);
    return answer ?? {};
  }

  run(name, ...rest) {
    const command = this.commands[name];
    if (command) command.apply(this, rest);
  }

  keyFor(name) {
    const key = this.keys.find((one) => one.do === name);
    return key ? key.shown[0] : "";
  }

  commands = {
    next_turn() { this.go(this.row + 1); },
    previous_turn() { this.go(this.row - 1); },
    page_down() { this.go(this.rows.at(this.scroller.scrollTop + this.scroller.clientHeight)); },
    page_up() { this.go(this.rows.at(Math.max(0, this.scroller.scrollTop - this.scroller.clientHeight))); },
    first_turn() { this.go(0); },
    last_turn() { this.go(this.turns.raw.length - 1); },
    next_mark() { this.step(1); },
    previous_mark() { this.step(-1); },
    next_suggestion() { this.seekMark(1, (mark) => mark.kind === "ghost"); },
    previous_suggestion() { this.seekMark(-1, (mark) => mark.kind === "ghost"); },
    next_uncertain() { this.seekMark(1, (mark) => mark.uncertain); },
    previous_uncertain() { this.seekMark(-1, (mark) => mark.uncertain); },
    accept() { this.accept(); },
    accept_next() { if (this.accept()) this.run("next_suggestion"); },
    reject() { this.reject(); },
    remove(id = null) { this.remove(id); },
    palette() { this.palette(); },
    words() { this.beginWords(); },
    units() { this.nextUnit(); },
    more_turns() { this.extend(1); },
    fewer_turns() { this.extend(-1); },
    attributes() { this.attributes(); },
    confidence_1() { this.change({ confidence: 1 }); },
    confidence_2() { this.change({ confidence: 2 }); },
    confidence_3() { this.change({ confidence: 3 }); },
    memo() { this.memo(); },
    link() { this.linkFrom(); },
    outcome(id) { this.outcome(this.links.find((link) => link.id === id)); },
    decide() { this.decide(0); },
    history() { this.history(); },
    undo() { this.courier.do("undo"); },
    redo() { this.courier.do("redo"); },
    view() { this.switchView(); },
    find() { this.search.focus(); this.search.select(); },
    goto() { this.search.value = "#"; this.search.focus(); },
    next_hit() { this.toHit(1); },
    previous_hit() { this.toHit(-1); },
    play() { this.withSound((sound) => sound.toggle(this.row)); },
    loop() { this.withSound((sound) => sound.toggleLoop()); },
    follow() { this.withSound((sound) => sound.toggleFollow()); },
    slower() { this.withSound((sound) => sound.faster(-1)); },
    faster() { this.withSound((sound) => sound.faster(1)); },
    finish() { this.courier.do(this.finished ? "reopen" : "finish"); },
    help() { this.help(); },
    escape() { this.escape(); },
  };

  // ---------------------------------------------------------------- moves

  /** Gives a code to what is chosen: words, turns, the move in focus, or the whole turn. */
  code(id) {
    const mark = this.current();
    const chosen = this.span || this.until !== null;
    if (!chosen && mark?.kind === "ghost") return this.accept(id);
    if (!chosen && (mark?.kind === "own" || mark?.kind === "pending")) return this.change({ code: id });
    const [first, last] = this.stretch();
    // Over several turns, each turn of whoever speaks in the first is a unit of its own.
    const rows = range(first, last).filter((row) => this.turns.speaker[row] === this.turns.speaker[first]);
    for (const row of rows) this.decideAt(row, "annotate", { code: id, ...this.spanFields() });
    return undefined;
  }

  spanFields() {
    return this.span ? { span: [this.span.start, this.span.stop], side: this.plain ? "text" : "raw" } : {};
  }

  /** Sends a decision about a turn and shows it as on its way. */
  decideAt(row, kind, fields) {
    const id = this.courier.do(kind, { turn: this.turns.id[row], ...fields });
    this.span = null;
    this.until = null;
    if (row !== this.row) this.go(row);
    this.focusId(id);
    this.rows.redraw();
    drawDetails(this);
  }

  accept(code = null) {
    const mark = this.current();
    if (mark?.kind !== "ghost") {
      this.tell(this.say("No suggestion is in focus."));
      return false;
    }
    this.decideAt(this.row, "accept", { of: mark.id, ...(code ? { code } : {}) });
    return true;
  }

  reject() {
    const mark = this.current();
    if (mark?.kind !== "ghost") return this.tell(this.say("No suggestion is in focus."));
    const after = this.marksAt(this.row).slice(this.mark + 1).find((one) => one.kind === "ghost");
    this.decideAt(this.row, "reject", { of: mark.id });
    return after ? this.focusId(after.id) : undefined;
  }

  /** Takes away the sequence or the move in focus; a suggestion is rejected by that. */
  remove(id = null) {
    const link = this.links.find((one) => one.id === (id ?? this.link) && one.kind === "own");
    if (link) return void this.courier.do("unlink", { of: link.id });
    const mark = this.current();
    if (mark?.kind === "ghost") return this.reject();
    if (mark?.kind !== "own" && mark?.kind !== "pending") return this.tell(this.say("No move is in focus."));
    return void this.decideAt(this.row, "remove", { of: mark.id });
  }

  change(fields) {
    const mark = this.current();
    if (mark?.kind !== "own" && mark?.kind !== "pending") return this.tell(this.say("No move of yours is in focus."));
    return void this.courier.do("change", { turn: this.turns.id[this.row], of: mark.id, fields });
  }

  async palette() {
    const mark = this.current();
    const options = [...this.codes.values()].map((code) => ({
      value: code.id, label: code.label, letter: code.letter, way: code.way, words: code.names,
    }));
    const id = await choose(this, {
      title: mark ? this.say("Which code instead?") : this.say("Which code?"), options, typing: true,
      start: options.findIndex((option) => option.value === mark?.code),
    });
    if (id) this.code(id);
  }

  /** Attributes of the codebook, then confidence and a note of one's own. */
  async attributes() {
    const mark = this.current();
    if (mark?.kind !== "own" && mark?.kind !== "pending") return this.tell(this.say("No move of yours is in focus."));
    const known = this.codes.get(mark.code)?.attributes ?? [];
    const options = [...known.map(({ name }) => ({
      value: name, label: spaced(name), hint: mark.attributes[name] === undefined ? "" : spaced(mark.attributes[name]),
    })), { value: "", label: this.say("Note"), hint: mark.note ?? "" }];
    const name = await choose(this, { title: this.say("Which attribute?"), options, typing: false });
    if (name === null) return undefined;
    if (name === "") {
      const note = await write(this, { title: this.say("Note on the move"), text: mark.note, name: `note:${mark.id}` });
      return note === null ? undefined : void this.courier.do("change", { of: mark.id, fields: { note } });
    }
    const value = await this.valueOf(known.find((one) => one.name === name), mark);
    if (value === null) return undefined;
    const { [name]: _, ...others } = mark.attributes;
    return void this.courier.do("change", { of: mark.id, fields: { attributes: value === "" ? others : { ...others, [name]: value } } });
  }

  valueOf({ name, values }, mark) {
    if (!Array.isArray(values)) {
      return write(this, { title: spaced(name), text: String(mark.attributes[name] ?? ""), name: `${name}:${mark.id}` });
    }
    const options = [...values.map((value) => ({ value, label: this.say(spaced(value)) })), { value: "", label: this.say("not coded") }];
    return choose(this, { title: spaced(name), options, typing: false, start: values.indexOf(mark.attributes[name]) });
  }

  async memo() {
    const turn = this.turns.id[this.row];
    const text = await write(this, { title: this.say("Memo"), text: this.memos.get(this.row) ?? "", name: `memo:${turn}` });
    if (text !== null) this.courier.do("memo", { turn, text });
  }

  async history() {
    const mark = this.current();
    const of = this.link ?? (mark?.kind === "own" ? mark.id : null);
    if (!of) return this.tell(this.say("No move of yours is in focus."));
    const { lines } = await this.asking("history", { of });
    return lines && show(this, { title: this.say("History"), parts: [{ lines }] });
  }

  // ---------------------------------------------------------------- words, units, turns

  /** Chooses words: of the move in focus, or the first of the turn. */
  beginWords() {
    const words = wordsOf(this.talk());
    if (!words.length) return this.tell(this.say("This turn has no words."));
    const mark = this.current();
    const taken = mark?.kind === "own" ? mark[this.plain ? "text" : "raw"] : null;
    this.from = taken ? words.findIndex(([, stop]) => stop > taken[0]) : 0;
    this.to = taken ? words.findLastIndex(([start]) => start < taken[1]) : 0;
    this.changing = taken ? mark.id : null;
    if (!taken) this.mark = -1;
    return this.setWords(words);
  }

  setWords(words = wordsOf(this.talk())) {
    const [first, last] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    this.span = { start: words[first][0], stop: words[last][1] };
    this.rows.redraw([this.row]);
    this.tell(slice(this.talk(), this.span.start, this.span.stop));
  }

  /** Keys while words are chosen; says whether the key was one of them. */
  inWords(name) {
    const words = wordsOf(this.talk());
    const within = (at) => Math.max(0, Math.min(at, words.length - 1));
    if (name === "Shift+ArrowRight") this.to = within(this.to + 1);
    else if (name === "Shift+ArrowLeft") this.to = within(this.to - 1);
    else if (name === "ArrowRight") this.from = this.to = within(Math.max(this.from, this.to) + 1);
    else if (name === "ArrowLeft") this.from = this.to = within(Math.min(this.from, this.to) - 1);
    else if (name === "Shift+End") this.to = words.length - 1;
    else if (name === "Enter" && this.changing) {
      this.courier.do("change", { turn: this.turns.id[this.row], of: this.changing, fields: this.spanFields() });
      this.span = null;
      this.rows.redraw([this.row]);
      return true;
    } else return false;
    this.setWords(words);
    return true;
  }

  talk() {
    return this.plain ? this.turns.text[this.row] : this.turns.raw[this.row];
  }

  /** Chooses the units of the turn, one after another; where they end is for Python to say. */
  async nextUnit() {
    const row = this.row;
    const { units } = await this.asking("units", { turn: this.turns.id[row], side: this.plain ? "text" : "raw" });
    if (row !== this.row || !units?.length) return;
    const after = this.span ? units.findIndex(([start]) => start >= this.span.stop) : 0;
    const [start, stop] = units[Math.max(0, after)];
    const words = wordsOf(this.talk());
    this.from = Math.max(0, words.findIndex(([, end]) => end > start));
    this.to = Math.max(this.from, words.findLastIndex(([begin]) => begin < stop));
    this.mark = -1;
    this.changing = null;
    this.setWords(words);
  }

  extend(step) {
    const until = Math.max(0, Math.min((this.until ?? this.row) + step, this.turns.raw.length - 1));
    const before = this.stretch();
    this.until = until === this.row ? null : until;
    this.mark = -1;
    this.rows.redraw([...range(...before), ...range(...this.stretch())]);
    this.rows.reveal(until);
    this.tell(fill(this.say("%(n)s turns chosen"), { n: Math.abs(until - this.row) + 1 }));
  }

  /** The next or previous thing at the turn: moves, then sequences, then nothing. */
  step(by) {
    const marks = this.marksAt(this.row);
    const links = this.linksAt(this.row);
    const many = marks.length + links.length;
    const here = this.link ? marks.length + links.findIndex((link) => link.id === this.link) : this.mark;
    // One place more than there are things: nothing in focus.
    const next = ((here + 1 + by + many + 1) % (many + 1)) - 1;
    this.link = next >= marks.length ? links[next - marks.length].id : null;
    this.mark = next < marks.length ? next : -1;
    this.rows.redraw([this.row]);
    drawDetails(this);
    const mark = this.current();
    if (mark) this.tell(this.spoken(mark));
  }

  /** A move as a screen reader says it. */
  spoken(mark) {
    const kind = mark.kind === "ghost" ? `${this.say("suggestion")}: ` : "";
    const why = mark.why ? `, ${this.say("Evidence")}: “${slice(this.turns.raw[this.row], ...mark.why.raw)}”` : "";
    return `${kind}${this.codes.get(mark.code)?.label ?? mark.code}${why}`;
  }

  // ---------------------------------------------------------------- sequences

  /** Links from this turn: the kind, the turn that answers, the outcome. Python proposes all three. */
  async linkFrom() {
    if (this.link) return this.outcome(this.links.find((link) => link.id === this.link));
    const row = this.row;
    const mark = this.current();
    const { offers } = await this.asking("offers", { turn: this.turns.id[row], code: mark?.code ?? "" });
    if (!offers) return undefined;
    const options = offers.map((offer) => ({
      value: offer, label: `${offer.type} ${offer.label}`, hint: offer.proposed ? this.linkHint(offer) : "",
    }));
    const offer = options.length === 1 ? options[0].value :
      await choose(this, { title: this.say("Which sequence begins here?"), options, typing: false });
    if (!offer) return undefined;
    const end = await this.pickTurn(row, offer);
    if (end === null) return undefined;
    const outcome = await this.pickOutcome(offer.type, offer.outcome);
    if (!outcome) return undefined;
    const last = this.turns.id[end];
    return void this.courier.do("link", {
      type: offer.type, first_turn: this.turns.id[row], last_turn: last,
      response_turn: end === row ? "" : last, outcome, code: offer.code, ...(offer.key ? { of: offer.key } : {}),
    });
  }

  linkHint(offer) {
    return `→ ${this.turns.number[offer.last]} ${offer.outcomeLabel}`;
  }

  /** A list of the turns that follow, the proposed one chosen. */
  pickTurn(row, offer) {
    const rows = range(row, Math.min(row + 40, this.turns.raw.length - 1));
    const options = rows.map((at) => ({
      value: at, label: `${this.turns.number[at]} ${this.people[this.turns.speaker[at]].id}: ${this.turns.text[at].slice(0, 90)}`,
      letter: "", words: [String(this.turns.number[at])],
    }));
    return choose(this, {
      title: fill(this.say("%(type)s: where is it answered?"), { type: offer.label }), options, typing: true,
      start: rows.indexOf(offer.last),
    });
  }

  pickOutcome(type, proposed) {
    const { label, outcomes } = this.types[type];
    return choose(this, {
      title: fill(this.say("%(type)s: what became of it?"), { type: label }), typing: false,
      options: outcomes.map(({ id, label: name }) => ({ value: id, label: name })),
      start: outcomes.findIndex((outcome) => outcome.id === proposed),
    });
  }

  async outcome(link) {
    if (!link) return;
    if (link.kind !== "own") return;
    const outcome = await this.pickOutcome(link.type, link.outcome);
    if (outcome) this.courier.do("relink", { of: link.id, fields: { outcome } });
  }

  // ---------------------------------------------------------------- helps

  /** The codebook's questions, one after another; the first yes names the code. */
  async decide(at) {
    const { question, answers } = this.tree[at];
    const more = at + 1 < this.tree.length;
    const options = [
      ...answers.map(({ answer, code }) => ({ value: code, label: answer, hint: this.codes.get(code)?.label ?? "" })),
      { value: "", label: more ? this.say("No: the next question") : this.say("No code") },
    ];
    const code = await choose(this, {
      title: fill(this.say("Question %(n)s of %(all)s"), { n: at + 1, all: this.tree.length }), about: question, options, typing: false,
    });
    if (code === null) return undefined;
    if (code === "") return more ? this.decide(at + 1) : this.tell(this.say("No code"));
    return this.code(code);
  }

  help() {
    const parts = this.opened.groups.map((heading) => ({
      heading, lines: this.keys.filter((key) => key.group === heading).map((key) => [key.shown, key.what]),
    }));
    const letters = [...this.codes.values()].map((code) => [[`⇧${code.letter}`], code.label]);
    return show(this, { title: this.say("Keys"), keys: true, parts: [...parts, { heading: this.say("Codes"), lines: letters }] });
  }

  escape() {
    this.span = null;
    const before = this.stretch();
    this.until = null;
    this.mark = -1;
    this.link = null;
    this.tell("");
    this.rows.redraw([...range(...before)]);
    drawDetails(this);
  }

  switchView() {
    this.plain = !this.plain;
    this.span = null;
    this.drawToggles();
    this.rows.fill(this.turns.raw.length);
    this.rows.reveal(this.row);
  }

  // ---------------------------------------------------------------- search

  async searching(event) {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "ArrowDown") {
      event.preventDefault();
      if (event.key === "Escape") this.showHits([]);
      this.takeFocus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.search.value === this.searched && this.found.size) return this.toHit(event.shiftKey ? -1 : 1);
      this.searched = this.search.value;
      const { rows = [] } = await this.asking("find", { text: this.searched });
      this.showHits(rows);
      if (rows.length) this.go(rows.find((row) => row >= this.row) ?? rows[0]);
      this.countHits();
    }
    return undefined;
  }

  showHits(rows) {
    this.found = new Set(rows);
    this.hitRows = rows;
    if (!rows.length) this.searched = null;
    this.rows.redraw();
    this.hits.textContent = "";
  }

  countHits() {
    const at = (this.hitRows ?? []).indexOf(this.row) + 1;
    this.hits.textContent = this.hitRows?.length ?
      fill(this.say("%(n)s of %(all)s"), { n: at || "–", all: this.hitRows.length }) : this.say("nothing found");
  }

  toHit(step) {
    const hits = this.hitRows ?? [];
    const next = step > 0 ? hits.find((row) => row > this.row) ?? hits[0] : hits.findLast((row) => row < this.row) ?? hits.at(-1);
    if (next !== undefined) this.go(next);
    this.countHits();
  }

  // ---------------------------------------------------------------- sound

  withSound(act) {
    if (this.sound) act(this.sound);
    else this.tell(this.say("There is no recording beside this transcript."));
  }

  /** Shows which turn is heard, and goes along. */
  playTo(row) {
    if (row === this.playing) return;
    const old = this.playing;
    this.playing = row;
    if (row >= 0) this.rows.reveal(row);
    this.rows.redraw([old, row]);
  }

  // ---------------------------------------------------------------- lines around the transcript

  drawToggles() {
    this.view.textContent = this.plain ? this.say("Words only") : this.say("As transcribed");
    this.view.title = this.say("Show signs of transcription or words only");
    this.view.setAttribute("aria-pressed", String(this.plain));
    this.finish.textContent = this.finished ? this.say("Finished ✓") : this.say("Finish");
    this.finish.setAttribute("aria-pressed", String(Boolean(this.finished)));
  }

  drawCounts(counts) {
    this.finished = counts.finished;
    this.counts.textContent = counts.told;
    this.bar.firstChild.style.width = `${100 * counts.seen / Math.max(1, counts.turns)}%`;
    this.drawToggles();
  }

  drawSaving(late, pending) {
    if (!this.saving) return;
    const text = late ? fill(this.say("not saved: %(n)s"), { n: late }) : this.say("saved");
    if (!late && pending) return;
    if (this.saving.textContent !== text) this.saving.textContent = text;
    this.saving.classList.toggle("late", late > 0);
    this.saving.title = late ? this.say("Nothing is lost: it is kept in this browser and sent again. If the kernel was restarted, run the cell again.") : "";
  }

  /** One line below the transcript, which a screen reader reads out. */
  tell(text, trouble = false) {
    this.message.textContent = text;
    this.message.classList.toggle("trouble", trouble);
  }

  clicked(event) {
    const element = event.target.closest("[data-row]");
    if (!element) return;
    const row = Number(element.dataset.row);
    const mark = event.target.closest("[data-mark]")?.dataset.mark;
    const link = event.target.closest("[data-link]")?.dataset.link;
    if (getSelection().toString() && !mark && !link) return;
    const at = mark ? this.marksAt(row).findIndex((one) => one.id === mark) : null;
    this.go(row, at);
    if (link) {
      this.link = link;
      this.rows.redraw([row]);
      drawDetails(this);
    }
  }
}

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** A key as Python's table names it: "j", "Shift+ArrowDown", "Ctrl+z"; a capital is a letter with Shift. */
function keyName(event) {
  const named = event.key === " " ? "Space" : event.key;
  const letter = named.length === 1;
  // CapsLock must not turn commands into codes.
  const key = letter ? (event.shiftKey ? named.toUpperCase() : named.toLowerCase()) : named;
  const shift = event.shiftKey && (!letter || event.ctrlKey || event.metaKey);
  return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

/** What anywidget calls; the page on localhost calls it with a model of its own. */
function render({ model, el }) {
  const annotator = new Annotator(el, {
    send: (message) => model.send(message),
    hear: (callback) => model.on("msg:custom", (message, buffers) => {
      if (buffers?.length) message.bytes = buffers[0];
      callback(message);
    }),
  });
  return () => annotator.close();
}

export default { render };
