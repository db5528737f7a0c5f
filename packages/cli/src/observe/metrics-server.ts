/**
 * The port on which people and Prometheus look at a server: `/metrics` and `/healthz`. It is not the
 * program's, and is open before the program begins.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Where it is. */
export interface MetricsServerOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
}

/** What it shows. */
export interface MetricsPages {
  /** The figures in Prometheus's text format. */
  metrics(): Promise<string>;
  /** What is wrong; undefined when nothing is. */
  problem(): Promise<string | undefined>;
}

/** The port cannot be opened; the message is for people. */
export class MetricsNotServable extends Error {
  override readonly name = "MetricsNotServable";
}

const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The server of figures. */
export class MetricsServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Opens the port.
   * @param options - where
   * @param pages - what it shows
   * @throws MetricsNotServable
   */
  static async open(options: MetricsServerOptions, pages: MetricsPages): Promise<MetricsServer> {
    const server = process.getBuiltinModule("node:http").createServer((request, response) => {
      void page(request.url ?? "", pages).then(
        ({ status, type, text }) => {
          const headers = { "Content-Type": type, "Cache-Control": "no-store" };
          response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : text);
        },
        (fault: unknown) => {
          response.writeHead(500).end();
          setImmediate(() => {
            throw fault;
          });
        },
      );
    });
    const { port, host = "127.0.0.1" } = options;
    try {
      await once(server.listen(port, host), "listening");
    } catch (error) {
      const { message } = error as Error;
      throw new MetricsNotServable(`The metrics port cannot be opened: ${message}.`, {
        cause: error,
      });
    }
    return new MetricsServer(server);
  }

  /** Its address, for people. */
  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `http://${address.includes(":") ? `[${address}]` : address}:${port}/metrics`;
  }

  /** Its number, never 0. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Closes the port and its connections. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function page(target: string, pages: MetricsPages): Promise<Page> {
  const [path] = target.split("?", 1);
  if (path === "/metrics") return { status: 200, type: METRICS_TYPE, text: await pages.metrics() };
  if (path !== "/healthz") return { status: 404, type: "text/plain", text: "not found\n" };
  const problem = await pages.problem();
  return problem === undefined
    ? { status: 200, type: "text/plain", text: "ok\n" }
    : { status: 503, type: "text/plain", text: `${problem}\n` };
}
