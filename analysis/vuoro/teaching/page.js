// Everything on a page can be read without this file. It adds a view for the projector, a button that
// prints, and one that saves what somebody has written as a file of their own. Nothing is sent or kept.
(() => {
  "use strict";
  document.querySelectorAll(".needs-script").forEach((element) => { element.hidden = false; });

  const projector = document.getElementById("projector");
  projector?.addEventListener("click", () => {
    const on = document.body.classList.toggle("projected");
    projector.setAttribute("aria-pressed", String(on));
  });
  document.getElementById("print")?.addEventListener("click", () => print());

  // Headings in the order of the page, each with what was answered; of radio buttons, the one chosen.
  const answered = (sheet) => {
    const said = new Map();
    for (const field of sheet.querySelectorAll("[data-heading]")) {
      const key = field.type === "radio" ? field.name : field;
      if (!said.has(key)) said.set(key, [field.dataset.heading, ""]);
      if (field.type !== "radio" || field.checked) said.get(key)[1] = field.value;
    }
    return [...said.values()];
  };

  // A cell that a spreadsheet would run gets an apostrophe, as in all our tables.
  const cell = (text) => `"${text.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;

  const asTable = (sheet) => {
    const rows = [["", sheet.dataset.side], ...answered(sheet)];
    rows[0][0] = "side";
    return "\ufeff" + [0, 1].map((n) => rows.map((row) => cell(row[n])).join(";")).join("\r\n") + "\r\n";
  };

  const asText = (sheet) =>
    document.title + "\r\n\r\n" +
    answered(sheet).map(([heading, value]) => `${heading}\r\n${value || "–"}\r\n`).join("\r\n");

  // The gallery: words and choices together decide which examples are seen.
  const filters = document.getElementById("filters");
  if (filters) {
    const cards = [...document.querySelectorAll("#gallery > li")];
    const words = cards.map((card) => card.textContent.toLowerCase());
    const told = document.getElementById("shown");
    const choices = ["language", "outcome", "setting"]
      .map((name) => [name, document.getElementById(`by-${name}`)]).filter(([, select]) => select);
    const show = () => {
      const wanted = document.getElementById("find").value.toLowerCase().trim();
      let shown = 0;
      cards.forEach((card, n) => {
        const seen = words[n].includes(wanted) &&
          choices.every(([name, select]) => !select.value || card.dataset[name] === select.value);
        card.hidden = !seen;
        shown += seen;
      });
      told.textContent = shown === cards.length ? "" :
        told.dataset.text.replace("{shown}", shown).replace("{all}", cards.length);
    };
    filters.addEventListener("input", show);
    filters.addEventListener("submit", (event) => event.preventDefault());
  }

  // Review pages: the talk a line at a time. The stop is a line of its own, so that it comes by itself.
  const stepwise = document.getElementById("stepwise");
  if (stepwise) {
    const steps = [...stepwise.querySelectorAll(".step")];
    const stop = steps.findIndex((step) => step.id === "stop");
    const told = document.getElementById("told");
    const lines = steps.length - (stop < 0 ? 0 : 1);
    let shown = 0;
    const show = (count) => {
      shown = Math.min(steps.length, Math.max(shown, count));
      steps.forEach((step, n) => step.classList.toggle("waiting", n >= shown));
      const last = steps[shown - 1];
      const seen = shown - (stop >= 0 && shown > stop ? 1 : 0);
      told.textContent = last?.id === "stop" ? told.dataset.stop : seen === lines ? "" :
        told.dataset.text.replace("{shown}", seen).replace("{all}", lines);
      for (const id of ["next-line", "all-lines"]) document.getElementById(id).disabled = shown === steps.length;
      document.getElementById("to-stop").disabled = shown > stop;
    };
    const next = () => {
      if (shown === steps.length) return;
      show(shown + 1);
      const line = steps[shown - 1];
      line.scrollIntoView({ block: "nearest" });
      if (document.getElementById("play-shown")?.checked) line.querySelector(".play")?.click();
    };
    const toTarget = () => show(steps.findIndex((step) => step.id === location.hash.slice(1)) + 1);
    document.getElementById("next-line").addEventListener("click", next);
    document.getElementById("to-stop").addEventListener("click", () => show(stop + 1));
    document.getElementById("all-lines").addEventListener("click", () => show(steps.length));
    addEventListener("hashchange", toTarget);
    addEventListener("keydown", (event) => {
      if (!["ArrowRight", "PageDown"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target.closest("textarea, input, select, audio, summary") || shown === steps.length) return;
      event.preventDefault();
      next();
    });
    show(1);
    toTarget();
  }

  // The sound of a clip: a line, or from a line on, at its own speed or slower with its pitch kept.
  const sound = document.getElementById("sound");
  if (sound) {
    let until = Infinity;
    const slower = document.getElementById("slower");
    stepwise.addEventListener("click", (event) => {
      const play = event.target.closest(".play");
      if (!play) return;
      until = document.getElementById("play-on").checked ? Infinity : Number(play.dataset.end);
      sound.currentTime = Number(play.dataset.start);
      sound.play().catch(() => {});
    });
    slower.addEventListener("change", () => { sound.playbackRate = slower.checked ? 0.75 : 1; });
    sound.addEventListener("timeupdate", () => { if (sound.currentTime >= until) sound.pause(); });
    sound.addEventListener("pause", () => { until = Infinity; });
  }

  // Commentary that is folded away is not printed by every browser.
  const folded = () => [...document.querySelectorAll("details.commentary:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = folded(); opened.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));

  // A place to write grows with what is written, so that nothing is cut on paper, in browsers that do not do so themselves.
  if (!CSS.supports("field-sizing", "content")) {
    document.addEventListener("input", ({ target }) => {
      if (target.tagName !== "TEXTAREA") return;
      target.style.height = "auto";
      target.style.height = `${target.scrollHeight + 2}px`;
    });
  }

  // One's own codes beside the settled ones: where they are the same, and Cohen's kappa of the two.
  const kappaOf = (pairs) => {
    const share = (side, code) => pairs.filter((pair) => pair[side] === code).length / pairs.length;
    const observed = pairs.filter(([own, settled]) => own === settled).length / pairs.length;
    const codes = new Set(pairs.flat());
    const chance = [...codes].reduce((sum, code) => sum + share(0, code) * share(1, code), 0);
    return chance < 1 ? (observed - chance) / (1 - chance) : NaN;
  };

  document.getElementById("compare")?.addEventListener("click", () => {
    const told = document.getElementById("agreement"), table = document.getElementById("by-code");
    const pairs = [...document.querySelectorAll(".coded")]
      .filter((unit) => unit.value)
      .map((unit) => [unit.value, unit.dataset.settled]);
    table.hidden = !pairs.length;
    if (!pairs.length) {
      told.textContent = told.dataset.none;
      return;
    }
    const same = pairs.filter(([own, settled]) => own === settled).length;
    const kappa = kappaOf(pairs), two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    told.textContent = told.dataset.same.replace("{same}", same).replace("{all}", pairs.length) + " " +
      (Number.isNaN(kappa) ? told.dataset.undefined
        : told.dataset.kappa.replace("{kappa}", kappa.toLocaleString(document.documentElement.lang, two)));
    for (const row of table.querySelectorAll("[data-code]")) {
      const code = row.dataset.code, cells = row.querySelectorAll("td");
      const counts = [pairs.filter((pair) => pair[0] === code), pairs.filter((pair) => pair[1] === code),
        pairs.filter((pair) => pair[0] === code && pair[1] === code)];
      counts.forEach((some, n) => { cells[n].textContent = some.length; });
    }
  });

  const save = document.getElementById("save");
  save?.addEventListener("click", () => {
    const sheet = document.getElementById("sheet");
    const text = sheet.dataset.save === "table" ? asTable(sheet) : asText(sheet);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = save.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  document.getElementById("sheet")?.addEventListener("submit", (event) => event.preventDefault());
})();
