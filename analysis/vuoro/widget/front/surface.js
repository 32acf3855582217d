// What the surfaces have in common: keys that become commands, questions to Python, a line that is read out,
// and what is not saved yet.
import { fill } from "./making.js";
import { Courier } from "./saving.js";
import { show } from "./chooser.js";

/** How long keys wait for an answer of Python; milliseconds. */
const PATIENCE = 4000;
/** How long until Python is asked again what there is to show: a kernel that is busy or starting answers late. */
const AGAIN = 3000;

let surfaces = 0;

export class Surface {
  /** `commands` are functions of the surface, whose `key` is what was pressed; Python's table says which gives which. */
  constructor(root, line, commands) {
    this.root = root;
    this.commands = commands;
    this.name = `vuoro-${(surfaces += 1)}`;
    this.courier = new Courier(line, {
      changed: (change) => this.take(change),
      refused: (refusal) => this.refuse(refusal),
      late: (count, pending) => this.drawSaving(count, pending),
    });
    this.held = null;
    this.begun = false;
    this.say = (text) => this.words?.[text] ?? text;
    root.classList.add("vuoro");
    root.addEventListener("keydown", (event) => this.pressed(event));
    this.opening = setInterval(() => this.open(), AGAIN);
  }

  async open() {
    const opened = await this.courier.ask("open");
    clearInterval(this.opening);
    if (this.begun) return;
    this.begun = true;
    const { words, keys, groups, codes, types, terms } = opened;
    Object.assign(this, { words, keys, groups, types, terms });
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.letters = new Map(codes.map((code) => [code.letter, code.id]));
    this.commandOf = new Map(keys.flatMap((key) => key.keys.map((name) => [name, key.do])));
    this.begin(opened);
  }

  close() {
    clearInterval(this.opening);
    this.courier.close();
    this.rows?.close();
  }

  pressed(event) {
    event.stopPropagation();
    if (!this.begun || event.isComposing || event.defaultPrevented) return;
    if (this.held) {
      this.held.push(event);
      event.preventDefault();
    } else if (this.obeys(keyName(event), event.target)) event.preventDefault();
  }

  /** Does what a key means where the focus is; says whether it means anything there. */
  obeys(name, target) {
    // Everything is saved already; the browser's own dialog would save the page.
    if (name === "Ctrl+s") return true;
    if (target.matches("input, textarea") || target.closest(".dialog")) return false;
    if (target.matches("button, summary") && ["Enter", "Space"].includes(name)) return false;
    this.key = name;
    if (this.commandOf.has(name)) this.run(this.commandOf.get(name));
    else if (this.letters.has(name)) this.giveCode(this.letters.get(name));
    else return false;
    return true;
  }

  run(name, ...rest) {
    this.commands[name](this, ...rest);
  }

  /** The key that gives a command, as it is printed. */
  keyFor(name) {
    return this.keys.find((key) => key.do === name)?.shown[0] ?? "";
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
    if (answer?.tell === "refused") this.tell(answer.why, true);
    if (!answer) this.tell(this.say("Python does not answer. If the kernel was restarted, run the cell again."), true);
    return answer ?? {};
  }

  takeFocus() {
    this.scroller.focus({ preventScroll: true });
  }

  /** Says what is not saved once that is late; a moment of waiting is nobody's concern. */
  drawSaving(late, pending) {
    if (!this.saving || (pending && !late)) return;
    const text = late ? fill(this.say("not saved: %(n)s"), { n: late }) : this.say("saved");
    if (this.saving.textContent === text) return;
    this.saving.textContent = text;
    this.saving.classList.toggle("late", late > 0);
    this.saving.title = late ? this.say("Nothing is lost: it is kept in this browser and sent again. If the kernel was restarted, run the cell again.") : "";
  }

  /** One line below, which a screen reader reads out. */
  tell(text, trouble = false) {
    this.message.textContent = text;
    this.message.classList.toggle("trouble", trouble);
  }
}

/** A key as Python's table names it: "j", "Shift+ArrowDown", "Ctrl+z"; a capital is a letter with Shift. */
function keyName(event) {
  const named = event.key === " " ? "Space" : event.key;
  const letter = named.length === 1;
  // CapsLock must not turn commands into codes.
  const key = letter ? (event.shiftKey ? named.toUpperCase() : named.toLowerCase()) : named;
  const control = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && (!letter || control);
  return [control && "Ctrl", event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

/** The sheet of keys: commands by what they are for, and the letters of the codes. */
export function showKeys(view) {
  const parts = view.groups.map((heading) => ({
    heading, lines: view.keys.filter((key) => key.group === heading).map((key) => [key.shown, key.what]),
  }));
  const letters = [...view.codes.values()].map((code) => [[`⇧${code.letter}`], code.label]);
  return show(view, { title: view.say("Keys"), keys: true, parts: [...parts, { heading: view.say("Codes"), lines: letters }] });
}

/** A surface in what anywidget gives: a model that sends and hears messages. */
export function attached(Made, { model, el }) {
  const surface = new Made(el, {
    send: (message) => model.send(message),
    hear: (callback) => model.on("msg:custom", (message, buffers) => {
      if (buffers?.length) message.bytes = buffers[0];
      callback(message);
    }),
  });
  return () => surface.close();
}
