/**
 * One request as a line of an access log. Whatever a client sent comes out as visible ASCII: it can
 * end no line, close no quotation and reach no terminal.
 */
import type { RequestEnd } from "@craftos-http/http-host";

/** How lines look. */
export type AccessFormat = "combined" | "json";

/** A request's end, with what the host adds. */
export interface AccessEntry {
  readonly end: RequestEnd;
  /** The client's address. */
  readonly address: string;
  /** When it ended, in milliseconds since 1970. */
  readonly unixMs: number;
  /** The number of the worker that served it; 0 without workers. */
  readonly worker: number;
}

/** Writes an entry as a line. */
export type FormatAccess = (entry: AccessEntry) => string;

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /[\0-\x1f"\\\x7f-\uffff]/g;

function escaped(text: string): string {
  return text.replace(
    UNSAFE,
    (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function quoted(text: string | undefined): string {
  return text === undefined || text === "" ? `"-"` : `"${escaped(text)}"`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

let dateSecond = -1;
let dateText = "";

/** `23/Nov/2026:05:15:00 +0000`, made once a second. */
function clfDate(unixMs: number): string {
  const second = Math.floor(unixMs / 1000);
  if (second === dateSecond) return dateText;
  dateSecond = second;
  const [date = "", time = ""] = new Date(unixMs).toISOString().split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  dateText = `${day}/${MONTHS[Number(month) - 1] ?? ""}/${year}:${time.slice(0, 8)} +0000`;
  return dateText;
}

/** Apache's combined format, and behind it the duration in seconds and the outcome. */
export const combinedLine: FormatAccess = ({ end, address, unixMs }) => {
  const { exchange, status, bodyBytes, durationMs, outcome } = end;
  const request =
    exchange === undefined ? undefined : `${exchange.method} ${exchange.target} HTTP/1.1`;
  const referer = quoted(exchange?.requestHeader("referer"));
  const agent = quoted(exchange?.requestHeader("user-agent"));
  const seconds = (durationMs / 1000).toFixed(6);
  return (
    `${address === "" ? "-" : address} - - [${clfDate(unixMs)}] ${quoted(request)} ` +
    `${status === 0 ? "-" : status} ${bodyBytes} ${referer} ${agent} ${seconds} ${outcome}`
  );
};

/** A JSON object; bytes that are not ASCII are `\u00xx`. */
export const jsonLine: FormatAccess = ({ end, address, unixMs, worker }) => {
  const { exchange, status, bodyBytes, durationMs, outcome } = end;
  const line = JSON.stringify({
    time: new Date(unixMs).toISOString(),
    address,
    method: exchange?.method,
    target: exchange?.target,
    status: status === 0 ? undefined : status,
    bytes: bodyBytes,
    durationMs: Math.round(durationMs * 1000) / 1000,
    outcome,
    referer: exchange?.requestHeader("referer"),
    userAgent: exchange?.requestHeader("user-agent"),
    worker: worker === 0 ? undefined : worker,
  });
  return line.replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
};
