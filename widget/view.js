/** Draws the lines of a conversation. */

import { asks, h, icon } from "./dom.js";
import sheet from "./style-talk.js";

export { sheet };

/**
 * @typedef {import("./store.js").Item} Item
 * @typedef {import("./store.js").Said} Said
 * @typedef {import("./store.js").Citation} Citation
 *
 * @typedef {{
 *   strings: Record<string, string>,
 *   server: string,
 *   ask(text: string, press?: string): void,
 *   retry(item: import("./store.js").Mine): void,
 *   extra(name: string, ...args: any[]): void,
 * }} Acts
 */

const ICONS = {
  up: "M7 11v9H3v-9Zm0 0 4-8a2.5 2.5 0 0 1 2.5 2.5V9H20l-1.5 11H7",
  down: "M17 13V4h4v9Zm0 0-4 8a2.5 2.5 0 0 1-2.5-2.5V15H4L5.5 4H17",
  copy: "M9 9h11v11H9ZM15 9V4H4v11h5",
  text: "M6 3h9l4 4v14H6ZM9 11h7M9 15h7",
  alert: "M12 3 2 20.5h20ZM12 9.5v5M12 17.5v.01",
  phone: "M5 3h4l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z",
  note: "M12 8v.01M12 11v5.5M3 12a9 9 0 1 0 18 0 9 9 0 0 0-18 0Z",
};
const LABEL = "Safety note, not from the text.";
const ALARMS = ["crisis", "emergency"];
const NUMBER = /\+?\d[\d ()-]{4,}\d|\b\d{3}\b(?! ?(?:hours|minutes|days|weeks|times|years|mg|%))/g;

/** Returns the element of an item. @param {Item} item @param {Acts} acts */
export function draw(item, acts) {
  const { strings } = acts;
  if (item.who === "note") return h("p", { class: "turn note", "data-key": item.key }, strings[item.text] ?? item.text);
  if (item.who === "me") {
    const element = h(
      "div",
      { class: "turn me", "data-key": item.key },
      h("p", null, h("span", { class: "said" }, `${strings.you}: `), h("bdi", null, item.text)),
      h("small", null),
    );
    return mark(element, item, acts);
  }
  return h("div", { class: "turn bot", "data-key": item.key }, h("span", { class: "said" }, `${strings.it}: `), ...reply(item, acts));
}

/**
 * Shows how far a message of the person's is; nothing when all is well.
 *
 * @param {HTMLElement} element
 * @param {import("./store.js").Mine} item
 * @param {Acts} acts
 */
export function mark(element, item, acts) {
  const { strings } = acts;
  const small = /** @type {HTMLElement} */ (element.lastChild);
  small.className = item.state;
  small.replaceChildren();
  if (item.state === "queued") {
    // Only if it takes a while: an online message is acknowledged at once.
    setTimeout(() => { if (item.state === "queued") small.textContent = strings.waiting; }, 600);
  } else if (item.state === "failed") {
    const why = strings[item.code ?? ""] ?? strings.failed;
    small.append(`${why} `, h("button", { class: "pill", type: "button", onclick: () => acts.retry(item) }, strings.again));
  }
  return element;
}

/** @param {import("./store.js").Theirs} item @param {Acts} acts */
function reply(item, acts) {
  const { said, buttons, safety } = item.body;
  const parts = said.map((one) => (one.kind === "answer" ? answer(item, one, acts) : notice(one, safety, acts.strings)));
  const rated = said.some((one) => one.kind === "answer") || !said.length || said[0].voice === "safety";
  if (!rated) parts.push(tools(item, said[0], acts, false));
  if (buttons.length) parts.push(asks(buttons, acts.strings.related, acts.ask));
  return parts;
}

