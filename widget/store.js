/** What the browser keeps: in the tab alone, unless the site asks for more. */

/**
 * One line of the conversation. `me`: what the person sent. `bot`: a reply, as the server sent it.
 * `note`: something that happened, a key of the strings.
 *
 * @typedef {{key: string, who: "me", text: string, press?: string, state: "queued" | "sent" | "done" | "failed", code?: string}} Mine
 * @typedef {{key: string, who: "bot", body: Reply, votes?: Record<string, "up" | "down">}} Theirs
 * @typedef {{key: string, who: "note", text: string}} Note
 * @typedef {Mine | Theirs | Note} Item
 *
 * @typedef {{seed: string, start: number, end: number, text: string}} Citation
 * @typedef {{phrase: string, kind: "answer" | "notice", voice: "seed" | "assistant" | "safety", text: string, title: string, sentences: Citation[]}} Said
 * @typedef {{seq: number, reply_to: string, verdict: string[], said: Said[], buttons: {title: string, payload: string}[], safety: {tier: string | null, card: string | null}}} Reply
 *
 * @typedef {{epoch: string, token: string | null, seen: number, items: Item[], past: string[], doomed: string[], draft: string}} State
 */

const MAX_ITEMS = 200;

/** Returns an id nobody can guess; `crypto.randomUUID` is missing on plain http. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
}

/** @returns {State} */
function fresh() {
  return { epoch: newId(), token: null, seen: 0, items: [], past: [], doomed: [], draft: "" };
}

export class Store {
  /**
   * @param {string} server
   * @param {string | null} kind `local`, `none`, or anything else for the tab alone
   */
  constructor(server, kind) {
    this.key = `gut-faq:${server}`;
    this.shared = kind === "local";
    /** @type {Storage | null} */
    this.place = null;
    try {
      this.place = kind === "none" ? null : this.shared ? localStorage : sessionStorage;
    } catch {
      // storage is switched off: the conversation lasts as long as the page
    }
    this.state = this.#read() ?? fresh();
  }

  /** Writes the state, joined with what another tab wrote meanwhile. */
  save() {
    const { state } = this;
    state.items = state.items.slice(-MAX_ITEMS);
    if (this.shared) this.#join();
    try {
      this.place?.setItem(this.key, JSON.stringify(this.state));
    } catch {
      // full: the conversation goes on in memory
    }
  }

  /** Forgets everything but what is still to be deleted on the server. @param {string[]} doomed */
  clear(doomed) {
    this.state = { ...fresh(), doomed };
    try {
      this.place?.setItem(this.key, JSON.stringify(this.state));
    } catch {
      this.place?.removeItem(this.key);
    }
  }

  /** Calls back when another tab changed the conversation. @param {() => void} work */
  watch(work) {
    if (!this.shared) return;
    addEventListener("storage", (event) => {
      const read = event.key === this.key ? this.#read() : null;
      if (!read) return;
      if (read.epoch === this.state.epoch) this.#join();
      else this.state = read;
      work();
    });
  }

  #join() {
    const other = this.#read();
    const mine = this.state;
    if (!other || other.epoch !== mine.epoch) return;
    const known = new Map(mine.items.map((item) => [item.key, item]));
    const items = other.items.map((item) => later(known.get(item.key), item));
    const theirs = new Set(items.map((item) => item.key));
    items.push(...mine.items.filter((item) => !theirs.has(item.key)));
    mine.items = items;
    mine.seen = Math.max(mine.seen, other.seen);
  }

  /** @returns {State | null} */
  #read() {
    try {
      const read = JSON.parse(this.place?.getItem(this.key) ?? "null");
      return read && Array.isArray(read.items) ? { ...fresh(), ...read } : null;
    } catch {
      return null;
    }
  }
}

/** The further of two forms of an item. @param {Item | undefined} mine @param {Item} other */
function later(mine, other) {
  if (!mine) return other;
  return other.who === "me" && other.state === "done" ? other : mine;
}
