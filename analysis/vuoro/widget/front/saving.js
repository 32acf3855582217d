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

/** The browser's storage, or nothing where it is forbidden or full: then resending still works. */
function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* a private window */ }
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
    line.hear((message, buffers) => this.heard(message, buffers));
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
    const left = [];
    for (let at = 0; at < localStorageLength(); at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(this.shelf + "do:")) left.push(JSON.parse(recall(key)));
    }
    left.sort((one, other) => one.order - other.order);
    for (const { wish, order } of left) {
      if (this.pending.has(wish.id)) continue;
      this.order = Math.max(this.order, order);
      this.pending.set(wish.id, { wish, since: performance.now(), sent: performance.now() });
      this.line.send({ ask: "do", ...wish });
    }
  }

  /** Has something done; it stays pending until Python says that it is on disk. */
  do(kind, fields = {}) {
    const wish = { id: newId(), do: kind, ...fields };
    const now = performance.now();
    // Wall-clock time first: decisions that an earlier page left behind come before ours.
    this.order = Math.max(this.order + 1, Date.now());
    remember(`${this.shelf}do:${wish.id}`, JSON.stringify({ wish, order: this.order }));
    this.pending.set(wish.id, { wish, since: now, sent: now });
    this.line.send({ ask: "do", ...wish });
    return wish.id;
  }

  heard(message, buffers) {
    if (message.tell === "done" || message.tell === "refused") {
      remember(`${this.shelf}do:${message.id}`, null);
      this.pending.delete(message.id);
      if (message.tell === "done") this.changed(message);
      else this.refused(message);
      this.report();
      return;
    }
    const waiting = this.asked.get(message.re);
    if (waiting) {
      this.asked.delete(message.re);
      waiting(message, buffers);
      return;
    }
    if (message.tell === "news") this.changed(message);
    if (message.tell === "trouble") this.refused(message);
  }

  /** Sends again what nobody acknowledged, in the order in which it was decided. */
  tick() {
    const now = performance.now();
    const waiting = [...this.pending.values()];
    if (waiting.length && waiting.every(({ sent }) => now - sent > RESEND)) {
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

function localStorageLength() {
  try {
    return localStorage.length;
  } catch {
    return 0;
  }
}
