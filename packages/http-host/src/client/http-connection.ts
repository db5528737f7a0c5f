/**
 * Connections to servers, each used for one request at a time and kept for the next one to the same
 * origin. A connection goes to addresses that were checked when it was made.
 */
import type * as undiciModule from "undici";
import type { Dispatcher } from "undici";
import { type Destination, lookupOf } from "./host-gate.js";

/** How long a connection is kept that nobody uses, unless the server says less. Source: undici. */
const IDLE_MS = 4000;

/** The library: loading it takes a tenth of a second, which only programs that use it should wait. */
export type Undici = Pick<typeof undiciModule, "buildConnector" | "Client">;

/** How connections are made. */
export interface ConnectionOptions {
  /** Most bytes of a response's head. */
  readonly headBytesMax: number;
  /** Certificates (PEM) to trust in place of the system's. */
  readonly trustedCertificates?: string | undefined;
}

/** A connection to one origin; it connects with its first request. */
export class HttpConnection {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Whether it has carried a request: the server may be closing it at this moment. */
  isUsed = false;
  readonly #client: undiciModule.Client;
  #isDestroyed = false;
  /** The socket while it is connecting: undici does not end that by itself. */
  #connecting: { destroy(): unknown } | null = null;

  /**
   * Prepares a connection.
   * @param undici - the library
   * @param url - a URL of the origin
   * @param destination - where that leads
   * @param options - how
   */
  constructor(undici: Undici, url: URL, destination: Destination, options: ConnectionOptions) {
    this.origin = url.origin;
    const { trustedCertificates } = options;
    const connect = undici.buildConnector({
      lookup: lookupOf(destination),
      timeout: 0,
      ...(trustedCertificates === undefined ? {} : { ca: trustedCertificates }),
    }) as (...args: Parameters<undiciModule.buildConnector.connector>) => { destroy(): unknown };
    this.#client = new undici.Client(url.origin, {
      connect: (target, callback) => {
        this.#connecting = connect(target, (...outcome) => {
          this.#connecting = null;
          callback(...outcome);
        });
      },
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      maxHeaderSize: options.headBytesMax,
    });
    this.#client.on("disconnect", () => {
      this.destroy();
    });
  }

  /** Whether it can carry no further request. */
  get isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** Begins a request. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(request, handler);
  }

  /** Drops it, with what is under way. */
  destroy(reason?: Error): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    // It has nobody to tell but the handler of a request, which is told.
    this.#client.destroy(reason ?? null).catch(() => undefined);
    this.#connecting?.destroy();
  }
}

/** Connections that wait for the next request. */
export class IdleConnections {
  readonly #connectionsMax: number;
  /** The one that has waited longest first. */
  readonly #connections = new Set<HttpConnection>();

  /**
   * Makes an empty store.
   * @param connectionsMax - how many are kept
   */
  constructor(connectionsMax: number) {
    this.#connectionsMax = connectionsMax;
  }

  /** Takes one to an origin, the one that was used last. */
  take(origin: string): HttpConnection | undefined {
    let found: HttpConnection | undefined;
    for (const connection of this.#connections) {
      if (connection.isDestroyed) this.#connections.delete(connection);
      else if (connection.origin === origin) found = connection;
    }
    if (found !== undefined) this.#connections.delete(found);
    return found;
  }

  /** Keeps one whose request has ended. */
  keep(connection: HttpConnection): void {
    if (connection.isDestroyed) return;
    connection.isUsed = true;
    this.#connections.add(connection);
    if (this.#connections.size <= this.#connectionsMax) return;
    const [oldest] = this.#connections;
    this.#connections.delete(oldest!);
    oldest!.destroy();
  }

  /** Drops all. */
  close(): void {
    for (const connection of this.#connections) connection.destroy();
    this.#connections.clear();
  }
}
