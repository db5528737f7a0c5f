/**
 * Serves files to a browser: from memory or from a folder, on a free port of this machine.
 */
import { readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** A server of files. */
export class StaticServer {
  /** Contents by path, which begins with a slash; they go before the folder's. */
  readonly pages = new Map<string, string>();
  readonly #folder: string;
  readonly #server: Server;

  /**
   * Makes a server.
   *
   * @param folder what it serves
   */
  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(request.url?.split("?")[0] ?? "/"));
      const content = this.#find(path);
      if (content === undefined) {
        response.writeHead(404).end(`no ${path}`);
        return;
      }
      const type = TYPES[extname(content.name)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type }).end(content.data);
    });
  }

  /** Starts it; gives its address, without a slash at the end. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends it, with its connections. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #find(path: string): { name: string; data: string | Buffer } | undefined {
    const page = this.pages.get(path);
    if (page !== undefined) return { name: path, data: page };
    const candidates = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
    for (const name of candidates) {
      const file = join(this.#folder, name);
      const info = statSync(file, { throwIfNoEntry: false });
      if (info?.isFile() === true) return { name, data: readFileSync(file) };
    }
    return undefined;
  }
}
