/**
 * The limits that an engine keeps on a connection and its messages, with their defaults from
 * HTTP-API 7. Units are last in the names. Nothing here is unlimited by accident: a limit is always
 * a whole number of at least 1.
 */
import { HostError } from "../host-error.js";

/** What an engine refuses, and when. Which engine can keep a limit how far is in the README. */
export interface EngineLimits {
  /** Bytes of a request's body; more gets 413 while it arrives (RFC 9110 15.5.14). */
  readonly requestBodyBytesMax: number;
  /** Bytes of a request line with its header fields; more gets 431 (RFC 6585 5). */
  readonly requestHeadBytesMax: number;
  /** Milliseconds until a request must have arrived whole; later gets 408 (RFC 9110 15.5.9). */
  readonly requestTimeoutMs: number;
  /** Milliseconds that a connection may stay open without a request. */
  readonly idleTimeoutMs: number;
  /** Connections open at once; one more is closed when it is accepted. */
  readonly connectionsMax: number;
  /** Bytes of a response's body that is answered at once. */
  readonly responseBytesMax: number;
  /** Milliseconds that a client may take nothing of a response; then it is dropped. */
  readonly stallTimeoutMs: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** The limits when nothing else is said. */
export const DEFAULT_ENGINE_LIMITS: EngineLimits = Object.freeze({
  requestBodyBytesMax: 16 * MIB,
  requestHeadBytesMax: 16 * KIB,
  requestTimeoutMs: 30_000,
  idleTimeoutMs: 60_000,
  connectionsMax: 10_000,
  responseBytesMax: 64 * MIB,
  stallTimeoutMs: 30_000,
});

/**
 * How long a connection with a refused body may go on sending, in milliseconds, so that the client
 * gets to read the refusal before the connection closes (RFC 9112 9.6).
 */
export const LINGER_TIMEOUT_MS = 5_000;

/**
 * Fills in the defaults and checks.
 *
 * @param limits those that differ
 * @returns all limits
 * @throws HostError LIMIT_OUT_OF_RANGE
 */
export function resolveLimits(limits: Partial<EngineLimits> = {}): EngineLimits {
  const resolved = { ...DEFAULT_ENGINE_LIMITS };
  for (const name of Object.keys(resolved) as (keyof EngineLimits)[]) {
    const value = limits[name] ?? resolved[name];
    if (!Number.isSafeInteger(value) || value < 1) {
      throw HostError.of("LIMIT_OUT_OF_RANGE", name, String(value));
    }
    resolved[name] = value;
  }
  return resolved;
}

/**
 * Keeps a response under its limit.
 *
 * @param body the response's body
 * @param responseBytesMax the limit
 * @throws HostError RESPONSE_TOO_LARGE
 */
export function assertResponseSize(body: string, responseBytesMax: number): void {
  if (body.length > responseBytesMax) {
    throw HostError.of("RESPONSE_TOO_LARGE", String(body.length), String(responseBytesMax));
  }
}
