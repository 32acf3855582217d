// What a coder decided, until Python says that it is on disk.
//
// A kernel can be restarted while the page looks alive, and messages to it are then lost without a
// sign. So every decision has an id of its own and is kept in the browser's storage until it is
// acknowledged; Python acknowledges after fsync and takes a decision that it has seen before for
// done. Sending twice is harmless, and losing is not possible.

const RESEND = 2000;
const LATE = 3000;

/** An id that nobody else makes: 32 hexadecimal digits. */
export function newId() {
  return crypto.randomUUID ? crypto.randomUUID().replaceAll("-", "") :
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps a text in the browser's storage, or forgets it; says whether that is possible: it may be forbidden or full. */
function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * The way to Python. `line.send(message)` and `line.hear(callback)` are the only two things that
 * JupyterLab and the page on localhost do differently.
 */
export class Courier {
  constructor(line, { changed, refused, late }) {
    Object.assign(this, { line, changed, refused, late });
    this.asked = new Map();
    this.pending = new Map();
    this.order = 0;
    this.shelf = "";
    line.hear((message) => this.heard(message));
    this.clock = setInterval(() => this.tick(), 500);
  }

  /** Asks for something that changes nothing; the promise stays open if nobody answers. */
  ask(kind, fields = {}) {
    const re = newId();
    return new Promise((resolve) => {
      this.asked.set(re, resolve);
      this.line.send({ ask: kind, re, ...fields });
    });
  }

  /** From now on decisions are kept under this name; those that were left there are sent again. */
  begin(shelf) {
    this.shelf = `vuoro:${shelf}:`;
    const left = keysOf(`${this.shelf}do:`).map((key) => JSON.parse(recall(key)));
    left.sort((one, other) => one.order - other.order);
    for (const { wish, order } of left) {
      this.order = Math.max(this.order, order);
      this.send(wish, true);
    }
  }

  /** Has something done; it stays pending until Python says that it is on disk. */
  do(kind, fields = {}) {
    const wish = { id: newId(), do: kind, ...fields };
    // Wall-clock time first: decisions that an earlier page left behind come before ours.
    this.order = Math.max(this.order + 1, Date.now());
    this.send(wish, remember(this.place(wish.id), JSON.stringify({ wish, order: this.order })));
    return wish.id;
  }

  send(wish, kept) {
    const now = performance.now();
    this.pending.set(wish.id, { wish, kept, since: now, sent: now });
    this.line.send({ ask: "do", ...wish });
  }

  place(id) {
    return `${this.shelf}do:${id}`;
  }

  heard(message) {
    const waiting = this.asked.get(message.re);
    if (waiting) {
      this.asked.delete(message.re);
      waiting(message);
    } else if (message.tell === "done" || message.tell === "refused") {
      remember(this.place(message.id), null);
      this.pending.delete(message.id);
      if (message.tell === "done") this.changed(message);
      else this.refused(message);
      this.report();
    } else if (message.tell === "news") this.changed(message);
    else if (message.tell === "trouble") this.refused(message);
  }

  /** Sends again what nobody acknowledged, in the order in which it was decided. */
  tick() {
    for (const [id, { kept }] of this.pending) {
      // Another view of the same desk, as after a restart, has had it saved.
      if (kept && recall(this.place(id)) === null) this.pending.delete(id);
    }
    const now = performance.now();
    const waiting = [...this.pending.values()];
    if (waiting.every(({ sent }) => now - sent > RESEND)) {
      for (const one of waiting) {
        one.sent = now;
        this.line.send({ ask: "do", ...one.wish });
      }
    }
    this.report();
  }

  report() {
    const now = performance.now();
    this.late([...this.pending.values()].filter(({ since }) => now - since > LATE).length, this.pending.size);
  }

  /** What has been decided and is not on the disk, in order. */
  wishes() {
    return this.pending.size ? Array.from(this.pending.values(), ({ wish }) => wish) : [];
  }

  /** Text that is being written and not yet decided; `null` forgets it. */
  keepDraft(name, text) {
    remember(`${this.shelf}draft:${name}`, text);
  }

  draft(name) {
    return recall(`${this.shelf}draft:${name}`);
  }

  close() {
    clearInterval(this.clock);
  }
}

/** The keys of the storage that begin so. */
function keysOf(beginning) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}
