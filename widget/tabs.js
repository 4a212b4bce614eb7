/** One conversation in several tabs, fetched where the site asks for it (`storage="local"`). */

import { read } from "./store.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Item} Item
 */

/** Keeps the store in step with other tabs'. @param {Store} store @param {() => void} changed */
export function share(store, changed) {
  store.join = () => join(store);
  addEventListener("storage", (event) => {
    const other = event.key === store.key ? read(store.place, store.key) : null;
    if (!other) return;
    if (other.epoch === store.state.epoch) store.join();
    else store.state = other; // begun anew, or deleted, over there
    changed();
  });
}

/** @param {Store} store */
function join({ place, key, state }) {
  const other = read(place, key);
  if (!other || other.epoch !== state.epoch) return;
  const known = new Map(state.items.map((item) => [item.key, item]));
  const items = other.items.map((item) => later(known.get(item.key), item));
  const theirs = new Set(items.map((item) => item.key));
  state.items = [...items, ...state.items.filter((item) => !theirs.has(item.key))];
  state.seen = Math.max(state.seen, other.seen);
}

/** Returns the further of two forms of an item. @param {Item | undefined} mine @param {Item} other */
function later(mine, other) {
  if (!mine) return other;
  return other.who === "me" && other.state === "done" ? other : mine;
}
