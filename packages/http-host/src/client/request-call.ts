/**
 * The arguments of `http.request`, `http.get` and the like, as values or in a table. Source:
 * tweaked.cc, http.request; the messages are those of CC: Tweaked.
 */
import { expectString, expectTable, raiseBadArgument } from "@craftos-http/event-loop";
import { LuaTable, type LuaValue, raiseAt, rawToString, typeName } from "@craftos-http/interpreter";
import { responseHeaderName } from "../engine/header-names.js";
import { HostError } from "../host-error.js";

/** What a program asks for. */
export interface RequestCall {
  /** The URL as it was given: events carry it. */
  readonly address: string;
  /** In capitals. */
  readonly method: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** The body, or undefined. */
  readonly body: string | undefined;
  /** Whether the handle's `read()` is to give numbers. */
  readonly isBinary: boolean;
  /** Whether redirects are followed. */
  readonly followsRedirects: boolean;
  /** Milliseconds; 0 for any time. */
  readonly timeoutMs: number;
}

/** How a function that makes requests takes its arguments. */
export interface RequestForm {
  /** The method when the table names none; undefined for GET or, with a body, POST. */
  readonly method?: string;
  /** Whether there is a body; for the form without a table it stands after the URL. */
  readonly body: "none" | "optional" | "required";
}

/** The times that apply. */
export interface CallTimeouts {
  /** When the program says nothing, in milliseconds. */
  readonly clientTimeoutMs: number;
}

/** Most seconds that a program may ask for, unless the default is more. Source: CC: Tweaked. */
const TIMEOUT_SECONDS_MAX = 60;

const methods = new Set(["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]);

/** What names the client to servers, as CC: Tweaked has it. */
const USER_AGENT = "computercraft/1.109.2 (craftos-http)";

/** What CC: Tweaked says of a body when the program does not. */
const FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

/**
 * Fields that say how the message is framed and where it goes. They are the client's: what a program
 * sets is ignored, so that a program can pass on the headers of a request that it got.
 */
const clientOwned = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Reads the arguments.
 * @param args - what the function was called with
 * @param form - which function
 * @param timeouts - the times that apply
 * @throws LuaError
 */
export function readRequestCall(
  args: readonly LuaValue[],
  form: RequestForm,
  timeouts: CallTimeouts,
): RequestCall {
  const [first, ...rest] = args;
  if (first instanceof LuaTable) return fromTable(first, form, timeouts);
  const address = expectString(1, first);
  if (form.body !== "none") return fromValues(address, rest, form, timeouts, 2);
  return fromValues(address, [undefined, ...rest], form, timeouts, 1);
}

function fromValues(
  address: string,
  [body, headers, binary]: readonly LuaValue[],
  form: RequestForm,
  timeouts: CallTimeouts,
  bodyPosition: number,
): RequestCall {
  if (typeof body !== "string" && (body !== undefined || form.body === "required")) {
    raiseBadArgument(bodyPosition, "string", body);
  }
  if (headers !== undefined) expectTable(bodyPosition + 1, headers);
  if (binary !== undefined && typeof binary !== "boolean") {
    raiseBadArgument(bodyPosition + 2, "boolean", binary);
  }
  return {
    address,
    method: form.method ?? (body === undefined ? "GET" : "POST"),
    headers: readHeaders(headers, body !== undefined),
    body,
    isBinary: binary === true,
    followsRedirects: true,
    timeoutMs: timeouts.clientTimeoutMs,
  };
}

function fromTable(options: LuaTable, form: RequestForm, timeouts: CallTimeouts): RequestCall {
  const address = options.getString("url");
  if (typeof address !== "string") badField("url", "string", address);
  const body = options.getString("body");
  if (form.body === "none" && body !== undefined) badField("body", "nil", body);
  const isMissing = form.body === "required" && body === undefined;
  if (isMissing || (body !== undefined && typeof body !== "string")) {
    badField("body", "string", body);
  }
  const headers = options.getString("headers");
  if (headers !== undefined && !(headers instanceof LuaTable))
    badField("headers", "table", headers);
  const method = options.getString("method");
  if (method !== undefined && typeof method !== "string") badField("method", "string", method);
  const redirect = optionalBoolean(options, "redirect");
  const timeoutMs = readTimeout(options.getString("timeout"), timeouts);
  const isBinary = optionalBoolean(options, "binary") ?? false;
  if (method !== undefined && !methods.has(method)) raiseAt("Unsupported HTTP method", 1);
  return {
    address,
    method: method ?? form.method ?? (body === undefined ? "GET" : "POST"),
    headers: readHeaders(headers, body !== undefined),
    body,
    isBinary,
    followsRedirects: redirect ?? true,
    timeoutMs,
  };
}

/**
 * Raises the error for a field of a wrong type.
 * @param name - the field
 * @param expected - a type's name
 * @param value - what it was
 */
export function badField(name: string, expected: string, value: LuaValue): never {
  raiseAt(`bad field '${name}' (${expected} expected, got ${typeName(value)})`, 1);
}

function optionalBoolean(options: LuaTable, name: string): boolean | undefined {
  const value = options.getString(name);
  if (value === undefined || typeof value === "boolean") return value;
  return badField(name, "boolean", value);
}

/**
 * Reads the field `timeout`.
 * @param value - seconds, or nil
 * @param timeouts - the times that apply
 * @returns milliseconds; 0 for any time
 */
export function readTimeout(value: LuaValue, timeouts: CallTimeouts): number {
  const { clientTimeoutMs } = timeouts;
  if (value === undefined) return clientTimeoutMs;
  if (typeof value !== "number" || Number.isNaN(value)) badField("timeout", "number", value);
  const secondsMax = Math.max(TIMEOUT_SECONDS_MAX, clientTimeoutMs / 1000);
  if (!(value >= 0 && value <= secondsMax)) {
    raiseAt(`timeout out of range (between 0 and ${secondsMax})`, 1);
  }
  return Math.ceil(value * 1000);
}

/**
 * Reads the table of headers and adds what is sent unless a program says otherwise. Keys and values
 * that are no text are ignored, as in CC: Tweaked; HOST: numbers are taken as values.
 * @param headers - the table, or nil
 * @param hasBody - whether the type of a body is to be named
 * @returns name, value, name, value
 * @throws LuaError for a name or a value that cannot be sent
 */
export function readHeaders(headers: LuaValue, hasBody: boolean): string[] {
  const pairs: string[] = [];
  const names = new Set<string>();
  if (headers instanceof LuaTable) {
    for (let at = headers.nextPosition(0); at >= 0; at = headers.nextPosition(at + 1)) {
      const name = headers.keyAt(at);
      const value = headers.valueAt(at);
      if (typeof name !== "string") continue;
      if (typeof value !== "string" && typeof value !== "number") continue;
      const { lowerCase, isValid } = responseHeaderName(name);
      if (!isValid) raiseAt(HostError.of("HEADER_NAME_INVALID", name).message, 1);
      const text = rawToString(value);
      if (!isFieldValue(text)) raiseAt(HostError.of("HEADER_VALUE_INVALID", name).message, 1);
      if (clientOwned.has(lowerCase)) continue;
      names.add(lowerCase);
      pairs.push(name, text);
    }
  }
  if (!names.has("user-agent")) pairs.push("User-Agent", USER_AGENT);
  if (hasBody && !names.has("content-type")) pairs.push("Content-Type", FORM_TYPE);
  return pairs;
}

// RFC 9110 5.5: no control characters but tabs.
function isFieldValue(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are what is refused
  return !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text);
}
