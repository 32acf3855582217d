"""From a key to the disk: how long the annotator takes in JupyterLab (``python -m tests.bench.annotating``).

A key that gives a code is pressed in real JupyterLab in headless Chromium. The clock runs in the page, from the
key to the moment at which the coder's own chip is drawn, which happens only after Python has told that the
event is on the disk (fsync). Medians and 95th percentiles of so many keys, by the length of the transcript.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright
from tests.widget.conftest import Lab, Notebook, browser

SIZES = (100, 1_000, 10_000)
GOAL = 50
"""Milliseconds, at the median, at every size."""

CELL = """import json
from pathlib import Path
from vuoro.model import Encounter, Participant, Turn
from vuoro.widget import annotate
raw = "Well, I have been thinking about what you said of the tablets, and how would that be?"
turns = tuple(Turn(id=f"t{{n:05d}}", speaker="DP"[n % 2], raw=raw, text=raw) for n in range({size}))
people = Participant(id="D", role="professional"), Participant(id="P", role="client")
talk = Encounter(id="talk", language="en", participants=people, turns=turns)
log = Path("size{size}/coders/bench.jsonl")
log.parent.mkdir(parents=True, exist_ok=True)
log.write_text("".join(json.dumps(dict(
    id=f"e{{n}}", at=f"2026-01-01T00:00:00.{{n:06d}}Z", session="s", coder="bench", encounter="talk", do="annotate",
    turn=turn.id, code="explain", start=0, stop=len(raw))) + "\\n" for n, turn in enumerate(turns[: {size} // 4])))
annotate(talk, coder="bench", project="size{size}", suggestions=False)"""

PRESS = """async (keys) => {
  const list = document.querySelector(".vuoro .transcript");
  const press = (key, shiftKey = false) =>
    list.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
  const saved = () => document.querySelectorAll(".row[aria-selected=true] .chip.own").length;
  const times = [];
  press("End");
  for (let at = 0; at < keys; at += 1) {
    const before = saved();
    const start = performance.now();
    press("Q", true);
    await new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (saved() > before) { watcher.disconnect(); resolve(); }
      });
      watcher.observe(list, { childList: true, subtree: true, attributes: true });
    });
    times.push(performance.now() - start);
    press("ArrowUp");
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return times;
}"""


def measured(lab: Lab, chromium, size: int, keys: int) -> list[float]:
    """Milliseconds from each key to its chip, in a transcript of that many turns, a quarter of them coded."""
    notebook = Notebook(chromium, lab, f"size{size}.ipynb", CELL.format(size=size))
    notebook.run()
    times = notebook.tab.evaluate(PRESS, keys)
    notebook.close()
    return times


def table(keys: int) -> str:
    """The measurements as Markdown."""
    lines = [
        "| turns | moves | keys | key → Python → fsync → drawn, median | 95th percentile | goal |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as home, sync_playwright() as started:
        lab = Lab(Path(home))
        chromium = started.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        try:
            for size in SIZES:
                times = measured(lab, chromium, size, keys)
                slow = quantiles(times, n=20)[-1]
                lines.append(
                    f"| {size:,} | {size // 4 + keys:,} | {keys} | **{median(times):.0f} ms** | {slow:.0f} ms | < {GOAL} ms |"
                )
        finally:
            chromium.close()
            lab.stop()
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=60, help="how many keys at each size (default 60)")
    print(table(parser.parse_args().keys))


if __name__ == "__main__":
    main()
