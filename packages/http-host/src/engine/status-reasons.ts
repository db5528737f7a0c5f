/**
 * Standard reason phrases, from Node's own table with the current names of RFC 9110 where that
 * table still has the ones of older documents. Status codes outside it have an empty phrase, which
 * RFC 9112 4 allows.
 */
import { STATUS_CODES } from "node:http";

const renamed: Readonly<Record<number, string>> = {
  413: "Content Too Large", // RFC 9110 15.5.14
  422: "Unprocessable Content", // RFC 9110 15.5.21
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
  return renamed[status] ?? STATUS_CODES[status] ?? "";
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
