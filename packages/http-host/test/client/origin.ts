/**
 * Servers for the client to talk to: node:http on a port of its own, and bare sockets that say what
 * no decent server would.
 */
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived; the body is a byte string. */
export interface Arrival {
  readonly method: string;
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** Which connection it came on, from 1. */
  readonly connection: number;
}

/** A server of a test. */
export interface Origin {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, or with https. */
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** How many connections were made to it. */
  readonly connectionCount: () => number;
}

type Answer = (arrival: Arrival, response: http.ServerResponse) => void;

/** Starts a server that ends with the test. */
export async function serve(answer: Answer, tls?: https.ServerOptions): Promise<Origin> {
  const arrivals: Arrival[] = [];
  const connections = new Map<net.Socket, number>();
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const arrival: Arrival = {
        method: request.method ?? "",
        target: request.url ?? "",
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString("latin1"),
        connection: connections.get(request.socket) ?? 0,
      };
      arrivals.push(arrival);
      answer(arrival, response);
    });
  };
  const server =
    tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: net.Socket) => {
    connections.set(socket, connections.size + 1);
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const scheme = tls === undefined ? "http" : "https";
  const connectionCount = (): number => connections.size;
  return { port, url: `${scheme}://127.0.0.1:${port}`, arrivals, connectionCount };
}

/** Starts a server that answers every connection with these bytes once something has come. */
export async function serveBytes(
  answer: (socket: net.Socket, connection: number) => void,
): Promise<{ readonly port: number; readonly url: string }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    const connection = sockets.size;
    socket.on("error", () => undefined);
    socket.on("data", () => {
      answer(socket, connection);
    });
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, url: `http://127.0.0.1:${port}` };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
}
