// Elements and text. All talk reaches the page through here, as text nodes only: a transcript is
// untrusted, and whoever reads the rest need not ask again whether a turn could become markup.

/** Tags that take the focus by themselves. */
const FOCUSABLE = new Set(["button", "input", "textarea", "select", "a"]);

/**
 * An element with attributes, listeners (`on`) and children; a string child becomes a text node.
 *
 * JupyterLab's shortcuts act on every key that reaches the document, so that `b` would add a cell.
 * It looks for the attribute that stops them on the focused element itself and on no ancestor:
 * therefore it is set here, on whatever can be focused, and cannot be forgotten.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  if (FOCUSABLE.has(tag) || "tabindex" in attributes) {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Signs that cannot be seen or that turn the line around: controls, and those of writing direction. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Line breaks of the file, with the indentation of the lines that they begin. */
const BREAK = /[ \t]*\r?\n[ \t]*/g;

/** A text in which unseen signs are spelt out and lines are not indented, as on the review pages. */
export function visible(text) {
  return text.replace(BREAK, "\n").replace(UNSEEN, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

const ASTRAL = /[\ud800-\udfff]/;

/**
 * A slice by code points. Python counts these, JavaScript counts UTF-16 units; they part at the
 * first emoji of a turn.
 */
export function slice(text, start, stop) {
  return ASTRAL.test(text) ? Array.from(text).slice(start, stop).join("") : text.slice(start, stop);
}

/** How many code points a text has. */
export function size(text) {
  return ASTRAL.test(text) ? Array.from(text).length : text.length;
}

/** Where the words of a text stand: pairs of code points. */
export function wordsOf(text) {
  const found = [];
  for (const hit of text.matchAll(/\S+/gu)) {
    const start = size(text.slice(0, hit.index));
    found.push([start, start + size(hit[0])]);
  }
  return found;
}

/**
 * A text cut wherever its look changes; where spans overlap, a piece has the looks of all.
 * Spans are `[start, stop, look]`.
 */
export function pieces(text, spans) {
  const length = size(text);
  const inside = spans.filter(([start, stop]) => start >= 0 && start < stop && stop <= length);
  const cuts = [...new Set([0, length, ...inside.flatMap(([start, stop]) => [start, stop])])].sort((a, b) => a - b);
  const made = [];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [start, stop] = [cuts[at], cuts[at + 1]];
    const looks = inside.filter(([from, to]) => from <= start && stop <= to).map((span) => span[2]);
    const shown = visible(slice(text, start, stop));
    made.push(looks.length ? make("span", { class: [...new Set(looks)].join(" ") }, shown) : shown);
  }
  return made;
}

/** A translated sentence with its `%(name)s` filled in. */
export function fill(sentence, values = {}) {
  return sentence.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
