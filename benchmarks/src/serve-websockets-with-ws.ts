/**
 * The ordinary way: WebSocket echo with npm's ws. `node serve-websockets-with-ws.js PORT`.
 */
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) });
server.on("connection", (socket) => {
  socket.on("message", (message: Buffer, isBinary) => {
    socket.send(message, { binary: isBinary });
  });
});
