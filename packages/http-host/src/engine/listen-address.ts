/**
 * Checking where to listen, and binding a port at once. Node's public way to listen on an address
 * resolves it first and reports in a later turn, even for a literal address; a Lua program must
 * know at once. The function that `node:cluster` binds with does the same work synchronously; it
 * has been exported from `node:net` since Node 0.6 and is used here, and nowhere else.
 */
import type { AddressInfo } from "node:net";
import type * as netModule from "node:net";
import { getSystemErrorName } from "node:util";
import { HostError } from "../host-error.js";

/** A socket that is bound and not yet listening; `server.listen` takes it. */
export interface BoundSocket {
  /** Frees the port. */
  close(): void;
}

type Bind = (
  address: string,
  port: number,
  family: 4 | 6,
  fd: undefined,
  flags: number | undefined,
) => BoundSocket | number;

/** Loaded when it is needed: it takes several milliseconds. */
const net = (): typeof netModule => process.getBuiltinModule("node:net");

const PORT_MAX = 65_535;

/** libuv's flag for SO_REUSEPORT; Node.js passes it on from 22.12 and 23.1 on. */
const UV_TCP_REUSEPORT = 2;

/** Where to listen: checked, never a name. */
export interface ListenAddress {
  /** An IPv4 or IPv6 address. */
  readonly host: string;
  /** 0 to 65535; 0 lets the system choose. */
  readonly port: number;
}

/**
 * Checks an address.
 *
 * @param host an IPv4 or IPv6 address or `localhost`
 * @param port 0 to 65535
 * @returns the address, `localhost` replaced
 * @throws HostError HOST_INVALID, PORT_OUT_OF_RANGE
 */
export function checkListenAddress(host: string, port: number): ListenAddress {
  const address = host === "localhost" ? "127.0.0.1" : host;
  if (net().isIP(address) === 0) throw HostError.of("HOST_INVALID", host);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
    throw HostError.of("PORT_OUT_OF_RANGE", String(port));
  }
  return { host: address, port };
}

/**
 * Binds a port, so that `server.listen` can take it over in the same turn.
 *
 * @param address a checked address
 * @param isShared whether others that say so too may bind it
 * @returns the bound socket
 * @throws HostError ADDRESS_NOT_AVAILABLE, PERMISSION_DENIED, LISTEN_FAILED, ENGINE_UNAVAILABLE,
 *   PORT_NOT_SHARED; a port in use may show only when listening starts
 */
export function bindSocket(address: ListenAddress, isShared = false): BoundSocket {
  const bind = (net() as { _createServerHandle?: Bind })._createServerHandle;
  if (bind === undefined) {
    const reason = `Node.js ${process.version} offers no way to bind a port at once`;
    throw HostError.of("ENGINE_UNAVAILABLE", "node", reason);
  }
  if (isShared && !canSharePorts()) throw HostError.of("PORT_NOT_SHARED", process.version);
  const family = net().isIPv6(address.host) ? 6 : 4;
  const flags = isShared ? UV_TCP_REUSEPORT : undefined;
  const socket = bind(address.host, address.port, family, undefined, flags);
  if (typeof socket === "number") throw bindError(address, socket);
  return socket;
}

/** Whether Node.js itself can let several listen on one port. */
export function canSharePorts(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
}

/**
 * Sees whether nobody listens on a port, for an engine that would not notice.
 *
 * @param address a checked address
 * @returns the port's number; one that the system chose when it was 0
 * @throws HostError why it cannot be opened
 */
export function findFreePort(address: ListenAddress): number {
  const server = net().createServer();
  // A failure to listen is also reported as an event in a later turn; it is known before that.
  server.on("error", () => undefined);
  server.listen(bindSocket(address));
  if (!server.listening) throw addressInUse(address);
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/**
 * Finds out why an engine that does not say could not listen, by trying once more.
 *
 * @param address a checked address
 * @returns the reason
 */
export function explainListenFailure(address: ListenAddress): HostError {
  try {
    bindSocket(address).close();
  } catch (error) {
    if (error instanceof HostError && error.code !== "ENGINE_UNAVAILABLE") return error;
  }
  return addressInUse(address);
}

/**
 * Makes the error for a port that is taken.
 *
 * @param address a checked address
 * @returns ADDRESS_IN_USE
 */
export function addressInUse(address: ListenAddress): HostError {
  return HostError.of("ADDRESS_IN_USE", formatListenAddress(address));
}

function bindError(address: ListenAddress, errorNumber: number): HostError {
  const where = formatListenAddress(address);
  const name = getSystemErrorName(errorNumber);
  switch (name) {
    case "EADDRINUSE":
      return HostError.of("ADDRESS_IN_USE", where);
    case "EADDRNOTAVAIL":
      return HostError.of("ADDRESS_NOT_AVAILABLE", where);
    case "EACCES":
      return HostError.of("PERMISSION_DENIED", where);
    default:
      return HostError.of("LISTEN_FAILED", where, name);
  }
}

function formatListenAddress({ host, port }: ListenAddress): string {
  return net().isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
