// The search box: what is looked for is for Python to find; here one goes from hit to hit.
import { fill } from "./making.js";

/** Keys in the search box: Enter searches and goes on, with Shift back; Escape forgets, the arrow returns. */
export async function keyInSearch(view, event) {
  event.stopPropagation();
  if (!["Escape", "ArrowDown", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Escape") showHits(view, []);
  if (event.key !== "Enter") view.takeFocus();
  else if (view.search.value === view.searched && view.found.size) goToHit(view, event.shiftKey ? -1 : 1);
  else {
    view.searched = view.search.value;
    const { rows = [] } = await view.asking("find", { text: view.searched });
    showHits(view, rows);
    if (rows.length) view.go(rows.find((row) => row >= view.row) ?? rows[0]);
    countHits(view);
  }
}

function showHits(view, rows) {
  view.found = new Set(rows);
  if (!rows.length) view.searched = null;
  view.rows.redraw();
  view.hits.textContent = "";
}

function countHits(view) {
  const rows = [...view.found];
  const counts = { n: rows.indexOf(view.row) + 1 || "–", all: rows.length };
  view.hits.textContent = rows.length ? fill(view.say("%(n)s of %(all)s"), counts) : view.say("nothing found");
}

/** The next hit in a direction, and round again. */
export function goToHit(view, step) {
  const rows = [...view.found];
  const next = step > 0 ? rows.find((row) => row > view.row) ?? rows[0] : rows.findLast((row) => row < view.row) ?? rows.at(-1);
  if (next !== undefined) view.go(next);
  countHits(view);
}
