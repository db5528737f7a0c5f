/**
 * The engine on node:http: for every platform that has no uWebSockets.js binary, and the stricter
 * parser of the two.
 */
import { resolveLimits } from "../engine-limits.js";
import type { Engine, Listener, ListenOptions, RequestHandler } from "../engine.js";
import { checkListenAddress } from "../listen-address.js";
import { NodeListener } from "./node-listener.js";

/** Serves HTTP/1.1 and HTTP/1.0 with node:http. */
export class NodeEngine implements Engine {
  readonly name = "node";
  readonly description = `node:http (Node.js ${process.version})`;

  listen(options: ListenOptions, onRequest: RequestHandler): Listener {
    return new NodeListener({
      address: checkListenAddress(options.host, options.port),
      tls: options.tls,
      isShared: options.isShared === true,
      limits: resolveLimits(options.limits),
      onRequest,
      onFault: options.onFault,
      observer: options.observer,
    });
  }
}
