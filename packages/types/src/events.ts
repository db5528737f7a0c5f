/**
 * Declarations of events: by their names, and all of them as one discriminated union. Sources:
 * tweaked.cc, events; HTTP-API of this project for those of servers.
 */
/// <reference types="@typescript-to-lua/language-extensions" preserve="true" />
import type { HttpClientEvents } from "./http-client.js";
import type { HttpRequestEvent } from "./index.js";
import type {
  WebSocketServerClosedEvent,
  WebSocketServerConnectEvent,
  WebSocketServerMessageEvent,
} from "./websocket-server.js";

/**
 * The values of every event, by its name. A program adds its own:
 * `declare module "@craftos-http/types" { interface CraftosEvents { ping: [event: "ping", from: string] } }`.
 */
export interface CraftosEvents extends HttpClientEvents {
  /** A request on a port of `http.addListener`. */
  http_request: HttpRequestEvent;
  /** A client of a WebSocket server has connected. */
  websocket_server_connect: WebSocketServerConnectEvent;
  /** A client of a WebSocket server has sent a message. */
  websocket_server_message: WebSocketServerMessageEvent;
  /** A client of a WebSocket server is gone. */
  websocket_server_closed: WebSocketServerClosedEvent;
  /** Servers are to end: all of them, or that on a port. */
  server_stop: [event: "server_stop", port?: number];
  /** The program is to end (Ctrl+C, Ctrl+T). Only `os.pullEventRaw` gives it. */
  terminate: [event: "terminate"];
  /** A timer of `os.startTimer` is done. */
  timer: [event: "timer", timer: number];
  /** An alarm of `os.setAlarm` is done. */
  alarm: [event: "alarm", alarm: number];
  /** A character was typed. */
  char: [event: "char", character: string];
  /** A key was pressed. */
  key: [event: "key", key: number, isHeld: boolean];
  /** A key was released. */
  key_up: [event: "key_up", key: number];
  /** Text was pasted. */
  paste: [event: "paste", text: string];
  /** A mouse button was pressed. */
  mouse_click: [event: "mouse_click", button: number, x: number, y: number];
  /** A mouse button was released. */
  mouse_up: [event: "mouse_up", button: number, x: number, y: number];
  /** The mouse was moved with a button pressed. */
  mouse_drag: [event: "mouse_drag", button: number, x: number, y: number];
  /** The mouse wheel was turned: -1 up, 1 down. */
  mouse_scroll: [event: "mouse_scroll", direction: number, x: number, y: number];
  /** The terminal has another size. */
  term_resize: [event: "term_resize"];
}

/** Any event. To tell which: `const event = os.pullEvent(); if (event[0] === "timer") ...`. */
export type CraftosEvent = CraftosEvents[keyof CraftosEvents];

declare global {
  /**
   * What CraftOS offers for events.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with CraftOS's own
  namespace os {
    /**
     * Waits for an event.
     * @param filter - which event to wait for; others are discarded
     * @throws `Terminated`
     */
    function pullEvent<Name extends keyof CraftosEvents>(
      filter: Name,
    ): LuaMultiReturn<CraftosEvents[Name]>;

    /**
     * Waits for any event.
     * @throws `Terminated`
     */
    function pullEvent(): LuaMultiReturn<CraftosEvent>;

    /**
     * Waits for an event, or for `terminate`.
     * @param filter - which event to wait for; others are discarded
     */
    function pullEventRaw<Name extends keyof CraftosEvents>(
      filter: Name,
    ): LuaMultiReturn<CraftosEvents[Name] | CraftosEvents["terminate"]>;

    /** Waits for any event, `terminate` too. */
    function pullEventRaw(): LuaMultiReturn<CraftosEvent>;
  }
}
