/**
 * A WebSocket that sends messages: the next message that comes is the answer to the first that has none yet.
 */
import { WebSocket } from "ws";
import type { Answer, LoadClient, MakeLoadClient } from "./load-client.js";
import type { LoadOptions } from "./load.js";

/** What a message has in it, if nothing else was said. */
const MESSAGE = "ping";

/** Makes a client for a URL that begins with ws: or wss:. */
export const makeWebSocketLoadClient: MakeLoadClient = (options, onSocket) =>
  new WebSocketLoadClient(options, onSocket);

class WebSocketLoadClient implements LoadClient {
  readonly #options: LoadOptions;
  readonly #onSocket: Parameters<MakeLoadClient>[1];
  /** Who waits for an answer, the first first. */
  #waiting: ((answer: Answer) => void)[] = [];
  #socket: WebSocket | undefined;
  /** Ends the wait for the first answer. */
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LoadOptions, onSocket: Parameters<MakeLoadClient>[1]) {
    this.#options = options;
    this.#onSocket = onSocket;
  }

  send(done: (answer: Answer) => void): void {
    if (this.#waiting.push(done) === 1) this.#startTimer();
    this.#socket ??= this.#connect();
    if (this.#socket.readyState === WebSocket.OPEN) this.#write(this.#socket);
  }

  destroy(): Promise<void> {
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#socket?.terminate();
    this.#socket = undefined;
    return Promise.resolve();
  }

  #connect(): WebSocket {
    const { url, headers, verifiesCertificate } = this.#options;
    const socket = new WebSocket(url, {
      headers: fieldsOf(headers),
      rejectUnauthorized: verifiesCertificate,
      perMessageDeflate: false,
    });
    const lost = (problem: string): void => {
      if (socket === this.#socket) this.#lost(problem);
    };
    socket.on("upgrade", (response) => this.#onSocket(response.socket));
    socket.on("open", () => {
      for (let count = this.#waiting.length; count > 0; count--) this.#write(socket);
    });
    socket.on("message", () => this.#answered());
    socket.on("unexpected-response", (_request, { statusCode }) => lost(`status ${statusCode}`));
    socket.on("error", (error: NodeJS.ErrnoException) => lost(error.code ?? error.message));
    socket.on("close", (code) => lost(`closed with ${code}`));
    return socket;
  }

  #write(socket: WebSocket): void {
    const { body } = this.#options;
    socket.send(body?.bytes ?? MESSAGE, { binary: body?.isText === false });
  }

  #answered(): void {
    const done = this.#waiting.shift();
    if (this.#waiting.length === 0) clearTimeout(this.#timer);
    else this.#timer?.refresh();
    done?.({ status: undefined });
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost("ETIMEDOUT"), this.#options.timeoutMs);
  }

  /** Whoever waits is told; the next message opens a connection again. */
  #lost(problem: string): void {
    const [socket, waiting] = [this.#socket, this.#waiting];
    this.#socket = undefined;
    this.#waiting = [];
    clearTimeout(this.#timer);
    socket?.terminate();
    for (const done of waiting) done({ problem });
  }
}

/** Fields by their names, each with all of its values. */
function fieldsOf(headers: LoadOptions["headers"]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of headers) (fields[name] ??= []).push(value);
  return fields;
}
