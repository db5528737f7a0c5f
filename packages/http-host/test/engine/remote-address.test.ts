/**
 * The text form of addresses.
 */
import { expect, test } from "vitest";
import { formatAddress, unmapAddress } from "../../src/engine/remote-address.js";

test.each([
  [[127, 0, 0, 1], "127.0.0.1"],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "::1"],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], "10.0.0.1"],
  [[], ""],
])("formatAddress() writes %j as %j", (bytes, text) => {
  expect(formatAddress(Uint8Array.from(bytes))).toBe(text);
});

test("unmapAddress() changes mapped IPv4 addresses only", () => {
  expect(unmapAddress("::ffff:10.0.0.1")).toBe("10.0.0.1");
  expect(unmapAddress("2001:db8::1")).toBe("2001:db8::1");
  expect(unmapAddress("10.0.0.1")).toBe("10.0.0.1");
});
