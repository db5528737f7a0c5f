/**
 * Load on a server: so many connections, each of which sends the next request, or message of a WebSocket,
 * when it has the answer to the one before. What is measured is what a client waits for.
 */
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import type { Socket } from "node:net";
import type { Answer, LoadClient, MakeLoadClient } from "./load-client.js";

/** What a request or a message has in it. */
export interface LoadBody {
  readonly bytes: Uint8Array;
  /** Whether a message is one of text. */
  readonly isText: boolean;
}

/** What is sent, how much of it, and how. */
export interface LoadOptions {
  /** Of HTTP, or of a WebSocket. */
  readonly url: URL;
  readonly method: string;
  /** Names and values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What each request has in it; default nothing, and in a message a word. */
  readonly body?: LoadBody | undefined;
  readonly connections: number;
  /** How many requests a connection has under way. */
  readonly pipelining: number;
  /** How long is measured, in milliseconds. */
  readonly durationMs: number;
  /** After how many requests it is over in any case. */
  readonly requestsMax: number;
  /** How long load is put on before it is measured, in milliseconds. */
  readonly warmupMs: number;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a certificate has to be one that is trusted. */
  readonly verifiesCertificate: boolean;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface LoadResult {
  /** How long was measured, in milliseconds. */
  readonly tookMs: number;
  /** How many answers there were of each status; none of messages. */
  readonly statuses: ReadonlyMap<number, number>;
  /** How many requests were not answered, by the code of the error. */
  readonly errors: ReadonlyMap<string, number>;
  /** How long answers took, in microseconds. */
  readonly latencyUs: RecordableHistogram;
  /** With heads, and what encryption adds. */
  readonly bytesReceived: number;
  /** As {@link bytesReceived}. */
  readonly bytesSent: number;
  /** Which part of the time this process was busy, from 0 to 1. */
  readonly busy: number;
}

/** A server that does not answer is not asked again at once. */
const AFTER_ERROR_MS = 50;

/**
 * Puts load on a server.
 * @param options - what is sent
 * @returns what came of it
 */
export async function putLoad(options: LoadOptions): Promise<LoadResult> {
  const makeClient = isWebSocket(options.url)
    ? (await import("./websocket-load-client.js")).makeWebSocketLoadClient
    : (await import("./http-load-client.js")).makeHttpLoadClient;
  return await new Load(options, makeClient).toEnd();
}

/** Whether a URL is that of a WebSocket. */
export function isWebSocket({ protocol }: URL): boolean {
  return protocol === "ws:" || protocol === "wss:";
}

class Load {
  readonly #options: LoadOptions;
  readonly #clients: LoadClient[] = [];
  readonly #sockets = new Set<Socket>();
  #statuses = new Map<number, number>();
  #errors = new Map<string, number>();
  #latencyUs = createHistogram();
  #isMeasured = false;
  /** How many of the requests that are measured have been sent. */
  #sent = 0;
  #underWay = 0;
  #end: () => void = () => undefined;
  #hasEnded = false;

  constructor(options: LoadOptions, makeClient: MakeLoadClient) {
    this.#options = options;
    const onSocket = (socket: Socket): void => void this.#sockets.add(socket);
    for (let i = 0; i < options.connections; i++) {
      this.#clients.push(makeClient(options, onSocket));
    }
  }

  async toEnd(): Promise<LoadResult> {
    const { pipelining, durationMs, warmupMs } = this.#options;
    if (warmupMs === 0) this.#isMeasured = true;
    for (const client of this.#clients) for (let i = 0; i < pipelining; i++) this.#send(client);
    if (warmupMs > 0) await this.#elapsed(warmupMs);
    const before = this.#bytes();
    this.#statuses = new Map();
    this.#errors = new Map();
    this.#latencyUs = createHistogram();
    this.#isMeasured = true;
    const startedMs = performance.now();
    const usage = process.cpuUsage();
    await this.#elapsed(durationMs);
    this.#hasEnded = true;
    const tookMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(usage);
    const after = this.#bytes();
    await Promise.all(this.#clients.map((client) => client.destroy()));
    return {
      tookMs,
      ...{ statuses: this.#statuses, errors: this.#errors, latencyUs: this.#latencyUs },
      bytesReceived: after.received - before.received,
      bytesSent: after.sent - before.sent,
      busy: Math.min(1, (user + system) / 1000 / tookMs),
    };
  }

  /** Waits, at most until there is nothing more to do. */
  #elapsed(ms: number): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end(), ms);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal?.aborted === true) this.#end();
      else signal?.addEventListener("abort", () => this.#end());
    });
  }

  #bytes(): { readonly received: number; readonly sent: number } {
    let [received, sent] = [0, 0];
    for (const { bytesRead, bytesWritten } of this.#sockets) {
      received += bytesRead;
      sent += bytesWritten;
    }
    return { received, sent };
  }

  #send(client: LoadClient): void {
    if (this.#hasEnded || this.#sent >= this.#options.requestsMax) return;
    if (this.#isMeasured) this.#sent++;
    this.#underWay++;
    const isMeasured = this.#isMeasured;
    const startedMs = performance.now();
    client.send((answer) => {
      if (isMeasured && !this.#hasEnded) this.#count(answer, performance.now() - startedMs);
      this.#done();
      if (!("problem" in answer)) this.#send(client);
      else setTimeout(() => this.#send(client), AFTER_ERROR_MS).unref();
    });
  }

  #count(answer: Answer, tookMs: number): void {
    if ("problem" in answer) {
      addOne(this.#errors, answer.problem);
      return;
    }
    if (answer.status !== undefined) addOne(this.#statuses, answer.status);
    this.#latencyUs.record(Math.max(1, Math.round(tookMs * 1000)));
  }

  #done(): void {
    this.#underWay--;
    if (this.#underWay === 0 && this.#sent >= this.#options.requestsMax) this.#end();
  }
}

function addOne<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
