/**
 * The WebSocket routes of an app. What a route is registered with stays in the process, and cannot
 * be changed: so one is registered for every different setting that a user of the app has had, and
 * what it gives to upgrade with is kept, to be used again.
 */
import type { WebSocketAcceptor } from "../websocket.js";
import type {
  NativeApp,
  NativeRequest,
  NativeResponse,
  NativeUpgradeContext,
  NativeWebSocket,
  NativeWebSocketBehavior,
  UwsModule,
} from "./uws-binding.js";
import type { UwsWebSocket } from "./uws-websocket.js";

/** What a route is registered with. */
export type RouteSettings = Pick<
  WebSocketAcceptor,
  "messageBytesMax" | "idleTimeoutMs" | "compresses"
>;

/** Who gets the upgrade requests of an app. */
export interface UpgradeUser {
  /** The settings that its WebSockets have; undefined while it has no WebSocket server. */
  readonly webSocketSettings: RouteSettings | undefined;
  /** A request that the native parser takes for an upgrade. */
  takeUpgrade(
    response: NativeResponse,
    request: NativeRequest,
    context: NativeUpgradeContext,
  ): void;
}

/**
 * So much more than its limit a message may have and still be answered with 1009: over that the
 * native layer drops the connection by itself. It is buffered meanwhile.
 */
const GRACE_BYTES = 1024 * 1024;

/** What native idle timeouts may be, in seconds. */
const IDLE_SECONDS = { min: 16, max: 960 } as const;

/** The WebSocket routes of one app. */
export class UwsWebSocketRoutes {
  private readonly uws: UwsModule;
  private readonly app: NativeApp;
  private readonly user: () => UpgradeUser | undefined;
  /** What WebSockets with some settings are upgraded with, as far as a request has shown it. */
  private readonly contexts = new Map<string, NativeUpgradeContext>();
  /** The settings of the last route; it takes the place of those before, or comes after them. */
  private lastKey = "";

  constructor(uws: UwsModule, app: NativeApp, user: () => UpgradeUser | undefined) {
    this.uws = uws;
    this.app = app;
    this.user = user;
  }

  /** Sees to it that there is a route for some settings; upgrade requests are never plain ones then. */
  ensure(settings: RouteSettings): void {
    const key = keyOf(settings);
    if (key === this.lastKey || this.contexts.has(key)) return;
    this.lastKey = key;
    this.app.ws("/*", this.behavior(key, settings));
  }

  private behavior(key: string, settings: RouteSettings): NativeWebSocketBehavior {
    return {
      maxPayloadLength: settings.messageBytesMax + GRACE_BYTES,
      // Only for connections that are closing: the heartbeat keeps the others well below it.
      idleTimeout: nativeIdleSeconds(settings.idleTimeoutMs),
      sendPingsAutomatically: true,
      // What a client does not read is limited above this layer.
      maxBackpressure: 0,
      compression: settings.compresses ? this.uws.SHARED_COMPRESSOR : this.uws.DISABLED,
      upgrade: (response, request, context) => {
        const user = this.user();
        if (user === undefined) {
          response.close();
          return;
        }
        this.contexts.set(key, context);
        const wanted = this.contexts.get(keyOf(user.webSocketSettings ?? settings));
        if (wanted === undefined) request.setYield(true);
        else user.takeUpgrade(response, request, wanted);
      },
      open: (native) => {
        peerOf(native).takeOpened(native);
      },
      message: (native, data, isBinary) => {
        peerOf(native).takeMessage(data, isBinary);
      },
      ping: (native) => {
        peerOf(native).takePing();
      },
      pong: (native) => {
        peerOf(native).isHeard = true;
      },
      close: (native, code, message) => {
        peerOf(native).takeClosed(code, message);
      },
    };
  }
}

/** Properties of the object given to `upgrade` are the native object's own. */
function peerOf(native: NativeWebSocket): UwsWebSocket {
  return native.peer as UwsWebSocket;
}

function keyOf({ messageBytesMax, idleTimeoutMs, compresses }: RouteSettings): string {
  return `${messageBytesMax} ${nativeIdleSeconds(idleTimeoutMs)} ${compresses}`;
}

function nativeIdleSeconds(idleTimeoutMs: number): number {
  const seconds = Math.ceil((2 * idleTimeoutMs) / 1000);
  return Math.min(IDLE_SECONDS.max, Math.max(IDLE_SECONDS.min, seconds));
}
