/**
 * `<gut-faq>`: a chat that answers in the words of one approved text, on any page.
 *
 *     <script type="module" src="https://bot.example/gut-faq.js"></script>
 *     <gut-faq server="https://bot.example"></gut-faq>
 *
 * This file shows the launcher; everything else is fetched while the page is idle.
 *
 * Attributes:
 *   server   where the assistant runs; the script's own origin when left out
 *   mode     `launcher` (a button that opens a panel; the default) or `inline`
 *   heading  the assistant's name
 *   lang     of the controls: en, de, es, fr, ar; the page's language when left out
 *   theme    `auto` (default), `light` or `dark`
 *   side     `end` (default) or `start`: the corner of the launcher
 *   storage  `session` (default: the tab alone), `local` (all tabs, until deleted) or `none`
 *   open     open at once
 *
 * @fires gut-faq-ready  the launcher, or the panel of `inline`, can be used
 * @fires gut-faq-open   the panel opened
 * @fires gut-faq-close  the panel closed
 * @fires gut-faq-status `detail.status`: connecting, online or offline
 * @fires gut-faq-sent   a message left the composer
 * @fires gut-faq-reply  `detail`: `verdict`, `phrases`, `tier`; never what the person wrote
 * @fires gut-faq-error  `detail.code`: why something was refused
 *
 * @csspart launcher, panel, header, notice, log, quote, safety, composer
 * @cssprop --gut-faq-accent, --gut-faq-on-accent, --gut-faq-font, --gut-faq-quote-font,
 *   --gut-faq-radius, --gut-faq-z
 */

/** The folder of this version's modules; the server writes its address in here. */
const home = new URL("./", import.meta.url);
/** What the operator set: `notice`, `heading`, `socket`; the server writes it in here. */
/** @type {{notice?: string, heading?: string, socket?: string, starters?: string[]}} */
const site = {};

const MODULES = ["panel", "chat", "wire", "store", "dom", "style", "strings/en"];
const LANGUAGES = ["en", "de", "es", "fr", "ar"];
const SVG = "http://www.w3.org/2000/svg";

const LAUNCHER = `
:host { --a: var(--gut-faq-accent, light-dark(#0f5f5c, #7cc9c0)); --on: var(--gut-faq-on-accent, light-dark(#fff, #06201f));
  color-scheme: light dark; position: fixed; z-index: var(--gut-faq-z, 2147483000); font-size: medium;
  inset-block-end: max(1.25em, env(safe-area-inset-bottom)); inset-inline-end: 1.25em }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
:host([side=start]) { inset-inline: 1.25em auto }
:host([mode=inline]) { position: relative; inset: auto; z-index: auto; display: block; block-size: 38em }
:host([hidden]) { display: none }
#launcher { box-sizing: border-box; display: grid; place-items: center; inline-size: 3.75em; block-size: 3.75em;
  margin: 0; padding: 0; border: 0; border-radius: 50%; background: var(--a); color: var(--on); cursor: pointer; font-size: 1em;
  box-shadow: 0 1px 2px #0003, 0 .4em 1.2em #0003 }
#launcher:hover { filter: brightness(1.15) }
#launcher:focus-visible { outline: 3px solid var(--a); outline-offset: 3px }
#launcher svg { inline-size: 1.9em; block-size: 1.9em }
#launcher[hidden] { display: none }
@media (forced-colors: active) { #launcher { border: 2px solid ButtonText; background: ButtonFace; color: ButtonText } }`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(LAUNCHER);

