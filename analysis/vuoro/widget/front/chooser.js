// A small dialog over the transcript: choose one of a list by typing, arrows or number; or write a text.
import { make } from "./making.js";

let made = 0;

/** Opens a dialog in the annotator and closes it when the promise of its content is kept. */
function dialog(view, title, fill) {
  const name = `vuoro-dialog-${(made += 1)}`;
  const box = make("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": name },
    make("h3", { id: name }, title));
  const veil = make("div", { class: "veil" }, box);
  return new Promise((resolve) => {
    const close = (answer) => {
      veil.remove();
      view.takeFocus();
      resolve(answer);
    };
    veil.addEventListener("mousedown", (event) => { if (event.target === veil) close(null); });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(null);
      else if (event.key === "Tab") keepInside(box, event);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    view.root.append(veil);
    fill(box, close, name);
  });
}

function keepInside(box, event) {
  const stops = [...box.querySelectorAll("button, input, textarea, [tabindex='0']")];
  const at = stops.indexOf(event.target) + (event.shiftKey ? -1 : 1);
  stops.at(at % stops.length)?.focus();
}

/**
 * Lets the coder choose one of `options`: `{value, label, hint?, letter?, way?, words?}`.
 * With `typing`, what is typed is compared with the label and with `words`, such as the names in all three
 * languages; without, digits choose. The promise gives the value, or null.
 */
export function choose(view, { title, about = "", options, typing, start = 0, hint = "" }) {
  return dialog(view, title, (box, close, name) => {
    const list = make("div", { role: "listbox", id: `${name}-list`, "aria-labelledby": name, tabindex: typing ? -1 : 0 });
    const input = typing ? make("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-labelledby": name,
      autocomplete: "off", spellcheck: "false", placeholder: hint,
    }) : null;
    const state = { shown: options, at: Math.max(0, start) };

    const draw = () => {
      list.replaceChildren(...state.shown.map((option, at) => make("div", {
        role: "option", id: `${name}-${at}`, "aria-selected": at === state.at ? "true" : "false",
        on: { click: () => close(option.value), mousemove: () => point(at) },
      },
        typing ? (option.letter !== undefined ? make("b", { class: `letter w${option.way ?? 0}` }, option.letter) : null)
          : make("kbd", {}, at < 9 ? at + 1 : ""),
        make("span", { class: "label" }, option.label), option.hint ? make("small", {}, option.hint) : null)));
      point(state.at);
    };
    const point = (at) => {
      state.at = Math.max(0, Math.min(at, state.shown.length - 1));
      [...list.children].forEach((child, i) => child.setAttribute("aria-selected", String(i === state.at)));
      const focus = input ?? list;
      if (state.shown.length) focus.setAttribute("aria-activedescendant", `${name}-${state.at}`);
      else focus.removeAttribute("aria-activedescendant");
      list.children[state.at]?.scrollIntoView({ block: "nearest" });
    };
    input?.addEventListener("input", () => {
      state.shown = ranked(options, input.value);
      state.at = 0;
      draw();
    });
    box.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
      if (event.key in steps) point(state.at + steps[event.key]);
      else if (event.key === "Enter") { if (state.shown.length) close(state.shown[state.at].value); }
      else if (!typing && /^[1-9]$/.test(event.key) && options[event.key - 1]) close(options[event.key - 1].value);
      else if (!typing && event.key === "Home") point(0);
      else if (!typing && event.key === "End") point(options.length);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    box.append(...[about ? make("p", { class: "about" }, about) : "", input ?? "", list].filter(Boolean));
    draw();
    (input ?? list).focus();
  });
}

/** Options whose names hold what was typed: the letter first, then beginnings of words, then the rest. */
export function ranked(options, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return options;
  const rank = ({ letter = "", label, words = [] }) => {
    if (letter.toLocaleLowerCase() === wanted) return 0;
    const names = [label, ...words].map((name) => name.toLocaleLowerCase());
    if (names.some((name) => name.startsWith(wanted))) return 1;
    if (names.some((name) => name.split(/[\s/(-]+/).some((word) => word.startsWith(wanted)))) return 2;
    return names.some((name) => name.includes(wanted)) ? 3 : 4;
  };
  return options.map((option) => [rank(option), option]).filter(([how]) => how < 4)
    .sort(([one], [other]) => one - other).map(([, option]) => option);
}

/**
 * Lets the coder write. What is written is kept as a draft under `name`, so that a reload in the middle of a
 * sentence loses none of it. The promise gives the text, or null.
 */
export function write(view, { title, text = "", name }) {
  return dialog(view, title, (box, close, id) => {
    const area = make("textarea", { rows: 4, "aria-labelledby": id, spellcheck: "true" });
    area.value = view.courier.draft(name) ?? text;
    const finish = (answer) => {
      view.courier.keepDraft(name, null);
      close(answer);
    };
    area.addEventListener("input", () => view.courier.keepDraft(name, area.value));
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      finish(area.value.trim());
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") view.courier.keepDraft(name, null); }, true);
    box.append(area, make("div", { class: "buttons" },
      make("button", { type: "button", class: "main", on: { click: () => finish(area.value.trim()) } },
        view.say("Save"), " ", make("kbd", {}, "Enter")),
      make("button", { type: "button", on: { click: () => finish(null) } }, view.say("Cancel"), " ", make("kbd", {}, "Esc"))));
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
}

/** Shows something to read, such as the keys or a history: lines of `[left, right]` under headings. */
export function show(view, { title, parts, keys = false }) {
  return dialog(view, title, (box, close) => {
    const body = make("div", { class: "reading", tabindex: 0, role: "region", "aria-label": title });
    for (const { heading, lines } of parts) {
      if (heading) body.append(make("h4", {}, heading));
      body.append(make("dl", {}, lines.map(([left, right]) => make("div", {},
        make("dt", {}, keys ? left.map((key) => make("kbd", {}, key)) : left), make("dd", {}, right)))));
    }
    box.classList.add("wide");
    box.append(body, make("div", { class: "buttons" },
      make("button", { type: "button", on: { click: () => close(null) } }, view.say("Close"), " ", make("kbd", {}, "Esc"))));
    body.focus();
  });
}
