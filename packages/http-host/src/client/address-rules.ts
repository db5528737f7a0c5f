/**
 * Which hosts and addresses a program may connect to.
 *
 * Rules are looked at in order and the first that settles the matter counts. One for addresses
 * settles it. One that allows a host name settles only that name: rules for addresses, and the
 * built-in ones, still apply to what the name points at, so that no name points past a rule.
 */
import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import { HostError } from "../host-error.js";

/** What a rule does. */
export type RuleAction = "allow" | "deny";

/** A rule as a person writes it. */
export interface AddressRuleText {
  /** What it does with what it matches. */
  readonly action: RuleAction;
  /**
   * A host (`example.com`, `*.example.com`, `*`), an address (`10.0.0.1`, `10.0.*`, `::1`), a range
   * (`10.0.0.0/8`), `$loopback` or `$private`; perhaps with a port (`localhost:8080`, `[::1]:8080`).
   */
  readonly pattern: string;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Rule {
  readonly action: RuleAction;
  readonly port: number | undefined;
  /** Undefined for a rule that is about addresses only. */
  readonly matchesName: ((name: string) => boolean) | undefined;
  /** Undefined for a rule that is about names only. */
  readonly matchesAddress: ((address: Address) => boolean) | undefined;
}

/**
 * What applies after the rules of a user: loopback is allowed, other addresses that are not on the
 * public internet are not (they are what a server-side request forgery is after), the rest is.
 */
const builtInRules: readonly AddressRuleText[] = [
  { action: "allow", pattern: "$loopback" },
  { action: "deny", pattern: "$private" },
];

const PORT_MAX = 65_535;

/** The rules of one client. */
export class AddressRules {
  readonly #rules: readonly Rule[];

  /**
   * Reads rules.
   * @param rules - in order, before the built-in ones
   * @throws HostError HTTP_RULE_INVALID
   */
  constructor(rules: readonly AddressRuleText[] = []) {
    this.#rules = [...rules, ...builtInRules].map(parseRule);
  }

  /**
   * Whether a name may be looked up at all: saves asking for one that is refused whatever it is.
   * @param host - a name or an address as it stands in a URL, without brackets
   * @param port - the port to connect to
   */
  allowsName(host: string, port: number): boolean {
    const name = comparableName(host);
    const settling = this.#rules.find(
      (rule) => isForPort(rule, port) && (rule.matchesName?.(name) ?? false),
    );
    // A rule for addresses that comes before it may allow some of them.
    return settling?.action !== "deny" || this.#mayAllowAddress(settling, port);
  }

  /**
   * Whether an address may be connected to.
   * @param host - the host of the URL, which led to the address
   * @param port - the port to connect to
   * @param address - an IPv4 or IPv6 address
   */
  allows(host: string, port: number, address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const canonical = ipaddr.process(address);
    const embedded = embeddedAddress(canonical);
    const name = comparableName(host);
    let isNameSettled = false;
    for (const rule of this.#rules) {
      if (!isForPort(rule, port)) continue;
      const matchesAddress = rule.matchesAddress?.(canonical) ?? false;
      if (rule.action === "deny") {
        const matchesEmbedded = embedded !== null && (rule.matchesAddress?.(embedded) ?? false);
        if (matchesAddress || matchesEmbedded) return false;
        if (!isNameSettled && rule.matchesName?.(name) === true) return false;
      } else {
        if (matchesAddress) return true;
        if (rule.matchesName?.(name) === true) isNameSettled = true;
      }
    }
    return true;
  }

  #mayAllowAddress(before: Rule, port: number): boolean {
    for (const rule of this.#rules) {
      if (rule === before) return false;
      if (rule.action === "allow" && rule.matchesAddress !== undefined && isForPort(rule, port)) {
        return true;
      }
    }
    return false;
  }
}

function isForPort(rule: Rule, port: number): boolean {
  return rule.port === undefined || rule.port === port;
}

function comparableName(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}

const ascii = /^[\0-\x7f]*$/;

