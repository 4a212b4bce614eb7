/** What is rare in a conversation: refusals and deletion; fetched with the first interaction. */

/** @typedef {import("./chat.js").Chat} Chat */

const RETRY_CODES = ["too_fast", "too_many_waiting"];

/**
 * Deals with an error event of the server's.
 *
 * @param {Chat} chat
 * @param {{code: string, message_id?: string, retry_after_s?: number}} problem
 */
export function refused(chat, { code, message_id, retry_after_s = 2 }) {
  const { wire, timers, store } = chat;
  const item = chat.items.find((one) => one.key === message_id);
  const later = (/** @type {() => void} */ work) => {
    timers.set(message_id ?? code, setTimeout(work, retry_after_s * 1000));
  };
  chat.listener.refused(code);
  if (!item || item.who !== "me") {
    if (!chat.ready && RETRY_CODES.includes(code)) later(() => wire.isUp && chat.hello());
    else if (store.state.doomed.length) later(() => chat.ready && deleteDoomed(chat));
  } else if (RETRY_CODES.includes(code)) {
    chat.settle(item.key, "queued");
    later(() => {
      chat.flying = "";
      chat.next();
    });
  } else if (code.startsWith("session_")) {
    item.state = "queued"; // a session that ended meanwhile: the new one gets the message
    chat.hello();
  } else {
    item.code = code;
    chat.settle(item.key, "failed");
  }
}

/** Has the server delete what was deleted here. @param {Chat} chat */
export function deleteDoomed({ wire, store }) {
  wire.emit("delete_conversation", { also: store.state.doomed });
}

/** Deals with the server's word that the conversation is deleted. @param {Chat} chat */
export function deleted(chat) {
  const { store, listener } = chat;
  const { state } = store;
  if (state.doomed.length) {
    state.doomed = [];
    state.token = null;
    const note = chat.items.find((item) => item.who === "note" && item.text === "deleting");
    if (note?.who === "note") note.text = "deleted";
    store.save();
    if (note) listener.changed(note);
  } else {
    store.clear("deleted");
    listener.reset();
  }
  chat.hello();
}
