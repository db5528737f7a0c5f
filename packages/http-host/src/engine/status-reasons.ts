/**
 * Standard reason phrases, as in Node's own table (loading node:http for it would take 10 ms of every
 * start), with the current names of RFC 9110 where that table still has the ones of older documents.
 * Status codes outside it have an empty phrase, which RFC 9112 4 allows.
 */

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  203: "Non-Authoritative Information",
  204: "No Content",
  205: "Reset Content",
  206: "Partial Content",
  207: "Multi-Status",
  208: "Already Reported",
  226: "IM Used",
  300: "Multiple Choices",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  305: "Use Proxy",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large", // RFC 9110 15.5.14
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  418: "I'm a Teapot",
  421: "Misdirected Request",
  422: "Unprocessable Content", // RFC 9110 15.5.21
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
  506: "Variant Also Negotiates",
  507: "Insufficient Storage",
  508: "Loop Detected",
  509: "Bandwidth Limit Exceeded",
  510: "Not Extended",
  511: "Network Authentication Required",
};

const STATUS_MIN = 200;
const STATUS_MAX = 599;

const statusLines: string[] = [];
for (let status = STATUS_MIN; status <= STATUS_MAX; status++) {
  statusLines.push(`${status} ${statusReason(status)}`);
}

/**
 * Tells whether a final response may have this status code.
 *
 * @param status any number
 * @returns true for the whole numbers from 200 to 599
 */
export function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= STATUS_MIN && status <= STATUS_MAX;
}

/**
 * Looks up the standard phrase.
 *
 * @param status a status code
 * @returns the phrase, `Not Found` for 404; empty when there is none
 */
export function statusReason(status: number): string {
  return REASONS[status] ?? "";
}

/**
 * Gives what follows the version in a status line that has the standard phrase (RFC 9112 4).
 *
 * @param status a final status code
 * @returns the code, a space and the phrase
 */
export function standardStatusLine(status: number): string {
  return statusLines[status - STATUS_MIN] ?? `${status} `;
}
