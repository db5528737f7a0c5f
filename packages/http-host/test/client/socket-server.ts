/**
 * A WebSocket server for the client to talk to: the package `ws` on a port of its own.
 */
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";

/** A server of a test. */
export interface SocketServer {
  readonly port: number;
  /** `ws://127.0.0.1:PORT`. */
  readonly url: string;
  /** How its sockets were closed, in order. */
  readonly closings: readonly (readonly [code: number, reason: string])[];
  /** The requests by which they came. */
  readonly requests: readonly IncomingMessage[];
}

/** Starts a server that ends with the test. */
export async function serveSockets(
  take: (socket: WebSocket) => void,
  options: ServerOptions = {},
): Promise<SocketServer> {
  const closings: [number, string][] = [];
  const requests: IncomingMessage[] = [];
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, ...options });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket, request) => {
    requests.push(request);
    socket.on("error", () => undefined);
    socket.on("close", (code, reason) => closings.push([code, reason.toString("latin1")]));
    take(socket);
  });
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `ws://127.0.0.1:${port}`, closings, requests };
}

/** Sends back what it gets. */
export function echo(socket: WebSocket): void {
  socket.on("message", (data: Buffer, isBinary) => {
    socket.send(data, { binary: isBinary });
  });
}
