// Everything on a page can be read without this file; it adds a view for the projector and a button
// that prints. What is written into a page stays in the browser: nothing is sent or stored.
(() => {
  "use strict";
  document.querySelectorAll(".needs-script").forEach((element) => { element.hidden = false; });
  const projector = document.getElementById("projector");
  projector?.addEventListener("click", () => {
    const on = document.body.classList.toggle("projected");
    projector.setAttribute("aria-pressed", String(on));
  });
  document.getElementById("print")?.addEventListener("click", () => print());
})();
