/**
 * The text form of a peer's address, the same from every engine: RFC 5952 for IPv6, and plain IPv4
 * for an IPv4 address that a dual-stack socket shows mapped into IPv6.
 */

const MAPPED_PREFIX = "::ffff:";

/**
 * Removes the mapping of an IPv4 address.
 *
 * @param address an address in text form
 * @returns the IPv4 address if it was a mapped one, else the address itself
 */
export function unmapAddress(address: string): string {
  const isMapped = address.startsWith(MAPPED_PREFIX) && address.includes(".");
  return isMapped ? address.slice(MAPPED_PREFIX.length) : address;
}

/**
 * Writes an address in text form.
 *
 * @param bytes 4 bytes (IPv4) or 16 bytes (IPv6), network order
 * @returns the text; empty for any other number of bytes
 */
export function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) return "";
  if (isMapped(bytes)) return bytes.subarray(12).join(".");
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2) {
    groups.push((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)).toString(16));
  }
  // The URL standard's serializer compresses zeros as RFC 5952 4.2 asks.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function isMapped(bytes: Uint8Array): boolean {
  for (let index = 0; index < 10; index++) if (bytes[index] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}
