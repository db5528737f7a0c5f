/**
 * Native apps, used again. An app cannot be freed before the process ends, and takes about 30 KiB;
 * a program that opens and closes ports all day must not pay that each time. An app in the pool has
 * no port and no connection.
 */
import type { NativeApp, NativeRequest, NativeResponse, UwsModule } from "./uws-binding.js";
import { type UpgradeUser, UwsWebSocketRoutes } from "./uws-websocket-routes.js";

/** Who gets what happens on an app: the listener that uses it at the time. */
export interface AppUser extends UpgradeUser {
  /** A request has arrived. */
  take(method: string, response: NativeResponse, request: NativeRequest): void;
  /** A connection was accepted (1) or is gone (-1); an accepted one may be closed at once. */
  connectionChanged(response: NativeResponse, change: number): void;
}

/** The route that refuses upgrade requests while there is no WebSocket server. */
const NO_WEB_SOCKETS = { messageBytesMax: 1, idleTimeoutMs: 1, compresses: false };

/** An app and who uses it. */
export class PooledApp {
  readonly native: NativeApp;
  /** Undefined while the app is in the pool; nothing arrives then. */
  user: AppUser | undefined = undefined;
  readonly webSocketRoutes: UwsWebSocketRoutes;

  constructor(uws: UwsModule, native: NativeApp) {
    this.native = native;
    this.webSocketRoutes = new UwsWebSocketRoutes(uws, native, () => this.user);
    this.webSocketRoutes.ensure(NO_WEB_SOCKETS);
    // A route per method saves asking the native request for it. Routing is case-sensitive.
    const route = (method: string) => (response: NativeResponse, request: NativeRequest) => {
      this.user?.take(method, response, request);
    };
    native.get("/*", route("GET"));
    native.head("/*", route("HEAD"));
    native.post("/*", route("POST"));
    native.put("/*", route("PUT"));
    native.patch("/*", route("PATCH"));
    native.del("/*", route("DELETE"));
    native.options("/*", route("OPTIONS"));
    native.any("/*", (response, request) => {
      this.user?.take(request.getCaseSensitiveMethod(), response, request);
    });
    native.filter((response, change) => {
      this.user?.connectionChanged(response, change);
    });
  }
}

/** The apps of one engine. */
export class UwsAppPool {
  private readonly uws: UwsModule;
  private readonly unused: PooledApp[] = [];

  constructor(uws: UwsModule) {
    this.uws = uws;
  }

  /**
   * Lends an app.
   *
   * @param user who gets its requests
   * @returns an app without port and connection
   */
  borrow(user: AppUser): PooledApp {
    const app = this.unused.pop() ?? new PooledApp(this.uws, this.uws.App());
    app.user = user;
    return app;
  }

  /**
   * Takes an app back, and drops the connections that it still has.
   *
   * @param app an app whose port is closed
   */
  giveBack(app: PooledApp): void {
    app.native.close();
    app.user = undefined;
    this.unused.push(app);
  }
}
