/** Engine.IO by long-polling, fetched only where WebSockets are blocked. */

const SEPARATOR = "\x1e";

/**
 * @param {string} url
 * @param {import("./wire.js").Ears} ears
 * @returns {import("./wire.js").Transport}
 */
export function polling(url, ears) {
  const stop = new AbortController();
  const base = `${url}?EIO=4&transport=polling`;
  let address = base;
  /** @type {string[]} */
  let waiting = [];
  let sending = false;

  const fail = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    ears.gone();
  };

  async function flush() {
    if (sending || !waiting.length) return;
    sending = true;
    const body = waiting.join(SEPARATOR);
    waiting = [];
    try {
      const answer = await fetch(address, { method: "POST", body, signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      sending = false;
      await flush();
    } catch {
      fail();
    }
  }

  async function listen() {
    try {
      for (let first = true; !stop.signal.aborted; first = false) {
        const answer = await fetch(address, { signal: stop.signal, cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        for (const packet of (await answer.text()).split(SEPARATOR)) {
          if (first && packet[0] === "0") address = `${base}&sid=${JSON.parse(packet.slice(1)).sid}`;
          ears.packet(packet);
        }
        if (first) ears.open();
      }
    } catch {
      fail();
    }
  }

  listen();
  return {
    send(packet) {
      waiting.push(packet);
      flush();
    },
    close() {
      if (address !== base && !stop.signal.aborted) {
        fetch(address, { method: "POST", body: "1", keepalive: true }).catch(() => {});
      }
      stop.abort();
    },
  };
}
