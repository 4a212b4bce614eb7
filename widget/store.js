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
 * The `epoch` of a conversation sorts by when it was first kept; empty until then.
 *
 * @typedef {{epoch: string, token: string | null, seen: number, items: Item[], past: string[], doomed: string[], draft: string}} State
 */

const MAX_ITEMS = 200;

/** Whether the item is a message without an answer. @param {Item} item @returns {item is Mine} */
export function waits(item) {
  return item.who === "me" && (item.state === "queued" || item.state === "sent");
}

/** Returns an id nobody can guess; `crypto.randomUUID` is missing on plain http. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
}

/** @returns {State} */
function fresh() {
  return { epoch: "", token: null, seen: 0, items: [], past: [], doomed: [], draft: "" };
}

function newEpoch() {
  return `${Date.now()}-${newId()}`;
}

/** @param {string | null | undefined} kept @returns {State | null} */
export function parsed(kept) {
  try {
    const state = JSON.parse(kept ?? "null");
    return state && Array.isArray(state.items) ? { ...fresh(), ...state } : null;
  } catch {
    return null;
  }
}

export class Store {
  /**
   * @param {string} server
   * @param {string | null} kind `local`, `none`, or anything else for the tab alone
   */
  constructor(server, kind) {
    this.key = `gut-faq:${server}`;
    /** Joins what another tab wrote; set where tabs share. @type {(other: State) => void} */
    this.join = () => {};
    try {
      this.place = kind === "none" ? undefined : kind === "local" ? localStorage : sessionStorage;
    } catch {
      // storage is switched off: the conversation lasts as long as the page
    }
    this.state = this.#kept() ?? fresh();
  }

  save() {
    this.state.epoch ||= newEpoch();
    const other = this.#kept();
    if (other) this.join(other);
    let over = this.state.items.length - MAX_ITEMS;
    this.state.items = this.state.items.filter((item) => waits(item) || over-- <= 0);
    try {
      this.place?.setItem(this.key, JSON.stringify(this.state));
    } catch {
      // full: the conversation goes on in memory
    }
  }

  /**
   * Forgets everything, and begins anew with a note.
   *
   * @param {string} note a key of the strings
   * @param {{doomed?: string[], past?: string[]}} [kept] what can still be, or is to be, deleted on the server
   */
  clear(note, kept) {
    this.place?.removeItem(this.key);
    /** @type {Note} */
    const first = { key: newId(), who: "note", text: note };
    this.state = { ...fresh(), epoch: newEpoch(), items: [first], ...kept };
    this.save();
  }

  #kept() {
    try {
      return parsed(this.place?.getItem(this.key));
    } catch {
      return null; // the browser refuses
    }
  }
}
