/** What few people use, fetched when they do: menu, deletion, transcript, copy, votes, resizing. */

import { h } from "./dom.js";
import { deleteDoomed } from "./trouble.js";
import { place } from "./view.js";

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("./store.js").Theirs} Theirs
 * @typedef {import("./store.js").Said} Said
 */

const SAID_FOR_MS = 3000;

/** Opens or closes the menu. @param {Panel} panel @param {HTMLButtonElement} button */
export function menu(panel, button) {
  const { strings, frame } = panel;
  const old = frame.querySelector("#menu");
  if (old) return shut();
  const entry = (/** @type {string} */ name, /** @type {() => void} */ work) =>
    h("button", { type: "button", onclick: () => { shut(); work(); } }, strings[name]);
  const list = h(
    "div",
    { id: "menu", role: "group", "aria-label": strings.menu },
    entry("startOver", () => startOver(panel)),
    entry("transcript", () => transcript(panel)),
    entry("delete", () => confirmDelete(panel)),
  );
  list.addEventListener("keydown", (event) => {
    const entries = /** @type {HTMLElement[]} */ ([...list.children]);
    const at = entries.indexOf(/** @type {HTMLElement} */ (event.target));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      shut();
    } else if (step) {
      event.preventDefault();
      entries[(at + step + entries.length) % entries.length].focus();
    }
  });
  list.addEventListener("focusout", (event) => {
    if (event.relatedTarget !== button && !list.contains(/** @type {Node | null} */ (event.relatedTarget))) shut(false);
  });
  button.ariaExpanded = "true";
  button.after(list);
  /** @type {HTMLElement} */ (list.firstChild).focus();

  function shut(focus = true) {
    const open = frame.querySelector("#menu");
    if (!open) return;
    button.ariaExpanded = "false";
    if (focus) button.focus();
    open.remove();
  }
}

/** Begins a new conversation; the one before can still be deleted. @param {Panel} panel */
export function startOver({ chat, field }) {
  const { token, past, doomed } = chat.store.state;
  chat.store.clear("started", { doomed, past: [...past, ...(token ? [token] : [])].slice(-19) });
  chat.listener.reset();
  if (chat.wire.isUp) chat.hello();
  field.focus();
}

/**
 * Deletes the conversation and those before it in this tab, on the server as soon as it hears.
 *
 * @param {Panel} panel
 */
export function deleteConversation({ chat, field }) {
  const { token, past, doomed } = chat.store.state;
  const all = [...doomed, ...past, ...(token ? [token] : [])].slice(-20);
  chat.store.clear(chat.ready || !all.length ? "deleted" : "deleting", { doomed: all });
  chat.listener.reset();
  chat.start();
  if (chat.ready) deleteDoomed(chat);
  field.value = "";
  field.focus();
}

/** @param {Panel} panel */
function confirmDelete(panel) {
  const { strings, frame, more } = panel;
  const rest = /** @type {HTMLElement[]} */ ([...frame.children]);
  const done = (/** @type {boolean} */ yes) => {
    box.remove();
    for (const element of rest) element.inert = false;
    if (yes) deleteConversation(panel);
    else more.focus();
  };
  const no = h("button", { class: "pill", type: "button", onclick: () => done(false) }, strings.cancel);
  const box = h(
    "div",
    { id: "ask", role: "alertdialog", "aria-label": strings.deleteAsk },
    h("p", null, strings.deleteAsk),
    h("div", null, no, h("button", { class: "pill danger", type: "button", onclick: () => done(true) }, strings.deleteYes)),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    done(false);
  });
  for (const element of rest) element.inert = true;
  frame.append(box);
  no.focus();
}

