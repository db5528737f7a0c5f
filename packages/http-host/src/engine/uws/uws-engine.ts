/**
 * The engine on uWebSockets.js: the default, and the fast one.
 */
import { DEFAULT_ENGINE_LIMITS, resolveLimits } from "../engine-limits.js";
import type { Engine, Listener, ListenOptions, RequestHandler } from "../engine.js";
import { checkListenAddress } from "../listen-address.js";
import { UwsAppPool } from "./uws-app-pool.js";
import { type UwsLoader, type UwsModule, loadUws, requireUws } from "./uws-binding.js";
import { UwsListener } from "./uws-listener.js";

/** What the native module is loaded with. */
export interface UwsOptions {
  /** Most bytes of a request's head, read when the module is first loaded. */
  readonly requestHeadBytesMax?: number;
  /** Loads it. */
  readonly loadUws?: UwsLoader;
}

/** Serves HTTP/1.1 with uWebSockets.js. */
export class UwsEngine implements Engine {
  readonly name = "uws";
  readonly description: string;
  private readonly uws: UwsModule;
  private readonly apps: UwsAppPool;

  private constructor(uws: UwsModule, description: string) {
    this.uws = uws;
    this.apps = new UwsAppPool(uws);
    this.description = description;
  }

  /**
   * Loads the native module.
   *
   * @param options how, and the limit that applies to the whole process
   * @returns the engine
   * @throws HostError ENGINE_UNAVAILABLE when it is not installed or no binary fits the platform
   */
  static load(options: UwsOptions): UwsEngine {
    const { requestHeadBytesMax = DEFAULT_ENGINE_LIMITS.requestHeadBytesMax } = options;
    const { uws, description } = loadUws(requestHeadBytesMax, options.loadUws ?? requireUws);
    return new UwsEngine(uws, description);
  }

  listen(options: ListenOptions, onRequest: RequestHandler): Listener {
    return new UwsListener(this.uws, this.apps, {
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
