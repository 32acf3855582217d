// Everything works without this file; it adds a filter by code, a button that opens all evidence,
// and arcs in the margin. Nothing here decides anything about the talk.
(() => {
  "use strict";
  const transcript = document.querySelector("ol.transcript");
  if (!transcript) return;
  const lines = [...transcript.querySelectorAll(":scope > li[id]")];
  const chips = [...transcript.querySelectorAll(".chip")];
  const code = document.getElementById("only-code");
  const onlyMoves = document.getElementById("only-moves");
  const openAll = document.getElementById("open-all");
  const count = document.getElementById("count");
  document.querySelectorAll(".needs-script").forEach((element) => { element.hidden = false; });

  const show = () => {
    const wanted = code ? code.value : "";
    for (const line of lines) {
      line.hidden = wanted !== "" && !(line.dataset.codes || "").split(" ").includes(wanted);
    }
    for (const chip of chips) chip.hidden = wanted !== "" && chip.dataset.code !== wanted;
    const shown = lines.filter((line) => line.getClientRects().length > 0).length;
    if (count) {
      count.textContent = shown === lines.length ? "" :
        count.dataset.text.replace("{shown}", shown).replace("{all}", lines.length);
    }
    draw();
  };

  const draw = () => {
    transcript.querySelector(".arcs")?.remove();
    if (!matchMedia("(min-width: 64.01rem)").matches) return;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "arcs");
    svg.setAttribute("aria-hidden", "true");
    const top = transcript.getBoundingClientRect().top;
    const middle = (id) => {
      const box = document.getElementById(id).querySelector(".at a").getBoundingClientRect();
      return box.height ? box.top - top + box.height / 2 : null;
    };
    for (const jump of transcript.querySelectorAll(".jump[data-from]")) {
      const from = middle(jump.dataset.from), to = middle(jump.dataset.to);
      if (from === null || to === null || from === to) continue;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const reach = Math.min(34, 10 + Math.abs(to - from) / 10);
      path.setAttribute("d", `M14 ${from} C ${14 - reach} ${from}, ${14 - reach} ${to}, 14 ${to}`);
      if (jump.classList.contains("suggested")) path.setAttribute("class", "suggested");
      svg.append(path);
    }
    transcript.prepend(svg);
  };

  code?.addEventListener("change", show);
  onlyMoves.addEventListener("change", show);
  openAll?.addEventListener("click", () => {
    const open = openAll.getAttribute("aria-pressed") !== "true";
    openAll.setAttribute("aria-pressed", String(open));
    for (const chip of chips) chip.open = open;
  });
  // A link to a turn that a filter hides would lead nowhere.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || target.getClientRects().length) return;
    if (code) code.value = "";
    onlyMoves.checked = false;
    show();
    target.scrollIntoView();
  });
  let pending = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(draw);
  }).observe(transcript);
  show();
})();
