/**
 * Carries requests over the network: checks where they lead, connects there and nowhere else, follows
 * redirects, keeps connections for the next request, and keeps the limits. No proxy is used, whatever
 * the environment says.
 */
import type { WebSocketHandler } from "../engine/websocket.js";
import { type AddressRuleText, AddressRules } from "./address-rules.js";
import { ClientFailure } from "./client-failure.js";
import { clientLimits, type HttpClientLimits } from "./client-limits.js";
import { decodeBody } from "./content-coding.js";
import { HostGate, type ResolveHost } from "./host-gate.js";
import { HttpConnection, IdleConnections, type Undici } from "./http-connection.js";
import { exchange, type RawResponse, StaleConnection } from "./http-exchange.js";
import { ProgressWatch } from "./progress-watch.js";
import { redirectOf } from "./redirect.js";
import { openSocket } from "./socket-connection.js";
import type {
  HttpTransport,
  IncomingResponse,
  OutgoingHandshake,
  OutgoingRequest,
} from "./transport.js";

/** How a transport is made. */
export interface NetworkTransportOptions {
  /** What programs may connect to, in order; then loopback is allowed and `$private` is not. */
  readonly rules?: readonly AddressRuleText[] | undefined;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<HttpClientLimits>;
  /** Certificates (PEM) to trust in place of those that Node trusts. */
  readonly trustedCertificates?: string | undefined;
  /** Looks up names; default is the system. */
  readonly resolveHost?: ResolveHost;
}

/** Methods of which a repetition does no harm (RFC 9110 9.2.2). */
const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** The network. */
export class NetworkTransport implements HttpTransport {
  readonly #limits: HttpClientLimits;
  readonly #trustedCertificates: string | undefined;
  readonly #gate: HostGate;
  readonly #idle: IdleConnections;
  #undici: Promise<Undici> | undefined;
  #isClosed = false;

  /**
   * Makes a transport; nothing is opened yet.
   * @param options - how
   * @throws HostError HTTP_RULE_INVALID, LIMIT_OUT_OF_RANGE
   */
  constructor(options: NetworkTransportOptions = {}) {
    this.#limits = clientLimits(options.limits);
    this.#trustedCertificates = options.trustedCertificates;
    this.#gate = new HostGate(new AddressRules(options.rules), options.resolveHost);
    this.#idle = new IdleConnections(this.#limits.clientRequestsMax);
  }

  /** See {@link HttpTransport.request}. */
  request(
    request: OutgoingRequest,
    done: (outcome: IncomingResponse | ClientFailure) => void,
  ): () => void {
    return this.#attempt((signal) => this.#request(request, signal), done);
  }

  /** See {@link HttpTransport.check}. */
  check(url: URL, done: (failure: ClientFailure | null) => void): void {
    settle(
      this.#gate.admit(url).then(() => null),
      done,
    );
  }

  /** See {@link HttpTransport.openSocket}. */
  openSocket(
    handshake: OutgoingHandshake,
    handler: WebSocketHandler,
    failed: (failure: ClientFailure) => void,
  ): () => void {
    return this.#attempt(
      (signal) => this.#openSocket(handshake, handler, signal),
      (failure) => {
        if (failure instanceof ClientFailure) failed(failure);
      },
    );
  }

  /** See {@link HttpTransport.close}. */
  close(): void {
    this.#isClosed = true;
    this.#idle.close();
  }

  /** Begins something that is given up when it takes too long in all, or by the returned function. */
  #attempt<T>(
    begin: (signal: AbortSignal) => Promise<T>,
    done: (outcome: T | ClientFailure) => void,
  ): () => void {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(new ClientFailure("Timed out"));
    }, this.#limits.clientTotalTimeoutMs);
    settle(
      begin(controller.signal).finally(() => {
        clearTimeout(timer);
      }),
      done,
    );
    return () => {
      controller.abort();
    };
  }

  async #request(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    if (sizeOf(request) > this.#limits.uploadBytesMax) {
      throw new ClientFailure("Request body is too large");
    }
    let hop = request;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#makeHop(hop, signal);
      const next = redirectOf(hop, response);
      if (next === null) return response;
      if (redirects >= this.#limits.redirectsMax) {
        return { ...response, problem: "Too many redirects" };
      }
      hop = next;
    }
  }

  async #openSocket(
    handshake: OutgoingHandshake,
    handler: WebSocketHandler,
    signal: AbortSignal,
  ): Promise<void> {
    const watch = new ProgressWatch(handshake.timeoutMs, signal);
    try {
      const destination = await watch.during(this.#gate.admit(handshake.url));
      const trustedCertificates = this.#trustedCertificates;
      const socket = await openSocket(handshake, { destination, trustedCertificates, handler });
      await watch.during(socket.opened, socket.drop);
    } finally {
      watch.stop();
    }
  }

  /** Makes one request, on another connection if the first turns out to be closed. */
  async #makeHop(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    const watch = new ProgressWatch(request.timeoutMs, signal);
    try {
      for (;;) {
        try {
          const response = await this.#exchange(request, watch);
          const { downloadBytesMax } = this.#limits;
          const { body, headers } = await decodeBody(
            response.body,
            response.headers,
            downloadBytesMax,
          );
          return { ...response, headers, body: body.toString("latin1") };
        } catch (error) {
          // RFC 9112 9.3.1: the server may have closed it before it saw the request.
          const mayRepeat = error instanceof StaleConnection && isIdempotent(request);
          if (!mayRepeat) throw error;
        }
      }
    } finally {
      watch.stop();
    }
  }

  async #exchange(request: OutgoingRequest, watch: ProgressWatch): Promise<RawResponse> {
    const connection =
      this.#idle.take(request.url.origin) ?? (await watch.during(this.#connect(request.url)));
    const giveUp = (reason: ClientFailure): void => {
      connection.destroy(reason);
    };
    try {
      const options = {
        bodyBytesMax: this.#limits.downloadBytesMax,
        onProgress: () => {
          watch.progress();
        },
      };
      const response = await watch.during(exchange(connection, request, options), giveUp);
      if (this.#isClosed) connection.destroy();
      else this.#idle.keep(connection);
      return response;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async #connect(url: URL): Promise<HttpConnection> {
    const destination = await this.#gate.admit(url);
    const undici = await (this.#undici ??= import("undici"));
    return new HttpConnection(undici, url, destination, {
      headBytesMax: this.#limits.downloadBytesMax,
      trustedCertificates: this.#trustedCertificates,
    });
  }
}

/** Tells the outcome; what is no outcome is a fault of ours, and becomes an uncaught exception. */
function settle<T>(promise: Promise<T>, done: (outcome: T | ClientFailure) => void): void {
  promise
    .then(done, (error: unknown) => {
      if (error instanceof ClientFailure) done(error);
      else throw error;
    })
    .catch((fault: unknown) => {
      setImmediate(() => {
        throw fault;
      });
    });
}

/** Bytes of the header fields and the body, counted as CC: Tweaked does. */
function sizeOf({ headers, body = "" }: OutgoingRequest): number {
  return headers.reduce((size, text) => size + text.length, headers.length / 2 + body.length);
}

function isIdempotent({ method }: OutgoingRequest): boolean {
  return idempotentMethods.has(method);
}
