/**
 * The end of a connection that node:http has let go of: nobody else closes it when the client does not.
 */
import type { Duplex } from "node:stream";
import { LINGER_TIMEOUT_MS } from "../engine-limits.js";

/**
 * Sends the last that goes out on a connection. The client has a while to read it and to close its
 * side; then the connection is dropped (RFC 9112 9.6).
 *
 * @param connection the connection
 * @param text a whole response, a byte string
 */
export function sendLast(connection: Duplex, text: string): void {
  connection.on("error", () => undefined);
  connection.end(text, "latin1");
  // What the client still sends is thrown away: behind it its end would not be seen.
  connection.resume();
  const timer = setTimeout(() => connection.destroy(), LINGER_TIMEOUT_MS).unref();
  connection.once("close", () => {
    clearTimeout(timer);
  });
}
