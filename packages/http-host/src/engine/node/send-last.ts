/**
 * The end of a connection that node:http has let go of: nobody else answers on it, or closes it when
 * the client does not.
 */
import type { Duplex } from "node:stream";
import { LINGER_TIMEOUT_MS } from "../engine-limits.js";
import { closingConnection, refusalBody } from "../response-framing.js";
import type { ResponseHead } from "../response-head.js";

/**
 * Sends an answer of the engine's own, the last on a connection. The client has a while to read it and
 * to close its side; then the connection is dropped (RFC 9112 9.6).
 *
 * @param connection the connection
 * @param method the request's method
 * @param head status and header fields of the answer
 */
export function sendLastResponse(connection: Duplex, method: string, head: ResponseHead): void {
  const { status, reason, pairs } = head;
  const body = refusalBody(status);
  const lines = [`HTTP/1.1 ${status} ${reason}`];
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    lines.push(`${pairs[index] ?? ""}: ${pairs[index + 1] ?? ""}`);
  }
  lines.push(`Date: ${new Date().toUTCString()}`, `Connection: ${closingConnection(status)}`);
  lines.push(`Content-Length: ${body.length}`, "", method === "HEAD" ? "" : body);
  connection.on("error", () => undefined);
  connection.end(lines.join("\r\n"), "latin1");
  // What the client still sends is thrown away: behind it its end would not be seen.
  connection.resume();
  const timer = setTimeout(() => connection.destroy(), LINGER_TIMEOUT_MS).unref();
  connection.once("close", () => {
    clearTimeout(timer);
  });
}
