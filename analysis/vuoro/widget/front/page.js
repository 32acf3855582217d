// The annotator without JupyterLab: the same messages, one after another, over HTTP on this machine.
import annotator from "./annotator.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.body.setAttribute("data-jp-theme-light", String(!dark.matches));
dark.addEventListener("change", follow);
follow();

const place = document.getElementById("annotator");
const listeners = [];
let queue = Promise.resolve();

/** A message that fails is not told: the annotator keeps decisions and sends them again. */
async function post(message) {
  try {
    const answer = await fetch("ask", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message), keepalive: message.ask === "do",
    });
    if (!answer.ok) return;
    const told = await answer.json();
    for (const listener of listeners) listener(told);
    // The page is nothing but the annotator, so its keys work without a click.
    if (document.activeElement === document.body) place.querySelector(".transcript")?.focus({ preventScroll: true });
  } catch (error) {
    console.warn("vuoro: no answer", error.message);
  }
}

if (place) {
  annotator.render({
    el: place,
    model: {
      // In turn: of two decisions, the first must arrive first.
      send: (message) => { queue = queue.then(() => post(message)); },
      on: (_, listener) => listeners.push(listener),
    },
  });
}
