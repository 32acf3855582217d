// Attributes of a code or a type of sequences, as the codebook has them: which one, and its value.
import { choose, write } from "./chooser.js";

/**
 * Lets the coder choose an attribute and its value. The promise gives `{attributes}`, all of them as they are
 * then; or `{other}`, one of the `others` that were offered beside; or null.
 */
export async function askAttribute(view, { known, has, id, others = [] }) {
  const options = known.map(({ name }) => ({ value: name, label: named(view, name), hint: name in has ? valued(view, has[name]) : "" }));
  const name = await choose(view, { title: view.say("Which attribute?"), typing: false, options: [...options, ...others] });
  if (name === null) return null;
  const attribute = known.find((one) => one.name === name);
  if (!attribute) return { other: name };
  const value = await askValue(view, attribute, has[name], id);
  if (value === null) return null;
  const { [name]: _, ...rest } = has;
  return { attributes: value === "" ? rest : { ...rest, [name]: value } };
}

/** One of the values that the codebook lists, or a text; "" takes the attribute away. */
function askValue(view, { name, values }, now, id) {
  if (!Array.isArray(values)) return write(view, { title: named(view, name), text: String(now ?? ""), name: `${name}:${id}` });
  const options = values.map((value) => ({ value, label: valued(view, value) }));
  return choose(view, {
    title: named(view, name), typing: false, start: values.indexOf(now),
    options: [...options, { value: "", label: view.say("not coded") }],
  });
}

/** What an attribute is called in the coder's language; one of the project's own is called what its id says. */
export function named(view, id) {
  return view.terms.names[id] ?? spaced(id);
}

/** What its value is called; several stand with commas between. */
export function valued(view, value) {
  return String(value).split(",").map((one) => view.terms.values[one.trim()] ?? view.say(spaced(one.trim()))).join(", ");
}

/** An id of the codebook as words. */
function spaced(id) {
  return String(id).replaceAll("_", " ");
}
