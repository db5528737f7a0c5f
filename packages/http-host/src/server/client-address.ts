/**
 * The client's address: the peer's, or, behind a proxy that is trusted, the one that the proxy
 * reports (RFC 7239, and the older X-Forwarded-For).
 *
 * A proxy adds the address that it saw at the end of the list; what stands before came from the
 * client and may be made up. So the last entry counts.
 */
import type { Exchange } from "../engine/engine.js";

/** What of a request tells its client's address. */
export type AddressSource = Pick<Exchange, "requestHeaders" | "remoteAddress">;

/** Gives the address of a request's client: without a port, IPv6 without brackets. */
export type AddressOf = (source: AddressSource) => string;

/** The peer's address. */
export function peerAddress(source: AddressSource): string {
  return source.remoteAddress;
}

/**
 * The address that a trusted proxy reports, else the peer's. X-Forwarded-For counts first: nearly
 * every proxy adds to it, and one that does may pass on a `Forwarded` that the client made up.
 */
export function proxiedAddress(source: AddressSource): string {
  return addressIn(reportedNode(source)) ?? source.remoteAddress;
}

function reportedNode({ requestHeaders }: AddressSource): string | undefined {
  const list = requestHeaders.get("x-forwarded-for");
  if (list !== undefined) return list.split(",").at(-1);
  const forwarded = requestHeaders.get("forwarded");
  return forwarded === undefined ? undefined : lastForwarded(forwarded);
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

/** Takes port and brackets off; `unknown` and made-up names (RFC 7239 6.3) are no address. */
function addressIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const node = value.trim();
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(node)?.[1] ?? node.replace(/^([^:]*):\d+$/, "$1");
  return process.getBuiltinModule("node:net").isIP(address) === 0 ? undefined : address;
}
