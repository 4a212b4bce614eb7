/** The panel: header, safety notice, conversation, composer. */

import { Chat } from "./chat.js";
import { h, icon } from "./dom.js";
import sheet from "./style.js";
import { asks, draw, mark } from "./view.js";

const SMALL = "(max-width: 480px), (max-height: 420px)";
const TYPING_AFTER_MS = 250; // an answer that comes sooner needs no dots
const STATUS_AFTER_MS = 700; // nor a connection that is back sooner a notice

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
      extra: (name, ...args) => this.#extra(name, ...args),
    };
    this.chat = new Chat({
      server: host.server,
      socket: site.socket ?? "/socket.io",
      storage: host.getAttribute("storage"),
      listener: this,
      getPolling: () => get("poll"),
    });
    this.field.value = this.chat.store.state.draft;
    this.reset();
    root.append(this.frame);
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
    this.#tell(this.inline ? "ready" : "open");
  }

  close() {
    if (this.inline || !this.isOpen) return;
    /** @type {HTMLDialogElement} */ (this.frame).close();
    if (this.launcher) {
      this.launcher.hidden = false;
      this.launcher.focus();
    }
    this.#remember(false);
    this.#tell("close");
  }

  stop() {
    this.chat.stop();
  }

  /** @param {string} text @param {string} [press] */
  ask(text, press) {
    const trimmed = text.trim();
    if (!trimmed) return;
    this.chat.ask(trimmed.slice(0, this.chat.maxChars), press);
    this.#tell("sent");
  }

  startOver() {
    this.chat.startOver();
    this.field.focus();
  }

  deleteConversation() {
    this.field.value = "";
    this.chat.delete();
    this.field.focus();
  }

  // What the chat tells.

  /** @param {import("./store.js").Item} item */
  added(item) {
    this.log.querySelector(".start")?.remove();
    const element = draw(item, this.acts);
    this.log.append(element);
    this.frame.classList.toggle("talking", this.chat.items.length > 0);
    if (item.who === "bot") {
      this.typing(false);
      const asked = this.#line(item.body.reply_to);
      this.log.scrollTop = Math.min((asked ?? element).offsetTop - 12, element.offsetTop - this.log.clientHeight / 3);
      const { verdict, said, safety } = item.body;
      this.#tell("reply", { verdict, phrases: said.map((one) => one.phrase), tier: safety.tier });
    } else {
      this.log.scrollTop = this.log.scrollHeight;
    }
  }

  /** @param {import("./store.js").Item} item */
  changed(item) {
    const element = this.#line(item.key);
    if (!element) return;
    if (item.who === "me") mark(element, item, this.acts);
    else element.replaceWith(draw(item, this.acts));
  }

  /** Draws the conversation anew. */
  reset() {
    const { items } = this.chat;
    const { starters = [] } = this.site;
    this.frame.classList.toggle("talking", items.length > 0);
    this.log.replaceChildren(...items.map((item) => draw(item, this.acts)));
    if (!items.length && starters.length) {
      const buttons = asks(starters.map((title) => ({ title })), this.acts);
      buttons.classList.add("start");
      this.log.append(buttons);
    }
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** @param {"connecting" | "online" | "offline"} status */
  status(status) {
    clearTimeout(this.timers.status);
    const tell = () => {
      this.state = status;
      this.line.className = status;
      this.line.textContent = status === "online" ? "" : this.strings[status];
    };
    if (status === "online") tell();
    else if (this.state !== "offline") this.timers.status = setTimeout(tell, STATUS_AFTER_MS);
    this.#tell("status", { status });
  }

  /** @param {boolean} on */
  typing(on) {
    clearTimeout(this.timers.typing);
    if (on) {
      this.timers.typing = setTimeout(() => {
        this.line.replaceChildren(h("span", { class: "dots" }, h("i"), h("i"), h("i")), this.strings.typing);
      }, TYPING_AFTER_MS);
    } else if (this.line.querySelector(".dots")) {
      this.line.replaceChildren();
    }
  }

  /** @param {string} code */
  refused(code) {
    if (this.strings[code]) this.line.textContent = this.strings[code];
    this.#tell("error", { code });
  }

  /** @param {string} lang */
  #build(lang) {
    const { strings, site } = this;
    const name = this.host.getAttribute("heading") || site.heading || "Gut FAQ";
    this.log = h("div", { id: "log", part: "log", role: "log", "aria-label": strings.conversation, tabindex: 0 });
    this.line = h("div", { id: "status", role: "status" });
    this.field = h("textarea", { rows: 1, maxlength: 500, placeholder: strings.hint, "aria-label": strings.field, autocomplete: "off", dir: "auto", enterkeyhint: "send" });
    this.left = h("div", { id: "left", hidden: true });
    const form = h(
      "form",
      { id: "composer", part: "composer" },
      this.field,
      h("button", { type: "submit", "aria-label": strings.send, title: strings.send }, icon("send")),
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
    const tool = (/** @type {"menu" | "close"} */ what, /** @type {() => void} */ onclick) =>
      h("button", { class: "tool", type: "button", "aria-label": strings[what], title: strings[what], "data-icon": what, onclick }, icon(what));
    this.more = tool("menu", () => this.#extra("menu", this.more));
    this.more.ariaExpanded = "false";
    this.frame = h(
      this.inline ? "section" : "dialog",
      { id: "panel", part: "panel", "aria-label": name, tabindex: -1, lang, dir: lang === "ar" ? "rtl" : this.host.dir || null },
      h("header", { part: "header" }, h("h2", null, name), this.more, !this.inline && tool("close", () => this.close())),
      site.notice && this.#notice(site.notice),
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

  /** The safety notice: whole before the first message, two lines of it later. @param {string} text */
  #notice(text) {
    const { notice: label } = this.strings;
    const fold = h("button", { class: "tool", type: "button", "aria-expanded": "false", "aria-label": label, title: label }, icon("fold"));
    const box = h("div", { id: "notice", part: "notice", role: "note" }, icon("note"), h("p", { lang: "en", dir: "ltr" }, text), fold);
    fold.onclick = () => { fold.ariaExpanded = String(box.classList.toggle("whole")); };
    return box;
  }

  /** A panel beside the page, or, on a small screen, over all of it. */
  #place() {
    const dialog = /** @type {HTMLDialogElement} */ (this.frame);
    dialog.close();
    if (this.small.matches) dialog.showModal();
    else dialog.show();
    if (!this.small.matches) this.#extra("resizable");
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

  /** Does what is fetched only when it is wanted. @param {string} name @param {any[]} args */
  async #extra(name, ...args) {
    const extras = await this.get("extras");
    extras[name](this, ...args);
  }

  /** @param {string} key @returns {HTMLElement | null} */
  #line(key) {
    return this.log.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /** @param {boolean} open */
  #remember(open) {
    try {
      sessionStorage.setItem(`gut-faq:open:${this.host.server}`, open ? "1" : "0");
    } catch {
      // storage is switched off
    }
  }

  /** @param {string} name @param {object} [detail] */
  #tell(name, detail) {
    this.host.dispatchEvent(new CustomEvent(`gut-faq-${name}`, { bubbles: true, composed: true, detail }));
  }
}
