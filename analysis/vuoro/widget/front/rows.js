// A list of any length of which only the visible rows are in the page.
//
// Rows have different heights, which nobody knows before they are drawn: a guess stands in until
// then. When a guess turns out wrong, the row that the reader looks at keeps its place.

const SPARE = 6;

export class Rows {
  /**
   * @param scroller the element that scrolls
   * @param draw (row) => element
   * @param guess (row) => pixels
   */
  constructor(scroller, draw, guess) {
    Object.assign(this, { scroller, draw, guess });
    this.count = 0;
    this.drawn = new Map();
    this.window = document.createElement("div");
    this.room = document.createElement("div");
    for (const [element, name] of [[this.room, "room"], [this.window, "window"]]) {
      element.className = name;
      // Nothing may stand between a listbox and its options.
      element.setAttribute("role", "presentation");
    }
    this.room.append(this.window);
    scroller.append(this.room);
    this.frame = 0;
    this.onScroll = () => {
      if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
    };
    scroller.addEventListener("scroll", this.onScroll, { passive: true });
    this.width = 0;
    this.scrolled = 0;
    this.hidden = false;
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(scroller);
  }

  fill(count) {
    this.count = count;
    this.heights = Float64Array.from({ length: count }, (_, row) => this.guess(row));
    this.tops = new Float64Array(count + 1);
    this.settle(0);
    this.redraw();
  }

  /** Adds up the heights from this row on. */
  settle(from) {
    for (let row = from; row < this.count; row += 1) this.tops[row + 1] = this.tops[row] + this.heights[row];
    this.room.style.height = `${this.tops[this.count]}px`;
  }

  /** The row that stands at this height, counted from the top of the list. */
  at(height) {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= height) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, Math.max(0, this.count - 1));
  }

  /** Draws what can be seen. The anchor keeps its distance from the top of the view. */
  paint(anchor = this.at(this.scroller.scrollTop)) {
    if (!this.count || !this.scroller.clientWidth) return;
    const distance = this.tops[anchor] - this.scroller.scrollTop;
    // A second round where measuring moved rows into view that nobody had drawn; a third never helps.
    for (let round = 0; round < 2; round += 1) {
      const height = this.scroller.clientHeight || 600;
      const first = Math.max(0, this.at(this.scroller.scrollTop) - SPARE);
      const last = Math.min(this.count - 1, this.at(this.scroller.scrollTop + height) + SPARE);
      this.place(first, last);
      const moved = this.measure(first);
      if (!moved) break;
      this.scroller.scrollTop = this.tops[anchor] - distance;
    }
    this.scrolled = this.scroller.scrollTop;
  }

  place(first, last) {
    for (const [row, element] of this.drawn) {
      if (row < first || row > last) {
        element.remove();
        this.drawn.delete(row);
      }
    }
    let after = null;
    for (let row = last; row >= first; row -= 1) {
      let element = this.drawn.get(row);
      if (!element) {
        element = this.draw(row);
        this.drawn.set(row, element);
      }
      if (element.parentNode !== this.window || element.nextSibling !== after) this.window.insertBefore(element, after);
      after = element;
    }
    this.window.style.transform = `translateY(${this.tops[first]}px)`;
  }

  /** Takes over the heights that rows turned out to have; says whether any guess was wrong. */
  measure(first) {
    let lowest = Infinity;
    for (const [row, element] of this.drawn) {
      const height = element.offsetHeight;
      if (height && Math.abs(height - this.heights[row]) > 0.5) {
        this.heights[row] = height;
        lowest = Math.min(lowest, row);
      }
    }
    if (lowest === Infinity) return false;
    this.settle(lowest);
    this.window.style.transform = `translateY(${this.tops[first]}px)`;
    return true;
  }

  /** Draws these rows anew, or all that can be seen. */
  redraw(rows = [...this.drawn.keys()]) {
    for (const row of rows) {
      const old = this.drawn.get(row);
      if (!old) continue;
      const fresh = this.draw(row);
      old.replaceWith(fresh);
      this.drawn.set(row, fresh);
    }
    this.paint();
  }

  /** Scrolls so that a row can be read with its neighbours, and draws it. */
  reveal(row) {
    const height = this.scroller.clientHeight;
    const margin = Math.min(72, height / 6);
    const [top, bottom] = [this.tops[row], this.tops[row + 1]];
    const view = this.scroller.scrollTop;
    if (top - margin < view || bottom - top + 2 * margin > height) this.scroller.scrollTop = top - margin;
    else if (bottom + margin > view + height) this.scroller.scrollTop = bottom + margin - height;
    this.paint(row);
  }

  /** The row that is nearly a page away, so that a line or two of the old page is still there. */
  away(row, direction) {
    return this.at(Math.max(0, this.tops[row] + 0.9 * direction * this.scroller.clientHeight));
  }

  resized() {
    // JupyterLab takes what is out of sight out of the page, and with it how far it was scrolled.
    this.hidden ||= !this.scroller.clientWidth;
    if (!this.count || !this.scroller.clientWidth) return;
    if (this.hidden) this.scroller.scrollTop = this.scrolled;
    this.hidden = false;
    if (this.width !== this.scroller.clientWidth) {
      this.width = this.scroller.clientWidth;
      const anchor = this.at(this.scroller.scrollTop);
      for (let row = 0; row < this.count; row += 1) if (!this.drawn.has(row)) this.heights[row] = this.guess(row);
      this.settle(0);
      this.paint(anchor);
    } else this.paint();
  }

  close() {
    this.watcher.disconnect();
    cancelAnimationFrame(this.frame);
  }
}
