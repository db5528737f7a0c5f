/**
 * The client's address: the peer's, or, behind a proxy that is trusted, the one that the proxy
 * reports (RFC 7239, and the older X-Forwarded-For).
 *
 * A proxy adds the address that it saw at the end of the list; what stands before came from the
 * client and may be made up. So the last entry counts.
 */
import type { Exchange } from "../engine/engine.js";

/** Gives the address of a request's client: without a port, IPv6 without brackets. */
export type AddressOf = (exchange: Exchange) => string;

/** The peer's address. */
export function peerAddress(exchange: Exchange): string {
  return exchange.remoteAddress;
}

/** The address that a trusted proxy reports, else the peer's. */
export function proxiedAddress(exchange: Exchange): string {
  const headers = exchange.requestHeaders;
  const forwarded = headers.get("forwarded");
  if (forwarded !== undefined) return lastForwarded(forwarded) ?? exchange.remoteAddress;
  const list = headers.get("x-forwarded-for");
  const last = list?.split(",").at(-1)?.trim();
  return last === undefined || last === "" ? exchange.remoteAddress : withoutPort(last);
}

/** RFC 7239 4: elements separated by commas, pairs by semicolons, values perhaps quoted. */
function lastForwarded(value: string): string | undefined {
  const element = value.split(",").at(-1) ?? "";
  for (const pair of element.split(";")) {
    const [name, node] = pair.split("=", 2);
    if (name?.trim().toLowerCase() !== "for" || node === undefined) continue;
    return withoutPort(node.trim().replace(/^"|"$/g, ""));
  }
  return undefined;
}

function withoutPort(node: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(node);
  if (bracketed !== null) return bracketed[1] ?? node;
  return /^[^:]*:\d+$/.test(node) ? node.slice(0, node.indexOf(":")) : node;
}