/** @param {Panel} panel */
function transcript(panel) {
  const { strings, chat, site, host } = panel;
  const lines = chat.items.map((item) => {
    if (item.who === "note") return strings[item.text] ?? item.text;
    if (item.who === "me") return `${strings.you}: ${item.text}`;
    return `${strings.it}: ${item.body.said.map((said) => written(said, strings, host.server)).join("\n\n")}`;
  });
  const text = [site.notice, ...lines].filter(Boolean).join("\n\n");
  const url = URL.createObjectURL(new Blob([text + "\n"], { type: "text/plain" }));
  h("a", { href: url, download: "conversation.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** @param {Said} said @param {Record<string, string>} strings @param {string} server */
function written(said, strings, server) {
  if (said.voice === "safety") return `[${strings.safety}] ${said.text}`;
  if (!said.sentences.length) return said.text;
  return `“${said.text}”\n${strings.from}: ${place(server, said.sentences)}`;
}

/** @param {Panel} panel @param {HTMLButtonElement} button @param {Theirs} _item @param {Said} said */
export async function copy(panel, button, _item, said) {
  const text = written(said, panel.strings, panel.host.server);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http has no clipboard: the old way.
    const field = h("textarea", { class: "said", "aria-hidden": "true" });
    field.value = text;
    panel.frame.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  tell(panel.line, panel.strings.copied);
}

/** Says that something is done, for a moment. @param {HTMLElement} line @param {string} text */
function tell(line, text) {
  line.textContent = text;
  setTimeout(() => { if (line.textContent === text) line.textContent = ""; }, SAID_FOR_MS);
}

/**
 * @param {Panel} panel
 * @param {HTMLButtonElement} button
 * @param {Theirs} item
 * @param {Said} said
 * @param {"up" | "down"} vote
 */
export function vote(panel, button, item, said, vote) {
  const { strings, chat, line } = panel;
  const tools = /** @type {HTMLElement} */ (button.parentElement);
  for (const other of tools.querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", String(other === button));
  item.votes = { ...item.votes, [said.phrase]: vote };
  chat.store.save();
  const send = (/** @type {string} */ reason) => chat.ready && chat.wire.emit("feedback", { phrase: said.phrase, vote, ...(reason && { reason }) });
  send("");
  const asked = tools.nextElementSibling?.classList.contains("why") ? tools.nextElementSibling : null;
  asked?.remove();
  tell(line, strings.thanks);
  if (vote === "up") return;
  const field = h("input", { maxlength: 300, "aria-label": strings.why, placeholder: strings.why });
  const form = h("form", { class: "why" }, field, h("button", { class: "pill", type: "submit" }, strings.send));
  form.onsubmit = (event) => {
    event.preventDefault();
    if (field.value.trim()) send(field.value.trim());
    form.remove();
    button.focus();
    tell(line, strings.thanks);
  };
  tools.after(form);
  field.focus();
}

const STEP_PX = 24;

/** Puts a grip at the panel's free corner. @param {Panel} panel */
export function resizable(panel) {
  const { frame, strings, host } = panel;
  if (frame.querySelector("#grip")) return;
  const grip = h("button", { id: "grip", type: "button", "aria-label": strings.resize, title: strings.resize });
  const key = `gut-faq:size:${host.server}`;
  const rightward = () => (getComputedStyle(frame).direction === "rtl") !== (host.getAttribute("side") === "start") ? 1 : -1;
  const set = (/** @type {number} */ width, /** @type {number} */ height) => {
    frame.style.setProperty("--w", `${width}px`);
    frame.style.setProperty("--h", `${height}px`);
    try {
      sessionStorage.setItem(key, `${width} ${height}`);
    } catch {
      // storage is switched off
    }
  };
  grip.onpointerdown = (event) => {
    const { width, height } = frame.getBoundingClientRect();
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (move) => set(width + rightward() * (move.clientX - event.clientX), height - (move.clientY - event.clientY));
    grip.onpointerup = () => { grip.onpointermove = null; };
  };
  grip.onkeydown = (event) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!x && !y) return;
    event.preventDefault();
    const { width, height } = frame.getBoundingClientRect();
    set(width + rightward() * x * STEP_PX, height + y * STEP_PX);
  };
  try {
    const [width, height] = (sessionStorage.getItem(key) ?? "").split(" ").map(Number);
    if (width && height) set(width, height);
  } catch {
    // storage is switched off
  }
  frame.append(grip);
}