/** The element; its doc comment stands at the top of this file. */
export class GutFaq extends HTMLElement {
  /** @type {import("./panel.js").Panel | null} */
  #panel = null;
  /** @type {Promise<import("./panel.js").Panel> | null} */
  #loading = null;
  /** @type {HTMLButtonElement | null} */
  #launcher = null;

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const inline = this.getAttribute("mode") === "inline";
    if (!inline) root.append(this.#button());
    const opened = this.hasAttribute("open") || wasOpen(this.server);
    if (inline || opened) this.#load().then((panel) => panel.show({ focus: false }));
    else idle(() => this.#load());
    if (!inline) this.dispatchEvent(new CustomEvent("gut-faq-ready", { bubbles: true, composed: true }));
  }

  disconnectedCallback() {
    // A move within the page disconnects and connects again at once; only a removal stops the chat.
    queueMicrotask(() => { if (!this.isConnected) this.#panel?.stop(); });
  }

  /** The assistant's address, without a slash at the end. */
  get server() {
    return (this.getAttribute("server") || new URL(".", import.meta.url).href).replace(/\/+$/, "");
  }

  /** Whether the panel is open. */
  get isOpen() {
    return this.#panel?.isOpen ?? false;
  }

  /** Opens the panel. */
  async show() {
    (await this.#load()).show({ focus: true });
  }

  /** Closes the panel; the conversation stays. */
  close() {
    this.#panel?.close();
  }

  /** Opens the panel and asks. @param {string} text */
  async ask(text) {
    const panel = await this.#load();
    panel.show({ focus: true });
    panel.ask(String(text));
  }

  /** Begins a new conversation. */
  async startOver() {
    (await this.#load()).extra("startOver");
  }

  /** Deletes the conversation here and on the server, without asking again. */
  async deleteConversation() {
    (await this.#load()).extra("deleteConversation");
  }

  #button() {
    const button = document.createElement("button");
    button.id = "launcher";
    button.part.add("launcher");
    button.type = "button";
    button.ariaLabel = "Ask a question";
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("fill", "currentColor");
    path.setAttribute("d", "M12 3C6.5 3 2 6.9 2 11.6c0 2.4 1.2 4.5 3 6.1L3.6 21l5-1.6c6.9 1.9 13.4-2 13.4-7.8C22 6.9 17.5 3 12 3ZM7 8h4v4q0 3-3.5 3.5 1.5-1.200 1.5-3H7Zm6 0h4v4q0 3-3.5 3.5 1.5-1.200 1.5-3h-2Z");
    icon.append(path);
    button.append(icon);
    button.addEventListener("click", () => this.show());
    const section = document.createElement("section");
    section.ariaLabel = this.getAttribute("heading") || site.heading || "Gut FAQ";
    section.append(button);
    this.#launcher = button;
    return section;
  }

  /** Fetches the rest, once, all modules side by side. */
  #load() {
    return (this.#loading ??= (async () => {
      const wanted = (this.lang || this.closest("[lang]")?.getAttribute("lang") || "en").toLowerCase().split("-")[0];
      const lang = LANGUAGES.includes(wanted) ? wanted : "en";
      const get = (/** @type {string} */ name) => import(new URL(`${name}.js`, home).href);
      const names = lang === "en" ? MODULES : [...MODULES, `strings/${lang}`];
      const modules = await Promise.all(names.map(get));
      const strings = { ...modules[MODULES.length - 1].default, ...modules[names.length - 1].default };
      const { Panel } = /** @type {typeof import("./panel.js")} */ (modules[0]);
      this.#panel = new Panel({ host: this, launcher: this.#launcher, site, strings, lang, get });
      if (this.#launcher) this.#launcher.ariaLabel = strings.launcher;
      return this.#panel;
    })().catch((error) => {
      this.#loading = null; // the next click tries again
      throw error;
    }));
  }
}

/** @param {() => void} work */
function idle(work) {
  const quiet = () => (window.requestIdleCallback ?? setTimeout)(work);
  if (document.readyState === "complete") quiet();
  else addEventListener("load", quiet);
}

/** Whether the panel was open when this tab showed the page before. @param {string} server */
function wasOpen(server) {
  try {
    return sessionStorage.getItem(`gut-faq:open:${server}`) === "1";
  } catch {
    return false; // storage is switched off
  }
}

if (!customElements.get("gut-faq")) customElements.define("gut-faq", GutFaq);
