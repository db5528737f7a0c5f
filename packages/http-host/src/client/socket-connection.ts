/**
 * Opens WebSockets with the package `ws`, to addresses that were checked.
 */
import type { WebSocket as WsSocket } from "ws";
import { NodeWebSocket } from "../engine/node/node-websocket.js";
import type { WebSocketHandler } from "../engine/websocket.js";
import { ClientFailure, connectFailure } from "./client-failure.js";
import { type Destination, lookupOf } from "./host-gate.js";
import type { OutgoingHandshake } from "./transport.js";

/** How a WebSocket is opened. */
export interface SocketOptions {
  /** Where the URL leads. */
  readonly destination: Destination;
  /** Certificates (PEM) to trust in place of the system's. */
  readonly trustedCertificates?: string | undefined;
  /** Takes what happens on the WebSocket; told of nothing when it cannot be opened. */
  readonly handler: WebSocketHandler;
}

/** A WebSocket that is being opened. */
export interface OpeningSocket {
  /** Fulfilled when it is open. Rejected with a ClientFailure. */
  readonly opened: Promise<void>;
  /** Drops it. */
  readonly drop: () => void;
}

/**
 * Begins to open a WebSocket.
 * @param handshake - what to send
 * @param options - how
 */
export async function openSocket(
  handshake: OutgoingHandshake,
  options: SocketOptions,
): Promise<OpeningSocket> {
  const { WebSocket } = await import("ws");
  const { url, messageBytesMax } = handshake;
  const { protocols, headers } = splitProtocols(handshake.headers);
  const { destination, trustedCertificates, handler } = options;
  let socket: WsSocket;
  try {
    socket = new WebSocket(url, protocols, {
      headers,
      maxPayload: messageBytesMax,
      followRedirects: false,
      agent: false,
      lookup: lookupOf(destination),
      ...(trustedCertificates === undefined ? {} : { ca: trustedCertificates }),
    });
  } catch (error) {
    // A subprotocol that is no token, or one that is named twice.
    throw new ClientFailure("Invalid subprotocol", { cause: error });
  }
  return { opened: untilOpen(socket, handler, url), drop: () => drop(socket) };
}

function drop(socket: WsSocket): void {
  socket.on("error", () => undefined);
  socket.terminate();
}

function untilOpen(socket: WsSocket, handler: WebSocketHandler, url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("unexpected-response", (request, { statusCode = 0, statusMessage = "" }) => {
      const status = `${statusCode} ${statusMessage}`.trim();
      reject(new ClientFailure(`Invalid handshake response getStatus: ${status}`));
      request.destroy();
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      reject(handshakeFailure(error, url.protocol === "wss:"));
    });
    socket.once("open", () => {
      new NodeWebSocket(OWNER, handler, socket).open();
      resolve();
    });
  });
}

/** `ws` names what is wrong with a handshake in an error without a code. */
function handshakeFailure(error: NodeJS.ErrnoException, isSecure: boolean): ClientFailure {
  const isAboutHandshake = error.code === undefined && /^(Invalid|Server sent)/.test(error.message);
  if (!isAboutHandshake) return connectFailure(error, isSecure);
  return new ClientFailure(`Invalid handshake: ${error.message}`, { cause: error });
}

const OWNER = {
  webSocketOpened: () => undefined,
  webSocketClosed: () => undefined,
  fault: (error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  },
};

/** Takes the subprotocols that a program asks for out of its headers: `ws` wants them by themselves. */
function splitProtocols(pairs: readonly string[]): {
  readonly protocols: string[];
  readonly headers: Record<string, string>;
} {
  const protocols: string[] = [];
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const name = pairs[index]!;
    const value = pairs[index + 1]!;
    const lowerCase = name.toLowerCase();
    if (lowerCase === "sec-websocket-protocol") {
      protocols.push(...value.split(",").map((protocol) => protocol.trim()));
    } else if (!lowerCase.startsWith("sec-websocket-")) {
      headers[name] = value;
    }
  }
  return { protocols, headers };
}
