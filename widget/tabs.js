/** One conversation in several tabs, fetched where the site asks for it (`storage="local"`). */

import { parsed } from "./store.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Item} Item
 */

const RECENT = 40; // older lines may have been dropped over there to save room

/**
 * Keeps the store in step with other tabs'.
 *
 * Two tabs may write at the same moment, and either may be the last. So what another wrote is
 * taken from the event, not from the place (which may hold this tab's own by now), and the tab
 * that knows more writes again: it stops when both know the same.
 *
 * @param {Store} store @param {() => void} changed
 */
export function share(store, changed) {
  store.join = (other) => {
    if (newer(other, store.state)) store.state = other; // begun anew, or deleted, over there
    else if (other.epoch === store.state.epoch) join(store.state, other);
  };
  addEventListener("storage", (event) => {
    const other = event.key === store.key ? parsed(event.newValue) : null;
    if (!other) return;
    store.join(other);
    if (newer(store.state, other) || more(store.state, other)) store.save();
    changed();
  });
}

/** Whether a conversation was begun after another. @param {State} one @param {State} two */
function newer(one, two) {
  return one.epoch > two.epoch;
}

/** Whether one knows what the other does not. @param {State} one @param {State} two */
function more(one, two) {
  const known = new Map(two.items.map((item) => [item.key, item]));
  return one.epoch === two.epoch && one.items.slice(-RECENT).some((item) => {
    const its = known.get(item.key);
    return !its || (isDone(item) && !isDone(its));
  });
}

/** @param {State} state @param {State} other */
function join(state, other) {
  const known = new Map(state.items.map((item) => [item.key, item]));
  const items = other.items.map((item) => later(known.get(item.key), item));
  const theirs = new Set(items.map((item) => item.key));
  state.items = [...items, ...state.items.filter((item) => !theirs.has(item.key))];
  state.seen = Math.max(state.seen, other.seen);
}

/** Returns the further of two forms of an item. @param {Item | undefined} mine @param {Item} other */
function later(mine, other) {
  return !mine || isDone(other) ? other : mine;
}

/** @param {Item} item */
function isDone(item) {
  return item.who === "me" && item.state === "done";
}
