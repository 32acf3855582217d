// The recording, where there is one: play a turn, loop it, slow it down, follow it in the transcript.
import { fill, make } from "./making.js";

const RATES = [0.5, 0.6, 0.75, 0.9, 1];
/** Turns are played with a little of what came before: a beginning is hard to hear without. */
const BEFORE = 0.15;

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

export class Sound {
  constructor(view, about) {
    Object.assign(this, { view, about });
    this.loop = false;
    this.follow = false;
    this.until = null;
    this.from = 0;
    this.url = about.url ?? "";
    this.player = new Audio();
    this.player.preload = "metadata";
    this.player.preservesPitch = true;
    if (this.url) this.player.src = this.url;
    this.player.addEventListener("timeupdate", () => this.moved());
    this.player.addEventListener("ended", () => this.drawBar());
    this.bar = make("div", { class: "sound", role: "group", "aria-label": view.say("Sound") });
    this.starts = view.turns.start.map((start) => start ?? Infinity);
    this.drawBar();
  }

  /** Plays the turn, or stops; in a notebook the recording is fetched from Python the first time. */
  async toggle(row) {
    if (!this.player.paused) {
      this.player.pause();
      return this.moved();
    }
    if (this.view.turns.start[row] === null) return this.view.tell(this.view.say("This turn has no times."));
    if (!this.url) await this.fetch();
    const next = this.starts.slice(row + 1).find((start) => start < Infinity);
    this.from = Math.max(0, this.view.turns.start[row] - BEFORE);
    this.until = this.view.turns.end[row] ?? next ?? null;
    this.player.currentTime = this.from;
    try {
      await this.player.play();
    } catch (error) {
      this.view.tell(fill(this.view.say("The recording cannot be played: %(why)s"), { why: error.message }));
    }
    return this.drawBar();
  }

  /** The recording in pieces by message: it goes into no notebook and over no other connection. */
  async fetch() {
    const parts = [];
    for (let from = 0; from < this.about.size;) {
      this.view.tell(fill(this.view.say("Fetching the recording: %(done)s of %(all)s MB"), { done: megabytes(from), all: megabytes(this.about.size) }));
      const part = await this.view.courier.ask("sound", { from });
      if (!part.bytes?.byteLength) break;
      parts.push(part.bytes);
      from += part.bytes.byteLength;
    }
    this.view.tell("");
    this.url = URL.createObjectURL(new Blob(parts, { type: this.about.kind }));
    this.player.src = this.url;
  }

  moved() {
    const now = this.player.currentTime;
    if (this.until !== null && now >= this.until) {
      if (this.loop) this.player.currentTime = this.from;
      else if (!this.follow) this.player.pause();
    }
    if (!this.player.paused) this.view.playTo(this.rowAt(now), this.follow);
    else this.view.playTo(-1);
    this.drawBar();
  }

  /** The last turn that has begun by then; overlapping turns need not be in order. */
  rowAt(time) {
    let found = -1;
    for (let row = 0; row < this.starts.length; row += 1) {
      if (this.starts[row] <= time) found = row;
      else if (this.starts[row] !== Infinity && this.starts[row] > time + 30) break;
    }
    return found;
  }

  toggleLoop() {
    this.loop = !this.loop;
    this.drawBar();
  }

  toggleFollow() {
    this.follow = !this.follow;
    this.drawBar();
  }

  faster(steps) {
    const at = RATES.indexOf(this.player.playbackRate) + steps;
    this.player.playbackRate = RATES[Math.max(0, Math.min(at, RATES.length - 1))];
    this.drawBar();
  }

  drawBar() {
    const say = this.view.say;
    const button = (text, key, pressed, act) => make("button", {
      type: "button", "aria-pressed": pressed === null ? null : String(pressed), on: { click: act },
    }, text, " ", make("kbd", {}, key));
    this.bar.replaceChildren(
      button(this.player.paused ? say("Play the turn") : say("Stop"), "Space", null, () => this.toggle(this.view.row)),
      button(say("Loop"), "o", this.loop, () => this.toggleLoop()),
      button(say("Follow"), "t", this.follow, () => this.toggleFollow()),
      make("span", { class: "rate" }, make("kbd", {}, "−"), ` ${this.player.playbackRate}× `, make("kbd", {}, "+")));
  }

  close() {
    this.player.pause();
    if (this.url.startsWith("blob:")) URL.revokeObjectURL(this.url);
  }
}
