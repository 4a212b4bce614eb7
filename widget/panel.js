/** The panel: header, safety notice, conversation, composer. */

import { Chat } from "./chat.js";
import { asks, h, icon } from "./dom.js";
import sheet from "./style.js";

const ICONS = {
  send: "M5 12h13M12 5l7 7-7 7",
  close: "m6 6 12 12M18 6 6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  notice: "m6 9 6 6 6-6",
  note: "M12 8v.01M12 11v5.5M3 12a9 9 0 1 0 18 0 9 9 0 0 0-18 0Z",
};
const SMALL = "(max-width: 480px), (max-height: 420px)";
const DRAWS = ["talk", "view", "style-talk", "trouble"];
const STATUS_AFTER_MS = 700; // a connection that is back sooner needs no notice

/**
 * @typedef {{
 *   host: import("./gut-faq.js").GutFaq,
 *   launcher: HTMLButtonElement | null,
 *   site: {notice?: string, heading?: string, socket?: string, starters?: string[]},
 *   strings: Record<string, string>,
 *   lang: string,
 *   get: (name: string) => Promise<any>,
 * }} Options
 */

export class Panel {
  /** @type {HTMLElement} */
  frame;
  /** @type {HTMLElement} */
  log;
  /** @type {HTMLElement} */
  line;
  /** @type {HTMLElement} */
  left;
  /** @type {HTMLTextAreaElement} */
  field;
  /** @type {HTMLButtonElement} */
  more;
  /** @type {Promise<typeof import("./talk.js") | null> | null} */
  view = null;

  /** @param {Options} options */
  constructor(options) {
    const { host, launcher, site, strings, lang, get } = options;
    this.host = host;
    this.launcher = launcher;
    this.site = site;
    this.strings = strings;
    this.get = get;
    this.inline = !launcher;
    this.small = matchMedia(SMALL);
    this.timers = { typing: 0, status: 0 };
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.#build(lang);
    /** @type {import("./view.js").Acts} */
    this.acts = {
      strings,
      server: host.server,
      ask: (text, press) => this.ask(text, press),
      retry: (item) => this.chat.retry(item),
      extra: (name, ...args) => this.extra(name, ...args),
    };
    this.chat = new Chat({
      server: host.server,
      socket: site.socket ?? "/socket.io",
      storage: host.getAttribute("storage"),
      listener: this,
      get,
    });
    if (host.getAttribute("storage") === "local") get("tabs").then(({ share }) => share(this.chat.store, () => this.reset()));
    this.field.value = this.chat.store.state.draft;
    this.reset();
    root.append(this.frame);
    for (const act of ["keydown", "pointermove"]) this.frame.addEventListener(act, () => this.#used(), { once: true });
    this.small.addEventListener("change", () => { if (this.isOpen && !this.inline) this.#place(); });
    if (this.chat.items.some((item) => item.who === "me" && item.state === "queued")) this.chat.start();
  }

  get isOpen() {
    return this.inline ? !this.frame.hidden : /** @type {HTMLDialogElement} */ (this.frame).open;
  }

  /** @param {{focus: boolean}} options */
  show({ focus }) {
    if (!this.inline && !this.isOpen) {
      this.#place();
      if (this.launcher) this.launcher.hidden = true;
      this.#remember(true);
    }
    this.chat.start();
    this.log.scrollTop = this.log.scrollHeight;
    // On a phone the field would bring up the keyboard, over the notice.
    if (focus) (this.small.matches ? this.frame : this.field).focus();
    this.tell(this.inline ? "ready" : "open");
  }

  close() {
    if (this.inline || !this.isOpen) return;
    /** @type {HTMLDialogElement} */ (this.frame).close();
    if (this.launcher) {
      this.launcher.hidden = false;
      this.launcher.focus();
    }
    this.#remember(false);
    this.tell("close");
  }

  stop() {
    this.chat.stop();
  }

  /** @param {string} text @param {string} [press] */
  ask(text, press) {
    const trimmed = text.trim();
    if (!trimmed) return;
    this.chat.ask(trimmed.slice(0, this.chat.maxChars), press);
    this.tell("sent");
  }

  // What the chat tells. The lines are drawn by what is fetched with the first interaction.

  /** @param {import("./store.js").Item} item */
  added(item) {
    return this.#talk("added", item);
  }

  /** @param {import("./store.js").Item} item */
  changed(item) {
    return this.#talk("changed", item);
  }

  /** Draws the conversation anew. */
  reset() {
    const { items } = this.chat;
    const { starters = [] } = this.site;
    // At once, so that nothing moves when the lines are there.
    this.frame.classList.toggle("talking", items.length > 0);
    if (items.length) return this.#talk("redraw", [...items]); // what is added meanwhile comes by itself
    this.log.replaceChildren();
    if (!starters.length) return;
    const buttons = asks(starters.map((title) => ({ title })), this.strings.related, this.acts.ask);
    buttons.classList.add("start");
    this.log.append(buttons);
  }

  /** @param {"connecting" | "online" | "offline"} status */
  status(status) {
    clearTimeout(this.timers.status);
    const tell = () => {
      this.state = status;
      this.line.className = status;
      this.line.textContent = status === "online" ? "" : this.strings[status];
    };
    if (status === "online") {
      tell();
      if (!this.view && this.chat.items.length) this.reset();
      this.#view();
    }
    else if (this.state !== "offline") this.timers.status = setTimeout(tell, STATUS_AFTER_MS);
    this.tell("status", { status });
  }

  /** @param {boolean} on */
  typing(on) {
    if (on || this.view) this.#talk("typing", on);
  }

  /** @param {string} code */
  refused(code) {
    if (code === "too_fast") this.line.textContent = this.strings[code];
    this.tell("error", { code });
  }

  /** @param {string} lang */
  #build(lang) {
    const { strings, site } = this;
    const name = this.host.getAttribute("heading") || site.heading || "Gut FAQ";
    this.log = h("div", { id: "log", part: "log", role: "log", "aria-label": strings.conversation, tabindex: 0 });
    this.line = h("div", { id: "status", role: "status" });
    this.field = h("textarea", { rows: 1, maxlength: 500, placeholder: strings.hint, "aria-label": strings.field, dir: "auto", enterkeyhint: "send" });
    this.left = h("div", { id: "left", hidden: true });
    const form = h(
      "form",
      { id: "composer", part: "composer" },
      this.field,
      h("button", { type: "submit", "aria-label": strings.send, title: strings.send }, icon(ICONS.send)),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.field.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    };
    this.field.oninput = () => this.#written();
    const tool = (/** @type {"menu" | "close" | "notice"} */ what, /** @type {() => void} */ onclick) =>
      h("button", { class: "tool", type: "button", "aria-label": strings[what], title: strings[what], "data-icon": what, onclick }, icon(ICONS[what]));
    // The safety notice: whole before the first message, two lines of it later.
    const fold = tool("notice", () => { fold.ariaExpanded = String(box.classList.toggle("whole")); });
    const box = h("div", { id: "notice", part: "notice", role: "note" }, icon(ICONS.note), h("p", { lang: "en", dir: "ltr" }, site.notice), fold);
    this.more = tool("menu", () => this.extra("menu", this.more));
    this.more.ariaExpanded = fold.ariaExpanded = "false";
    this.frame = h(
      this.inline ? "section" : "dialog",
      { id: "panel", part: "panel", "aria-label": name, tabindex: -1, lang, dir: lang === "ar" ? "rtl" : this.host.dir || null },
      h("header", { part: "header" }, h("h2", null, name), this.more, !this.inline && tool("close", () => this.close())),
      site.notice && box,
      this.log,
      this.line,
      this.left,
      form,
    );
    this.frame.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.frame.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      this.close();
    });
  }