/**
 * A name of a rule as URLs have it: `xn--` in place of letters beyond ASCII (RFC 5891).
 * @returns "" for one that no URL has, such as one with a star in a label of other letters
 */
function nameInUrl(name: string): string {
  if (ascii.test(name)) return name;
  const isPartOfLabel = name.split(".").some((label) => label.includes("*") && !ascii.test(label));
  return isPartOfLabel ? "" : domainToASCII(name);
}

/** The IPv4 address that a gateway or the system reaches by another one. */
function embeddedAddress(address: Address): ipaddr.IPv4 | null {
  // Who connects to it reaches the own machine.
  if (address.range() === "unspecified") return new ipaddr.IPv4([127, 0, 0, 1]);
  if (!(address instanceof ipaddr.IPv6)) return null;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case "6to4": // RFC 3056
      return new ipaddr.IPv4(bytes.slice(2, 6));
    case "rfc6052": // RFC 6052: 64:ff9b::/96
      return new ipaddr.IPv4(bytes.slice(12));
    default:
      // RFC 4291 2.5.5.1: ::a.b.c.d, out of use.
      return bytes.slice(0, 12).every((byte) => byte === 0)
        ? new ipaddr.IPv4(bytes.slice(12))
        : null;
  }
}

/** The ranges of ipaddr.js from which a gateway leads to an IPv4 address that is looked at itself. */
const gatewayPrefixes = [ipaddr.parseCIDR("2002::/16"), ipaddr.parseCIDR("64:ff9b::/96")] as const;

/** Whether an address is anything but one of the public internet. */
function isPrivate(address: Address): boolean {
  if (address.range() === "unicast") return false;
  return !gatewayPrefixes.some((prefix) => address.kind() === "ipv6" && address.match(prefix));
}

function isLoopback(address: Address): boolean {
  return address.range() === "loopback";
}

function parseRule({ action, pattern }: AddressRuleText): Rule {
  const { subject, port } = splitPort(pattern);
  if (subject === "$loopback" || subject === "$private") {
    const matchesAddress = subject === "$loopback" ? isLoopback : isPrivate;
    return { action, port, matchesName: undefined, matchesAddress };
  }
  if (subject.includes("/")) {
    if (!ipaddr.isValidCIDR(subject)) throw HostError.of("HTTP_RULE_INVALID", pattern);
    const range = ipaddr.parseCIDR(subject);
    const matchesAddress = (address: Address): boolean =>
      address.kind() === range[0].kind() && address.match(range);
    return { action, port, matchesName: undefined, matchesAddress };
  }
  if (ipaddr.isValid(subject) && (subject.includes(":") || isDotted(subject))) {
    const wanted = ipaddr.process(subject).toNormalizedString();
    const matchesAddress = (address: Address): boolean => address.toNormalizedString() === wanted;
    return { action, port, matchesName: undefined, matchesAddress };
  }
  const matches = wildcard(subject, pattern);
  // 10.0.* is about addresses; * alone is about names.
  if (/^[\d.*]*\d[\d.*]*$/.test(subject)) {
    const matchesAddress = (address: Address): boolean => matches(address.toString());
    return { action, port, matchesName: undefined, matchesAddress };
  }
  return { action, port, matchesName: matches, matchesAddress: undefined };
}

function isDotted(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address);
}

function splitPort(pattern: string): { subject: string; port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(pattern);
  const plain = /^([^:]*):(\d+)$/.exec(pattern);
  const [, subject = pattern, digits] = bracketed ?? plain ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (subject === "" || (port !== undefined && (port < 1 || port > PORT_MAX))) {
    throw HostError.of("HTTP_RULE_INVALID", pattern);
  }
  return { subject, port };
}

function wildcard(subject: string, pattern: string): (text: string) => boolean {
  const name = nameInUrl(comparableName(subject));
  if (!/^[a-z0-9*._-]+$/.test(name)) throw HostError.of("HTTP_RULE_INVALID", pattern);
  const parts = name.split("*").map((part) => part.replaceAll(".", String.raw`\.`));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return (text) => expression.test(text);
}
