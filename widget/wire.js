/** Socket.IO over a WebSocket, as much of it as a chat needs, with reconnection. */

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
const OPEN_WITHIN_MS = 6_000;
const FAILURES_BEFORE_POLLING = 2;

/**
 * One connection: Engine.IO packets in and out, whatever carries them.
 *
 * @typedef {{send(packet: string): void, close(): void}} Transport
 * @typedef {{open(): void, packet(packet: string): void, gone(): void}} Ears
 */

/** @param {string} url @param {Ears} ears @returns {Transport} */
function webSocket(url, ears) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}?EIO=4&transport=websocket`);
  socket.onopen = ears.open;
  socket.onmessage = (event) => ears.packet(event.data);
  socket.onclose = ears.gone;
  return { send: (packet) => socket.send(packet), close: () => socket.close() };
}

export class Wire {
  /**
   * @param {string} url of the sockets, http(s)
   * @param {{open(): void, event(name: string, data: any): void, down(): void}} owner
   * @param {() => Promise<typeof import("./poll.js")>} getPolling fetched where WebSockets are blocked
   */
  constructor(url, owner, getPolling) {
    this.url = url;
    this.owner = owner;
    this.getPolling = getPolling;
    /** @type {Transport | null} */
    this.transport = null;
    this.isUp = false;
    this.wanted = false;
    this.failures = 0;
    this.everOpened = false;
    /** @type {typeof webSocket} */
    this.connect = webSocket;
    this.silenceMs = 60_000;
    this.timer = 0;
    this.watchdog = 0;
    this.wake = () => this.#wake();
  }

  /** Connects, and stays connected. */
  start() {
    if (this.wanted) return;
    this.wanted = true;
    addEventListener("online", this.wake);
    addEventListener("offline", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.#try();
  }

  stop() {
    this.wanted = false;
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.#drop();
  }

  /** Sends an event; only while up. @param {string} name @param {any} data */
  emit(name, data) {
    if (this.isUp) this.transport?.send("42" + JSON.stringify([name, data]));
  }

  /** Gives a connection up that may be dead, and makes a new one. */
  restart() {
    if (!this.wanted) return;
    const wasUp = this.isUp;
    this.#drop();
    if (wasUp) this.owner.down();
    this.#try();
  }

  #try() {
    clearTimeout(this.timer);
    let current = true;
    const mine = () => current && this.wanted;
    this.cut = () => { current = false; };
    const transport = this.connect(this.url, {
      open: () => mine() && transport.send("40"),
      packet: (packet) => mine() && this.#packet(packet),
      gone: () => { if (mine()) this.#gone(); },
    });
    this.transport = transport;
    this.#listen(OPEN_WITHIN_MS);
  }

  /** @param {string} packet */
  #packet(packet) {
    this.#listen(this.silenceMs);
    const kind = packet[0];
    if (kind === "0") {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
      this.silenceMs = pingInterval + pingTimeout;
    } else if (kind === "2") {
      this.transport?.send("3");
    } else if (packet.startsWith("40")) {
      this.isUp = this.everOpened = true;
      this.failures = 0;
      this.owner.open();
    } else if (packet.startsWith("42")) {
      const [name, data] = JSON.parse(packet.slice(2));
      this.owner.event(name, data);
    } else if (kind === "1" || packet.startsWith("41") || packet.startsWith("44")) {
      this.#gone();
    }
  }

  /** Takes the connection for dead when it is silent for so long. @param {number} ms */
  #listen(ms) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.#gone(), ms);
  }

  #gone() {
    const wasUp = this.isUp;
    this.#drop();
    if (!this.wanted) return;
    this.owner.down();
    this.failures += 1;
    if (!this.everOpened) this.#alternate();
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (wasUp ? 0 : this.failures));
    // Not all at once when a server comes back.
    this.timer = setTimeout(() => this.#try(), longest * (0.5 + Math.random() / 2));
  }

  /** Tries the WebSocket and long-polling in turn, until one of them gets through. */
  async #alternate() {
    if (this.failures < FAILURES_BEFORE_POLLING || this.connect !== webSocket) {
      this.connect = webSocket;
      return;
    }
    try {
      this.connect = (await this.getPolling()).polling;
    } catch {
      // the server is away altogether
    }
  }

  #drop() {
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.cut?.();
    this.isUp = false;
    try {
      this.transport?.close();
    } catch {
      // it was never open
    }
    this.transport = null;
  }

  #wake() {
    if (!navigator.onLine) {
      if (this.isUp) this.#gone();
    } else if (!this.isUp && document.visibilityState === "visible") {
      this.failures = 0;
      this.restart();
    }
  }
}
