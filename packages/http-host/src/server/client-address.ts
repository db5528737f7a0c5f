/**
 * The client's address: the peer's, or, behind a proxy that is trusted, the one that the proxy
 * reports (RFC 7239, and the older X-Forwarded-For).
 *
 * A proxy adds the address that it saw at the end of the list; what stands before came from the
 * client and may be made up. So the last entry counts.
 */
import { isIP } from "node:net";
import type { Exchange } from "../engine/engine.js";

/** Gives the address of a request's client: without a port, IPv6 without brackets. */
export type AddressOf = (exchange: Exchange) => string;

/** The peer's address. */
export function peerAddress(exchange: Exchange): string {
  return exchange.remoteAddress;
}

/**
 * The address that a trusted proxy reports, else the peer's. X-Forwarded-For counts first: nearly
 * every proxy adds to it, and one that does may pass on a `Forwarded` that the client made up.
 */
export function proxiedAddress(exchange: Exchange): string {
  const headers = exchange.requestHeaders;
  const list = headers.get("x-forwarded-for");
  const forwarded = headers.get("forwarded");
  const node =
    list !== undefined
      ? list.split(",").at(-1)
      : forwarded !== undefined
        ? lastForwarded(forwarded)
        : undefined;
  return addressIn(node?.trim()) ?? exchange.remoteAddress;
}

/** RFC 7239 4: elements separated by commas, pairs by semicolons, values perhaps quoted. */
function lastForwarded(value: string): string | undefined {
  const element = value.split(",").at(-1) ?? "";
  for (const pair of element.split(";")) {
    const [name, node] = pair.split("=", 2);
    if (name?.trim().toLowerCase() === "for") return node?.trim().replace(/^"|"$/g, "");
  }
  return undefined;
}

/** Takes the port and brackets off; `unknown` and made-up names (RFC 7239 6.3) are no address. */
function addressIn(node: string | undefined): string | undefined {
  if (node === undefined) return undefined;
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(node)?.[1] ?? node.replace(/^([^:]*):\d+$/, "$1");
  return isIP(address) === 0 ? undefined : address;
}
