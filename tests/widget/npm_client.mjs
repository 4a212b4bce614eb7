/** Holds a short conversation as a page with npm's socket.io-client would; prints what it got. */
import { io } from "socket.io-client";

const socket = io(process.argv[2], { path: "/socket.io" });
const texts = [];
socket.on("connect", () => socket.emit("session_request", { session_id: null }));
socket.on("session_confirm", (id) => {
  socket.emit("user_uttered", { message: "causes?", session_id: id });
  socket.emit("user_uttered", { message: "symptoms?", session_id: id });
});
socket.on("bot_uttered", (body) => {
  texts.push(body.text);
  if (texts.length < 2) return;
  setTimeout(() => {
    process.stdout.write(JSON.stringify({ texts, transport: socket.io.engine.transport.name }));
    socket.close();
  }, 300);
});
setTimeout(() => process.exit(1), 20_000).unref();
