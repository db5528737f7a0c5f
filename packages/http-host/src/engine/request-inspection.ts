/**
 * What a request's head must be before anybody acts on it, whatever the engine's parser lets through:
 * one good `Host`, one length, no coding but `chunked` (RFC 9112 3.2, 6.1, 6.3). A head that two
 * servers could read in two ways is refused, so that nothing can be hidden from one of them
 * (RFC 9112 11.2). It is asked for every request, so the usual one costs no memory (bench:http,
 * hello).
 */

/** What the head says of the message. */
export interface HeadInspection {
  /** The status to refuse it with; 0 when there is nothing wrong. */
  readonly problem: number;
  /** The announced length of the body, digits; "" when there is none. */
  readonly contentLength: string;
  /** Whether the body comes in chunks. */
  readonly isChunked: boolean;
  /** Whether the client wants the connection closed after the response (RFC 9112 9.6). */
  readonly asksToClose: boolean;
  /** Whether the client wants to go on with WebSocket, well-formed or not (RFC 9110 7.8). */
  readonly asksForWebSocket: boolean;
}

const NOTHING: HeadInspection = {
  problem: 0,
  contentLength: "",
  isChunked: false,
  asksToClose: false,
  asksForWebSocket: false,
};

/** RFC 3986 3.2.2, 3.2.3: a name, an IPv4 address or one in brackets, and perhaps a port. */
const HOST =
  /^(?:\[(?:[0-9A-Fa-f:.]+|v[0-9A-Fa-f]+\.[\w\-.~!$&'()*+,;=:]+)\]|(?:[\w\-.~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?$/;

/** What separates a name from its value and ends its line. */
const FIELD_OVERHEAD_BYTES = 4;

/** DEL, and what takes the place of bytes that are not UTF-8 where an engine decodes them. */
const TARGET_PROBLEM = /[\x7f]|\xef\xbf\xbd/;

const DIGITS = /^[0-9]+$/;

/** RFC 9110 5.6.2: a method is a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9112 6.1: codings that are not understood, with the one behind them that says where they end. */
const CHUNKED_LAST = /,[ \t]*chunked[ \t]*$/i;

const CLOSE_OPTION = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i;

const UPGRADE_OPTION = /(?:^|,)[ \t]*upgrade[ \t]*(?:,|$)/i;

const WEB_SOCKET = /(?:^|,)[ \t]*websocket[ \t]*(?:,|$)/i;

/** The last good `Host`, and the last good target: many requests have the same. */
let knownHost = "";
let knownTarget = "";

/** The head of a request, as far as it is looked at here. */
export interface RequestHeadParts {
  readonly method: string;
  /** The request target, a byte string. */
  readonly target: string;
  /** The fields as they came: name, value, name, value; names in any case. */
  readonly pairs: readonly string[];
  /** Whether `Host` must be there: in HTTP/1.1 (RFC 9112 3.2). */
  readonly needsHost: boolean;
}

/**
 * Looks at the head of a request.
 *
 * @param head the request
 * @param bytesMax the most bytes of it, as far as they can be counted
 * @returns what it says, or what is wrong with it
 */
export function inspectHead(head: RequestHeadParts, bytesMax: number): HeadInspection {
  const { method, target, pairs } = head;
  if (!isLine(method, target)) return refusal(400);
  let host: string | undefined;
  let length: string | undefined;
  let coding: string | undefined;
  let asksToClose = false;
  let namesWebSocket = false;
  let namesUpgrade = false;
  let bytes = method.length + target.length;
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const name = pairs[index] ?? "";
    const value = pairs[index + 1] ?? "";
    bytes += name.length + value.length + FIELD_OVERHEAD_BYTES;
    if (isNamed(name, "host")) {
      if (host !== undefined) return refusal(400);
      host = value;
    } else if (isNamed(name, "content-length")) {
      // RFC 9112 6.3: the same length again may be taken for one, any other may not.
      if (length !== undefined && length !== value) return refusal(400);
      length = value;
    } else if (isNamed(name, "transfer-encoding")) {
      if (coding !== undefined) return refusal(400);
      coding = value;
    } else if (isNamed(name, "connection")) {
      if (value === "keep-alive") continue;
      asksToClose ||= CLOSE_OPTION.test(value);
      namesUpgrade ||= UPGRADE_OPTION.test(value);
    } else if (isNamed(name, "upgrade")) {
      namesWebSocket ||= WEB_SOCKET.test(value);
    }
  }
  if (bytes > bytesMax) return refusal(431);
  if (host === undefined ? head.needsHost : !isHost(host)) return refusal(400);
  const asksForWebSocket = namesWebSocket && namesUpgrade;
  if (length === undefined && coding === undefined && !asksToClose && !asksForWebSocket) {
    return NOTHING;
  }
  return {
    problem: bodyProblem(length, coding),
    contentLength: length ?? "",
    isChunked: coding !== undefined,
    asksToClose,
    asksForWebSocket,
  };
}

function isLine(method: string, target: string): boolean {
  if (method !== "GET" && method !== "POST" && !TOKEN.test(method)) return false;
  if (target === knownTarget) return true;
  // RFC 9112 3.2.4: the form for the server as a whole is that of OPTIONS.
  if (target === "*") return method === "OPTIONS";
  if (TARGET_PROBLEM.test(target)) return false;
  knownTarget = target;
  return true;
}

function bodyProblem(length: string | undefined, coding: string | undefined): number {
  if (coding === undefined) return length === undefined || DIGITS.test(length) ? 0 : 400;
  // RFC 9112 6.1: both at once is an attempt at something, and ought to be handled as an error.
  if (length !== undefined) return 400;
  if (coding.toLowerCase() === "chunked") return 0;
  return CHUNKED_LAST.test(coding) ? 501 : 400;
}

function isHost(value: string): boolean {
  if (value === knownHost && value !== "") return true;
  if (!HOST.test(value)) return false;
  knownHost = value;
  return true;
}

function isNamed(name: string, lowerCaseName: string): boolean {
  if (name.length !== lowerCaseName.length) return false;
  return name === lowerCaseName || name.toLowerCase() === lowerCaseName;
}

function refusal(problem: number): HeadInspection {
  return { ...NOTHING, problem };
}
