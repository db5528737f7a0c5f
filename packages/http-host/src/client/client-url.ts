/**
 * The URLs that programs request: which ones are well formed, in CC: Tweaked's words.
 *
 * The standard's parser mends a lot; what it would mend in silence (spaces, control characters,
 * backslashes, a missing `//`) is refused here.
 */
import { ClientFailure } from "./client-failure.js";

const MALFORMED = "URL malformed";

// RFC 3986 3.1
const schemePattern = /^([a-z][a-z0-9+.-]*):/i;

// eslint-disable-next-line no-control-regex -- these are what is refused
const forbidden = /[\u0000-\u0020\u007f\\]/;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the URL of an HTTP request.
 * @param text - a byte string
 * @throws ClientFailure `URL malformed`, `Must specify http or https`, `Invalid protocol 'ftp'`
 */
export function parseHttpUrl(text: string): URL {
  if (forbidden.test(text)) throw new ClientFailure(MALFORMED);
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new ClientFailure("Must specify http or https");
  if (!hasHost(text, scheme)) throw new ClientFailure(MALFORMED);
  if (scheme !== "http" && scheme !== "https") {
    throw new ClientFailure(`Invalid protocol '${scheme}'`);
  }
  return parse(text);
}

/**
 * Reads the URL of a WebSocket. As in CC: Tweaked `ws://` may be left out.
 * @param text - a byte string
 * @throws ClientFailure `URL malformed`, `Invalid scheme 'http'`
 */
export function parseWebSocketUrl(text: string): URL {
  if (forbidden.test(text)) throw new ClientFailure(MALFORMED);
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  const isWebSocket = scheme === "ws" || scheme === "wss";
  if (scheme === undefined || !hasHost(text, scheme)) {
    if (isWebSocket) throw new ClientFailure(MALFORMED);
    return parse(`ws://${text}`);
  }
  if (!isWebSocket) throw new ClientFailure(`Invalid scheme '${scheme}'`);
  return parse(text);
}

function hasHost(text: string, scheme: string): boolean {
  const rest = text.slice(scheme.length + 1);
  return rest.startsWith("//") && rest.length > 2 && !"/?#".includes(rest.charAt(2));
}

function parse(text: string): URL {
  const decoded = decodeUrl(text);
  if (!URL.canParse(decoded)) throw new ClientFailure(MALFORMED);
  const url = new URL(decoded);
  // As in CC: Tweaked neither is sent.
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

/**
 * Gives the standard's parser a URL in the form that it expects. Bytes of a path or a query that are
 * no UTF-8 arrive as they are; a host has to be UTF-8.
 * @param text - a byte string
 */
export function decodeUrl(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  try {
    return utf8.decode(bytes);
  } catch {
    return text.replaceAll(
      /[\u0080-\u00ff]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  }
}
