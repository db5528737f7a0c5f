/**
 * Requests to go on with a protocol that is not spoken here, as curl and Java make them for HTTP/2: they
 * are served as if they did not ask (RFC 9110 7.8). node:http could be told so, but forgets what came
 * behind such a request; so the request is read again, with all that followed, from its first byte.
 */
import type { IncomingMessage } from "node:http";

/**
 * Gives the head of a request as it would be if it did not ask for an upgrade. Its field `Upgrade` stays:
 * without its option in `Connection` it means nothing.
 *
 * @param request a request that node:http takes for one to upgrade
 * @returns the bytes of the head
 */
export function headWithoutUpgrade(request: IncomingMessage): Buffer {
  const { method = "", url = "", httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    lines.push(`${name}: ${name.toLowerCase() === "connection" ? withoutOption(value) : value}`);
  }
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

function withoutOption(connection: string): string {
  const options = connection.split(",").map((option) => option.trim());
  return options.filter((option) => option.toLowerCase() !== "upgrade").join(", ");
}
