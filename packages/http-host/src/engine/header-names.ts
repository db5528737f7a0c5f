/**
 * What is known about header field names: their canonical case, whether they are well formed, and
 * which ones belong to the engine. Answers are remembered, up to a bound, because the same few
 * names come with every message.
 */

/** Names kept in each memory; a client cannot make it grow past this. */
const REMEMBERED_NAMES_MAX = 512;

// RFC 9110 5.6.2: token = 1*tchar
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Fields that say how the message is framed, or that the engine writes itself. What a program sets
 * here is ignored (HTTP-API 2). `Date` is among them because every engine sends its own
 * (RFC 9110 6.6.1) and two would be an error.
 */
const engineOwned = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/** What is known about a name that a program uses in a response. */
export interface ResponseHeaderName {
  /** The name in lower case, for comparing. */
  readonly lowerCase: string;
  /** False when it is no token (RFC 9110 5.1). */
  readonly isValid: boolean;
  /** True when only the engine may set it. */
  readonly isEngineOwned: boolean;
  /** The value that was last found valid for it: most programs send the same one every time. */
  lastValidValue: string;
}

const canonicalNames = new Map<string, string>();
const responseNames = new Map<string, ResponseHeaderName>();

/**
 * Gives a name the case that HTTP/1.1 software usually writes: `content-type` is `Content-Type`.
 * The rule has no exceptions, so a program can predict it: `etag` is `Etag`.
 *
 * @param lowerCase a name in lower case
 * @returns the name with a capital at the start and after every `-`
 */
export function canonicalHeaderName(lowerCase: string): string {
  const known = canonicalNames.get(lowerCase);
  if (known !== undefined) return known;
  const canonical = lowerCase.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
  if (canonicalNames.size < REMEMBERED_NAMES_MAX) canonicalNames.set(lowerCase, canonical);
  return canonical;
}

/**
 * Looks at a name that a program wants to send.
 *
 * @param name the name in any case
 * @returns what is known about it
 */
export function responseHeaderName(name: string): ResponseHeaderName {
  const known = responseNames.get(name);
  if (known !== undefined) return known;
  const lowerCase = name.toLowerCase();
  const described: ResponseHeaderName = {
    lowerCase,
    isValid: token.test(name),
    isEngineOwned: engineOwned.has(lowerCase),
    lastValidValue: "",
  };
  if (responseNames.size < REMEMBERED_NAMES_MAX) responseNames.set(name, described);
  return described;
}
