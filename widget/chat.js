/** The conversation: what was said, what waits, and how both survive reloads and bad connections. */

import { Store, newId, waits } from "./store.js";
import { Wire } from "./wire.js";

const ACK_WITHIN_MS = 8_000;

/**
 * What a chat tells its panel.
 *
 * @typedef {{
 *   added(item: import("./store.js").Item): void,
 *   changed(item: import("./store.js").Item): void,
 *   reset(): void,
 *   status(status: "connecting" | "online" | "offline"): void,
 *   typing(on: boolean): void,
 *   refused(code: string): void,
 * }} Listener
 */

export class Chat {
  /**
   * @param {{server: string, socket: string, storage: string | null, listener: Listener, get: (module: string) => Promise<any>}} options
   */
  constructor({ server, socket, storage, listener, get }) {
    this.listener = listener;
    this.get = get;
    this.store = new Store(server, storage);
    this.ready = false;
    this.flying = ""; // the message that is on its way on this connection
    this.maxChars = 500;
    /** @type {Map<string, number>} */
    this.timers = new Map();
    this.wire = new Wire(
      server + socket.replace(/\/*$/, "/"),
      {
        open: () => this.hello(),
        event: (name, data) => this.#event(name, data),
        down: () => this.#down(),
      },
      () => get("poll"),
    );
    for (const item of this.#unanswered()) item.state = "queued";
  }

  get items() {
    return this.store.state.items;
  }

  /** Connects; harmless when connected. */
  start() {
    if (!this.wire.wanted) this.listener.status("connecting");
    this.wire.start();
  }

  stop() {
    this.wire.stop();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Sends, or keeps until it can be sent. @param {string} text @param {string} [press] */
  ask(text, press) {
    /** @type {import("./store.js").Mine} */
    const item = { key: newId(), who: "me", text, state: "queued", ...(press && { press }) };
    this.#add(item);
    this.start();
    this.next();
  }

  /** Sends again what was refused. @param {import("./store.js").Mine} item */
  retry(item) {
    item.state = "queued";
    delete item.code;
    this.flying = "";
    this.listener.changed(item);
    this.next();
  }

  /** @param {string} text */
  keepDraft(text) {
    this.store.state.draft = text;
    this.store.save();
  }

  /** Asks for the session that the store holds, or a new one. */
  hello() {
    this.ready = false;
    this.flying = "";
    const { token, seen } = this.store.state;
    this.wire.emit("session_request", { session_id: token, last_seen: seen });
  }

  #down() {
    this.ready = false;
    this.listener.typing(false);
    this.listener.status("offline");
  }

  /** @param {string} name @param {any} data */
  #event(name, data) {
    const { state } = this.store;
    if (name === "session_confirm") {
      state.token = data;
      this.store.save();
    } else if (name === "session_ready") {
      this.#begin(data);
    } else if (name === "bot_uttered") {
      this.#reply(data);
    } else if (name === "message_ack") {
      this.settle(data.message_id, "sent");
    } else if (name === "bot_typing") {
      this.listener.typing(data.on);
    } else if (name === "conversation_deleted") {
      this.#trouble("deleted");
    } else if (name === "error") {
      this.#trouble("refused", data);
    }
  }

  /** Does what is fetched for it. @param {"refused" | "deleted" | "deleteDoomed"} what @param {any} [data] */
  async #trouble(what, data) {
    const trouble = await this.get("trouble").catch(() => null); // the connection went; the next one asks again
    trouble?.[what](this, data);
  }

  /** @param {{state: string, max_chars: number}} session */
  #begin(session) {
    this.ready = true;
    this.maxChars = session.max_chars;
    this.listener.status("online");
    if (this.store.state.doomed.length) return this.#trouble("deleteDoomed");
    const lost = !["resumed", "new"].includes(session.state);
    if (lost && this.items.some((item) => item.who === "bot")) this.note("expired");
    this.next();
  }

  /** @param {import("./store.js").Reply} body */
  #reply(body) {
    const { state } = this.store;
    const asked = () => this.items.some((item) => item.key === body.reply_to);
    if (!asked()) this.store.save(); // another tab may have asked
    if (!asked() || this.items.some((item) => item.who === "bot" && item.body.reply_to === body.reply_to)) return;
    this.settle(body.reply_to, "done");
    const { seq, reply_to, verdict, said, buttons, safety } = body;
    state.seen = Math.max(state.seen, seq);
    this.#add({ key: `b${seq}`, who: "bot", body: { seq, reply_to, verdict, said, buttons, safety } });
  }

  /** Sends the oldest message that is not answered: one at a time, so that their order holds. */
  next() {
    const [item] = this.#unanswered();
    if (!item || item.key === this.flying || !this.ready || this.store.state.doomed.length) return;
    this.flying = item.key;
    const said = item.press ? { press: item.press } : { message: item.text };
    this.wire.emit("user_uttered", { message_id: item.key, ...said });
    clearTimeout(this.timers.get(item.key));
    this.timers.set(item.key, setTimeout(() => this.wire.restart(), ACK_WITHIN_MS));
  }

  /** @param {string} key @param {import("./store.js").Mine["state"]} state */
  settle(key, state) {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const item = this.items.find((one) => one.key === key);
    if (!item || item.who !== "me" || item.state === state || item.state === "done") return;
    item.state = state;
    this.store.save();
    this.listener.changed(item);
    this.next();
  }

  #unanswered() {
    return this.items.filter(waits);
  }

  /** @param {string} text a key of the strings */
  note(text) {
    this.#add({ key: newId(), who: "note", text });
  }

  /** @param {import("./store.js").Item} item */
  #add(item) {
    this.items.push(item);
    this.store.save();
    this.listener.added(item);
  }
}
