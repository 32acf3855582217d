// A surface without JupyterLab: the same messages, one after another, over HTTP on this machine.

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.body.setAttribute("data-jp-theme-light", String(!dark.matches));
dark.addEventListener("change", follow);
follow();

const place = document.getElementById("surface");
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
    // The page is nothing but the surface, so its keys work without a click.
    if (document.activeElement === document.body) place.querySelector("[role=listbox]")?.focus({ preventScroll: true });
  } catch (error) {
    console.warn("vuoro: no answer", error.message);
  }
}

if (place) {
  const { default: surface } = await import(`./${place.dataset.surface}.js`);
  surface.render({
    el: place,
    model: {
      // In turn: of two decisions, the first must arrive first.
      send: (message) => { queue = queue.then(() => post(message)); },
      on: (_, listener) => listeners.push(listener),
    },
  });
}
