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
