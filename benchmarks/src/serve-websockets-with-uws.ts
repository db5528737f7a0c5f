/**
 * The bar: WebSocket echo on raw uWebSockets.js. `node serve-websockets-with-uws.js PORT`.
 */
import uws from "uWebSockets.js";

uws
  .App()
  .ws("/*", {
    idleTimeout: 0,
    message: (socket, message, isBinary) => {
      socket.send(message, isBinary);
    },
  })
  .listen("127.0.0.1", Number(process.argv[2]), (socket) => {
    if (!socket) process.exit(1);
  });