  /** A panel beside the page, or, on a small screen, over all of it. */
  #place() {
    const dialog = /** @type {HTMLDialogElement} */ (this.frame);
    dialog.close();
    if (this.small.matches) dialog.showModal();
    else dialog.show();
  }

  #submit() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    this.#written();
    this.ask(text);
    this.field.focus();
  }

  #written() {
    const left = this.chat.maxChars - this.field.value.length;
    this.field.maxLength = this.chat.maxChars;
    this.left.hidden = left > 80;
    this.left.textContent = this.strings.left.replace("{n}", String(left));
    this.chat.keepDraft(this.field.value);
  }

  /** Fetches what draws the conversation, once it is about to be wanted. */
  #view() {
    return (this.view ??= Promise.all(DRAWS.map(this.get)).then(
      ([talk, view]) => {
        /** @type {ShadowRoot} */ (this.host.shadowRoot).adoptedStyleSheets.push(view.sheet);
        return /** @type {typeof import("./talk.js")} */ (talk);
      },
      () => this.view = null, // the connection went at that moment; the next one brings it
    ));
  }

  /**
   * Does something to the lines.
   *
   * @param {"added" | "changed" | "redraw" | "typing"} what
   * @param {any[]} args
   */
  async #talk(what, ...args) {
    const talk = /** @type {any} */ (await this.#view());
    talk?.[what](this, ...args);
  }

  #used() {
    this.#view();
    if (!this.inline) this.extra("resizable");
  }

  /** Does what is fetched only when it is wanted. @param {string} name @param {any[]} args */
  async extra(name, ...args) {
    const extras = await this.get("extras");
    extras[name](this, ...args);
  }

  /** @param {boolean} open */
  #remember(open) {
    try {
      sessionStorage.setItem(`gut-faq:open:${this.host.server}`, open ? "1" : "0");
    } catch {
      // storage is switched off
    }
  }

  /** Fires an event of the element. @param {string} name @param {object} [detail] */
  tell(name, detail) {
    this.host.dispatchEvent(new CustomEvent(`gut-faq-${name}`, { bubbles: true, composed: true, detail }));
  }
}
