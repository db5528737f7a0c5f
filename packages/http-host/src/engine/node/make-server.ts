/**
 * Makes the server of node:http or node:https with the limits that it keeps by itself.
 */
import type { Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { EngineLimits } from "../engine-limits.js";
import { readTlsFiles, type TlsFiles } from "../tls-files.js";

/** How often the server looks for requests that take too long, in milliseconds. */
const CHECKING_INTERVAL_MS_MAX = 1_000;

/**
 * Makes a server that listens nowhere yet.
 *
 * @param limits the listener's limits
 * @param tls its certificate; undefined for plain HTTP
 * @throws HostError when the certificate does not work
 */
export function makeServer(limits: EngineLimits, tls: TlsFiles | undefined): Server | TlsServer {
  const settings = {
    maxHeaderSize: limits.requestHeadBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    headersTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionsCheckingInterval: Math.min(
      CHECKING_INTERVAL_MS_MAX,
      Math.ceil(limits.requestTimeoutMs / 4),
    ),
    noDelay: true,
    requireHostHeader: false, // the engine inspects it, so that nothing behind such a request is served
  };
  const server =
    tls === undefined
      ? process.getBuiltinModule("node:http").createServer(settings)
      : process.getBuiltinModule("node:https").createServer({
          ...settings,
          ...readTlsFiles(tls),
          handshakeTimeout: limits.requestTimeoutMs,
        });
  server.maxConnections = limits.connectionsMax;
  server.maxHeadersCount = 0; // the size of the head is what limits them
  return server;
}
