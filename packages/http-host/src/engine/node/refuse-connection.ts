/**
 * Answers on connections whose request node:http does not hand on as one: its parser refused it, or it
 * asks for a tunnel.
 */
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { refusalHead } from "../response-framing.js";
import { sendLastResponse } from "./send-last.js";

/**
 * Gives the response that is to go out next on a connection.
 *
 * @param connection the connection
 * @returns undefined when none is under way
 */
export function answerOn(connection: Duplex): ServerResponse | undefined {
  return (connection as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}

/**
 * Answers what the parser refused.
 *
 * @param error what the parser says
 * @param connection the connection
 * @returns the status; undefined when the connection was only closed
 */
export function refuseMalformed(
  error: NodeJS.ErrnoException,
  connection: Duplex,
): number | undefined {
  const isHttp =
    error.code?.startsWith("HPE_") === true || error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  if (!isHttp) {
    connection.destroy();
    return undefined;
  }
  const status = statusFor(error.code);
  return refuseOn(connection, status) ? status : undefined;
}

/**
 * Answers on a connection and closes it.
 *
 * @param connection the connection
 * @param status the status of the answer
 * @returns false when it was only closed, since a response is under way
 */
export function refuseOn(connection: Duplex, status: number): boolean {
  if (!connection.writable || answerOn(connection)?.headersSent === true) {
    connection.destroy();
    return false;
  }
  sendLastResponse(connection, "GET", refusalHead(status));
  return true;
}

function statusFor(code: string | undefined): number {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return 431;
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return 413;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return 408;
    default:
      return 400;
  }
}
