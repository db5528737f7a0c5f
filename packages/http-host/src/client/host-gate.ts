/**
 * The way from the host of a URL to the addresses that may be connected to. Whoever connects, does so
 * to these and looks nothing up again: what a name points at later makes no difference.
 */
import type { LookupAddress } from "node:dns";
import type { AddressRules } from "./address-rules.js";
import { ClientFailure } from "./client-failure.js";

/** Looks up the addresses of a name. */
export type ResolveHost = (name: string) => Promise<readonly LookupAddress[]>;

/** Where a URL leads. */
export interface Destination {
  /** The name, or the address without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The addresses that may be connected to; at least one. */
  readonly addresses: readonly LookupAddress[];
}

/** The system's way of looking up names, hosts file included. */
const resolveWithSystem: ResolveHost = (name) =>
  new Promise((resolve, reject) => {
    process.getBuiltinModule("node:dns").lookup(name, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/** Lets through what the rules allow. */
export class HostGate {
  readonly #rules: AddressRules;
  readonly #resolve: ResolveHost;

  /**
   * Makes a gate.
   * @param rules - what is allowed
   * @param resolve - looks up names; default is the system
   */
  constructor(rules: AddressRules, resolve: ResolveHost = resolveWithSystem) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  /**
   * Finds out where a URL leads, and whether it may.
   * @param url - `http:`, `https:`, `ws:` or `wss:`
   * @throws ClientFailure `Domain not permitted`, `Unknown host`
   */
  async admit(url: URL): Promise<Destination> {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const isSecure = url.protocol === "https:" || url.protocol === "wss:";
    const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
    if (!this.#rules.allowsName(host, port)) throw new ClientFailure("Domain not permitted");
    const found = await this.#addressesOf(host);
    const addresses = found.filter(({ address }) => this.#rules.allows(host, port, address));
    if (addresses.length === 0) throw new ClientFailure("Domain not permitted");
    return { host, port, addresses };
  }

  async #addressesOf(host: string): Promise<readonly LookupAddress[]> {
    const family = process.getBuiltinModule("node:net").isIP(host);
    if (family !== 0) return [{ address: host, family }];
    let found: readonly LookupAddress[];
    try {
      found = await this.#resolve(host);
    } catch (error) {
      throw new ClientFailure("Unknown host", { cause: error });
    }
    if (found.length === 0) throw new ClientFailure("Unknown host");
    return found;
  }
}

/**
 * A `lookup` for `net.connect` that gives the addresses of a destination and asks nobody.
 * @param destination - where to connect to
 */
export function lookupOf(destination: Destination): LookupOfDestination {
  const { addresses } = destination;
  return (_name, options, callback) => {
    // net.connect expects the answer after it has returned.
    process.nextTick(() => {
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** See {@link lookupOf}. */
export type LookupOfDestination = (
  name: string,
  options: { readonly all?: boolean | undefined },
  callback: (
    error: NodeJS.ErrnoException | null,
    address: string | LookupAddress[],
    family?: number,
  ) => void,
) => void;
