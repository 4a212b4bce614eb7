/** What happens to the lines of a conversation; fetched with the first interaction. */

import { h } from "./dom.js";
import { draw, mark } from "./view.js";

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("./store.js").Item} Item
 */

const TYPING_AFTER_MS = 250; // an answer that comes sooner needs no dots

/** @param {Panel} panel @param {Item} item */
export function added(panel, item) {
  const { log, frame, acts } = panel;
  log.querySelector(".start")?.remove();
  const element = draw(item, acts);
  log.append(element);
  frame.classList.add("talking");
  if (item.who !== "bot") {
    log.scrollTop = log.scrollHeight;
    return;
  }
  typing(panel, false);
  const asked = turn(panel, item.body.reply_to);
  // Where there is little height all of the panel scrolls, not the log alone.
  const low = log.clientHeight === log.scrollHeight;
  const box = low ? frame : log;
  box.scrollTop = (low ? log.offsetTop : 0) + Math.min((asked ?? element).offsetTop - 12, element.offsetTop - box.clientHeight / 3);
  const { verdict, said, safety } = item.body;
  panel.tell("reply", { verdict, phrases: said.map((one) => one.phrase), tier: safety.tier });
}

/** @param {Panel} panel @param {Item} item */
export function changed(panel, item) {
  const element = turn(panel, item.key);
  if (!element) return;
  if (item.who === "me") mark(element, item, panel.acts);
  else element.replaceWith(draw(item, panel.acts));
}

/** Draws the conversation anew. @param {Panel} panel @param {Item[]} items */
export function redraw({ log, acts }, items) {
  log.replaceChildren(...items.map((item) => draw(item, acts)));
  log.scrollTop = log.scrollHeight;
}

/** @param {Panel} panel @param {boolean} on */
export function typing({ line, timers, strings }, on) {
  clearTimeout(timers.typing);
  if (on) {
    timers.typing = setTimeout(() => line.replaceChildren(h("i"), strings.typing), TYPING_AFTER_MS);
  } else if (line.querySelector("i")) {
    line.replaceChildren();
  }
}

/** @param {Panel} panel @param {string} key @returns {HTMLElement | null} */
function turn({ log }, key) {
  return log.querySelector(`[data-key="${CSS.escape(key)}"]`);
}
