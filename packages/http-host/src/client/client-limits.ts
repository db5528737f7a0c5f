/**
 * What the HTTP client of one computer may do at a time, and how much. The figures are those of
 * CC: Tweaked's configuration.
 */
import { HostError } from "../host-error.js";

/** The limits of a client. */
export interface HttpClientLimits {
  /** Requests on their way at once; further ones wait. */
  readonly clientRequestsMax: number;
  /** Requests that wait for one of those to end; further ones are an error in the program. */
  readonly clientRequestsWaitingMax: number;
  /** Bytes of a request, headers and body: `Request body is too large`. */
  readonly uploadBytesMax: number;
  /** Bytes of a response, of its head and of its decoded body: `Response is too large`. */
  readonly downloadBytesMax: number;
  /** How long a server may do nothing when the program does not say, in milliseconds. */
  readonly clientTimeoutMs: number;
  /**
   * How long a request may take in all, redirects and body included, and the opening of a WebSocket,
   * however much the server does meanwhile and whatever the program says; in milliseconds.
   */
  readonly clientTotalTimeoutMs: number;
  /** WebSockets that a program has opened, or is opening, at once: `Too many websockets already open`. */
  readonly clientWebSocketsMax: number;
  /** Redirects that are followed for a request: `Too many redirects`. */
  readonly redirectsMax: number;
}

/** The limits when nothing else is said. */
export const DEFAULT_HTTP_CLIENT_LIMITS: HttpClientLimits = Object.freeze({
  clientRequestsMax: 16,
  clientRequestsWaitingMax: 512,
  uploadBytesMax: 4 * 1024 * 1024,
  downloadBytesMax: 16 * 1024 * 1024,
  clientTimeoutMs: 30_000,
  clientTotalTimeoutMs: 300_000,
  clientWebSocketsMax: 4,
  redirectsMax: 16,
});

/**
 * Fills in the defaults.
 * @param limits - those that differ; other fields are ignored
 * @throws HostError LIMIT_OUT_OF_RANGE
 */
export function clientLimits(limits: Partial<HttpClientLimits> = {}): HttpClientLimits {
  const all = { ...DEFAULT_HTTP_CLIENT_LIMITS };
  for (const name of Object.keys(all) as (keyof HttpClientLimits)[]) {
    const value = limits[name];
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || value < 1) {
      throw HostError.of("LIMIT_OUT_OF_RANGE", name, String(value));
    }
    all[name] = value;
  }
  return all;
}