/** @param {import("./store.js").Theirs} item @param {Said} said @param {Acts} acts */
function answer(item, said, acts) {
  const { strings, server } = acts;
  const quoted = groups(said.sentences);
  const whole = (/** @type {string} */ text) => text.replace(/\s+/g, "");
  const verbatim = whole(quoted.join("")) === whole(said.text);
  const quote = h("blockquote", { lang: "en", dir: "ltr", part: "quote" }, ...(verbatim ? quoted : [said.text]).map((text) => h("p", null, text)));
  const caption = h("figcaption", null, said.title ? `${strings.from}: ${said.title}` : strings.from);
  if (said.sentences.length) {
    const link = h("a", { href: place(server, said.sentences), target: "_blank", rel: "noopener" }, icon(ICONS.text), strings.show);
    quote.cite = link.href;
    caption.append(link);
  }
  return h("figure", null, quote, caption, tools(item, said, acts, true));
}

/** Returns sentences that stand next to each other as one text each. @param {Citation[]} sentences */
function groups(sentences) {
  /** @type {string[]} */
  const texts = [];
  sentences.forEach((sentence, n) => {
    const before = sentences[n - 1];
    const follows = before && before.seed === sentence.seed && sentence.start - before.end === 1;
    if (follows) texts[texts.length - 1] += ` ${sentence.text}`;
    else texts.push(sentence.text);
  });
  return texts;
}

/** Returns the address of the text with the sentences marked. @param {string} server @param {Citation[]} sentences */
export function place(server, sentences) {
  const spans = sentences.map(({ start, end }) => `${start}-${end}`).join(",");
  return `${server}/source/${encodeURIComponent(sentences[0].seed)}#${spans}`;
}

/** @param {Said} said @param {import("./store.js").Reply["safety"]} safety @param {Record<string, string>} strings */
function notice(said, safety, strings) {
  const paragraphs = said.text.split(/\n\s*\n/);
  if (said.voice !== "safety") return h("div", { lang: "en", dir: "ltr" }, ...paragraphs.map((text) => h("p", null, text)));
  // Words that say so themselves are not labelled twice.
  const own = said.text.startsWith(LABEL);
  if (own) paragraphs[0] = paragraphs[0].slice(LABEL.length).trim();
  const isCard = safety.card === said.phrase && safety.tier;
  const alarm = isCard && ALARMS.includes(safety.tier ?? "");
  return h(
    "div",
    { class: `safety ${alarm ? "alarm" : isCard ? "urgent" : ""}`, part: "safety", role: alarm && "alert" },
    h("div", { class: "label" }, icon(alarm ? ICONS.alert : ICONS.note), own ? LABEL : strings.safety),
    h("div", { lang: "en", dir: "ltr" }, ...paragraphs.filter(Boolean).map((text) => h("p", null, ...(isCard ? dialable(text) : [text])))),
  );
}

/** Returns the text with its telephone numbers as links. @param {string} text */
function dialable(text) {
  const parts = [];
  let at = 0;
  for (const { 0: number, index } of text.matchAll(NUMBER)) {
    const scheme = /\btext\b[^.]*$/i.test(text.slice(0, index)) && !/\bcall\b[^.]*$/i.test(text.slice(0, index)) ? "sms" : "tel";
    parts.push(text.slice(at, index), h("a", { href: `${scheme}:${number.replace(/[^\d+]/g, "")}` }, icon(ICONS.phone), number));
    at = index + number.length;
  }
  return [...parts, text.slice(at)];
}

/** @param {import("./store.js").Theirs} item @param {Said} said @param {Acts} acts @param {boolean} copies */
function tools(item, said, acts, copies) {
  const { strings } = acts;
  const tool = (/** @type {"copy" | "up" | "down"} */ name, /** @type {string} */ label) => {
    const voted = item.votes?.[said.phrase] === name;
    const props = { class: "tool", type: "button", "aria-label": label, title: label, "data-icon": name };
    const button = h("button", name === "copy" ? props : { ...props, "aria-pressed": String(voted) }, icon(ICONS[name]));
    button.onclick = () => acts.extra(name === "copy" ? "copy" : "vote", button, item, said, name);
    return button;
  };
  return h("div", { class: "tools" }, copies && tool("copy", strings.copy), tool("up", strings.helpful), tool("down", strings.unhelpful));
}
