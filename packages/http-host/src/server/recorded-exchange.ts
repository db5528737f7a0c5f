/**
 * Requests as data: what a recording keeps of one, and an exchange made of it that no client waits
 * for.
 */
import type { PlainData } from "@craftos-http/event-loop";
import type { Exchange, Listener } from "../engine/engine.js";
import type { RequestOutcome } from "../engine/exchange-observer.js";
import { RequestHeaders } from "../engine/request-headers.js";
import type { ResponseHead } from "../engine/response-head.js";
import { BodilessStream, type ResponseStream } from "../engine/response-stream.js";
import { REDACTED, Redaction } from "./redaction.js";

/** One request; headers are name, value, name, value. */
export type RecordedRequest = readonly [
  port: number,
  method: string,
  target: string,
  body: string,
  headers: readonly string[],
];

/**
 * Hides the values of some headers.
 * @param pairs - name, value, name, value
 * @param names - which, in lower case; a {@link Redaction} remembers the values
 */
export function redactHeaders(
  pairs: readonly string[],
  names: ReadonlySet<string>,
): readonly string[] {
  if (names.size === 0) return pairs;
  return pairs.map((text, index) => {
    if (index % 2 === 0 || !names.has((pairs[index - 1] ?? "").toLowerCase())) return text;
    return names instanceof Redaction ? names.conceal(text) : REDACTED;
  });
}

/** A request of a recording. Its response goes nowhere. */
export class RecordedExchange implements Exchange {
  readonly method: string;
  readonly target: string;
  readonly requestHeaders: RequestHeaders;
  readonly requestBody: string;
  /** The address was recorded where the program asked for it. */
  readonly remoteAddress = "";
  readonly isOpen = true;
  onAborted: (() => void) | undefined;
  outcome: RequestOutcome = "answered";

  /**
   * Makes a request again.
   * @param request - what was recorded
   */
  constructor(request: RecordedRequest) {
    const [, method, target, body, headers] = request;
    this.method = method;
    this.target = target;
    this.requestHeaders = new RequestHeaders(headers);
    this.requestBody = body;
  }

  requestHeader(lowerCaseName: string): string | undefined {
    return this.requestHeaders.get(lowerCaseName);
  }

  retain(): void {
    // Everything is kept anyway.
  }

  respond(_head: ResponseHead, _body: string): boolean {
    return true;
  }

  stream(_head: ResponseHead): ResponseStream {
    return new BodilessStream();
  }
}

/** Reads a recorded request; null when it is none. */
export function recordedRequest(description: PlainData): RecordedRequest | null {
  return Array.isArray(description) && typeof description[0] === "number"
    ? (description as unknown as RecordedRequest)
    : null;
}

/**
 * Makes the port of a recording: it has a number, and nobody can connect.
 * @param host - the address that it was opened on
 * @param port - its number
 */
export function recordedListener(host: string, port: number): Listener {
  return {
    host,
    port,
    pendingCount: 0,
    acceptWebSockets: () => undefined,
    close: () => undefined,
    reloadTls: () => undefined,
    terminate: () => undefined,
    drained: () => Promise.resolve(),
  };
}
