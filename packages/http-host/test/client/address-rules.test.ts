/**
 * The rules on names and addresses.
 */
import { describe, expect, test } from "vitest";
import { type AddressRuleText, AddressRules } from "../../src/client/address-rules.js";

/** Reads rules as a command line would give them: `+pattern` allows, `-pattern` denies. */
function rules(...texts: string[]): AddressRules {
  return new AddressRules(
    texts.map((text): AddressRuleText => {
      return { action: text.startsWith("+") ? "allow" : "deny", pattern: text.slice(1) };
    }),
  );
}

describe("AddressRules without rules", () => {
  const none = rules();

  test.each(["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"])(
    "allow loopback: %s",
    (address) => {
      expect(none.allows("localhost", 80, address)).toBe(true);
    },
  );

  test.each([
    "93.184.216.34",
    "2606:2800:220:1::1",
    "1.1.1.1",
    "2002:5db8:d822::1",
    "64:ff9b::5db8:d822",
  ])("allow the public internet: %s", (address) => {
    expect(none.allows("example.com", 80, address)).toBe(true);
  });

  test.each([
    ["private", "10.1.2.3"],
    ["private", "172.16.0.1"],
    ["private", "192.168.1.1"],
    ["link-local, where clouds keep their secrets", "169.254.169.254"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["unspecified, which is this machine", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["protocol assignments", "192.0.0.192"],
    ["benchmarks", "198.18.0.1"],
    ["unspecified", "::"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["unique local", "fd00::1"],
    ["unique local", "fc00::1"],
    ["site-local", "fec0::1"],
    ["multicast", "ff02::1"],
    ["IPv4-mapped private", "::ffff:10.0.0.1"],
    ["IPv4-mapped, in hexadecimal", "::ffff:a9fe:a9fe"],
    ["IPv4-compatible private", "::10.0.0.1"],
    ["IPv4-compatible loopback, in hexadecimal", "::7f00:1"],
    ["6to4 to a private network", "2002:0a00:0001::1"],
    ["6to4 to loopback", "2002:7f00:0001::1"],
    ["NAT64 to a private network", "64:ff9b::10.0.0.1"],
    ["NAT64 of this network", "64:ff9b:1::1"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["documentation", "2001:db8::1"],
    ["no address", "localhost"],
    ["no address", ""],
  ])("deny what is not: %s, %s", (_what, address) => {
    expect(none.allows("example.com", 80, address)).toBe(false);
  });
});

describe("AddressRules", () => {
  test("take the first rule that matches", () => {
    const some = rules("+10.0.0.5", "-10.0.0.0/24", "+10.0.0.0/8");
    expect(some.allows("a", 80, "10.0.0.5")).toBe(true);
    expect(some.allows("a", 80, "10.0.0.6")).toBe(false);
    expect(some.allows("a", 80, "10.0.1.6")).toBe(true);
  });

  test("let no name that is allowed point past a rule on addresses", () => {
    const some = rules("+*.example.com", "-93.184.0.0/16");
    expect(some.allows("www.example.com", 80, "93.184.216.34")).toBe(false);
    expect(some.allows("www.example.com", 80, "10.0.0.1")).toBe(false);
    expect(some.allows("www.example.com", 80, "169.254.169.254")).toBe(false);
    expect(some.allows("www.example.com", 80, "1.1.1.1")).toBe(true);
  });

  test("allow only what is listed when everything else is denied", () => {
    const some = rules("+api.example.com", "+93.184.0.0/16", "-*");
    expect(some.allows("api.example.com", 443, "1.1.1.1")).toBe(true);
    expect(some.allows("API.Example.com.", 443, "1.1.1.1")).toBe(true);
    expect(some.allows("other.example.com", 443, "1.1.1.1")).toBe(false);
    expect(some.allows("other.example.com", 443, "93.184.1.1")).toBe(true);
    expect(some.allows("localhost", 80, "127.0.0.1")).toBe(false);
    expect(some.allows("127.0.0.1", 80, "127.0.0.1")).toBe(false);
  });

  test("match names with wildcards, in any case, as a whole", () => {
    const some = rules("-*.example.com", "-exam?le.org".replace("?", "*"));
    expect(some.allowsName("a.example.com", 80)).toBe(false);
    expect(some.allowsName("A.B.EXAMPLE.COM", 80)).toBe(false);
    expect(some.allowsName("example.com", 80)).toBe(true);
    expect(some.allowsName("a.example.com.evil.org", 80)).toBe(true);
    expect(some.allowsName("axexample.com", 80)).toBe(true);
    expect(some.allowsName("exampppple.org", 80)).toBe(false);
  });

  test("match names with letters beyond ASCII in the form that URLs have them", () => {
    const some = rules("-*.m\u00fcller.de", "-\u65e5\u672c.jp");
    expect(some.allowsName(new URL("http://a.M\u00fcller.de").hostname, 80)).toBe(false);
    expect(some.allowsName(new URL("http://\u65e5\u672c.jp").hostname, 80)).toBe(false);
    expect(some.allowsName("muller.de", 80)).toBe(true);
  });

  test("match every form of an address", () => {
    const some = rules("-93.184.216.34", "-2606:2800:0220:0001::1", "-198.51.*");
    expect(some.allows("a", 80, "93.184.216.34")).toBe(false);
    expect(some.allows("a", 80, "::ffff:93.184.216.34")).toBe(false);
    expect(some.allows("a", 80, "2002:5db8:d822::1")).toBe(false);
    expect(some.allows("a", 80, "2606:2800:220:1:0::1")).toBe(false);
    expect(some.allows("a", 80, "198.51.0.1")).toBe(false);
    expect(some.allows("a", 80, "1.198.51.0")).toBe(true);
  });

  test("know $private and $loopback, and IPv6 ranges", () => {
    expect(rules("+$private").allows("nas", 80, "192.168.1.2")).toBe(true);
    expect(rules("-$loopback").allows("localhost", 80, "127.0.0.1")).toBe(false);
    expect(rules("-$loopback").allows("localhost", 80, "::1")).toBe(false);
    expect(rules("-$loopback", "+$private").allows("a", 80, "0.0.0.0")).toBe(false);
    expect(rules("-$loopback", "+$private").allows("a", 80, "::")).toBe(false);
    expect(rules("-2000::/3").allows("a", 80, "2606::1")).toBe(false);
    expect(rules("-2000::/3").allows("a", 80, "1.1.1.1")).toBe(true);
  });

  test("can be for one port", () => {
    const some = rules("+127.0.0.1:5432", "+[::1]:5432", "-$loopback", "-example.com:25");
    expect(some.allows("localhost", 5432, "127.0.0.1")).toBe(true);
    expect(some.allows("localhost", 5432, "::1")).toBe(true);
    expect(some.allows("localhost", 80, "127.0.0.1")).toBe(false);
    expect(some.allowsName("example.com", 25)).toBe(false);
    expect(some.allowsName("example.com", 80)).toBe(true);
  });

  test("do not let an allowed IPv4 address open an IPv6 one that contains it", () => {
    expect(rules("+10.0.0.1").allows("a", 80, "64:ff9b::10.0.0.1")).toBe(false);
  });

  test.each([
    "",
    ":80",
    "10.0.0.0/33",
    "10.0.0.0/",
    "a/b",
    "http://a",
    "a b",
    "[::1",
    "$public",
    "a:0",
    "a:65536",
    "*\u00fc.de",
  ])("refuse %j", (pattern) => {
    expect(() => rules(`+${pattern}`)).toThrow(
      `'${pattern}' is not a rule (a host such as *.example.com`,
    );
  });
});
