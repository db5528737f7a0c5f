/**
 * Declarations of the library `craftos.web`, which every computer of craftos-http has. A file without
 * imports, so that it declares the module rather than adding to one: `index.ts` refers to it.
 */
/// <reference types="@typescript-to-lua/language-extensions" preserve="true" />

/* eslint-disable @typescript-eslint/no-invalid-void-type -- TypeScriptToLua's sign for a function without self */
declare module "craftos.web" {
  import type { HttpRequest, HttpResponse, WebSocketClient } from "@craftos-http/types";

  /** What a handler knows of a request. Strings are bytes, one character each. */
  export interface Request {
    /** The method, as sent. */
    readonly method: string;
    /** The request target with its query, as sent and not decoded. */
    readonly url: string;
    /** Its path, as sent and not decoded. */
    readonly path: string;
    /** The values of `:name` and `*name` in the route's path and those it lies below, decoded. */
    readonly params: Readonly<Record<string, string>>;
    /** The first value of each name in the query. */
    readonly query: Readonly<Record<string, string | undefined>>;
    /** The header fields, found in any case. */
    readonly headers: Readonly<Record<string, string | undefined>>;
    /** The first cookie of each name. */
    readonly cookies: Readonly<Record<string, string | undefined>>;
    /** The client's address, without its port. */
    readonly address: string;
    /** The handle that it is made from. */
    readonly raw: HttpRequest;

    /**
     * The query: the first value of each name, and all values.
     * @throws 400 when there are more than 1000
     */
    allQuery(): LuaMultiReturn<[first: Record<string, string>, all: Record<string, string[]>]>;
    /** The whole body, any number of times. */
    body(): string;
    /** The type of the body in lower case, without parameters; `""` when it has none. */
    type(): string;
    /**
     * The body as JSON.
     * @throws 400 when it is not, 413 when it is longer than `app.limits.jsonBytes`
     */
    json(): unknown;
    /**
     * The body as a form: the first value of each name, files, and all values.
     * @throws 415 when it is none, 400 when it is damaged, 413 when it is longer than `app.limits.formBytes`
     */
    form(): LuaMultiReturn<
      [fields: Record<string, string>, files: FormFile[], all: Record<string, string[]>]
    >;
    /** Whether the client asks for JSON and not for a page. */
    wantsJson(): boolean;
  }

  /** A file in a form. */
  export interface FormFile {
    /** The name of its field. */
    readonly name?: string;
    /** Its name, as the client gave it: not to be trusted. */
    readonly filename: string;
    /** Its type, as the client gave it. */
    readonly type?: string;
    /** Its contents. */
    readonly data: string;
  }

  /** What a handler answers. Nothing is sent before the handlers are done, or it streams. */
  export interface Response {
    /** The handle that it is sent with. */
    readonly raw: HttpResponse;
    /** The status, if one was set. */
    readonly code?: number;
    /** Sets the status. */
    status(code: number): this;
    /** Sets a header in place of what it was; a list as several fields. */
    header(name: string, value: string | number | readonly (string | number)[] | undefined): this;
    /** As `header`, and kept when an error takes the answer's place. */
    lasting(name: string, value: string | number | readonly (string | number)[] | undefined): this;
    /** Adds to the body. */
    write(...values: (string | number)[]): this;
    /** Sets the whole body; its type is plain text unless it is given. */
    send(text: string | number, type?: string): this;
    /** Sets the whole body, a page. */
    html(text: string): this;
    /** Sets the whole body, as JSON. */
    json(value: unknown): this;
    /** Sends the client elsewhere: with 303 after a form and 302 otherwise. */
    redirect(url: string, code?: number): this;
    /** Sets a cookie: for all paths, and not for scripts, unless the options say otherwise. */
    cookie(name: string, value: string | number, options?: CookieOptions): this;
    /** Deletes a cookie. */
    clearCookie(name: string, options?: CookieOptions): this;
    /** Drops what was collected but lasting headers. */
    reset(): this;
    /** Sends the head now; gives a function that sends more and says whether somebody takes it. */
    stream(): (this: void, ...values: (string | number)[]) => boolean;
    /** Begins server-sent events, which end with the handler. */
    events(): EventStream;
  }

  /** How a cookie is kept. */
  export interface CookieOptions {
    readonly path?: string;
    readonly domain?: string;
    /** Seconds. */
    readonly maxAge?: number;
    readonly expires?: string;
    /** Lax unless it is given. */
    readonly sameSite?: "Strict" | "Lax" | "None";
    readonly secure?: boolean;
    /** Whether scripts do not see it; true unless it is given. */
    readonly httpOnly?: boolean;
  }

  /** Server-sent events. */
  export interface EventStream {
    /** Sends an event; false when the client has left. */
    send(
      data: string | number,
      options?: { readonly event?: string; readonly id?: string | number; readonly retry?: number },
    ): boolean;
    /** Sends what no script sees; false when the client has left. */
    comment(text?: string): boolean;
  }

  /** Answers a request: with what it does to the response, or a text, a status or a table as JSON. */
  export type Handler = (
    this: void,
    request: Request,
    response: Response,
    next: (this: void) => void,
  ) => unknown;

  /** The same, around the handlers that `next` calls. */
  export type Middleware = Handler;

  /** What is called for a WebSocket. Each call may wait. */
  export interface WebSocketHandlers {
    readonly open?: (this: void, socket: WebSocketClient, request: Request) => void;
    readonly message?: (
      this: void,
      socket: WebSocketClient,
      message: string,
      isBinary: boolean,
    ) => void;
    readonly close?: (this: void, socket: WebSocketClient, code: number, reason: string) => void;
  }

  /** How files are served. */
  export interface StaticOptions {
    /** What is sent for a folder; `index.html` unless it is given. */
    readonly index?: string;
    /** Seconds that clients may keep a file without asking; they ask unless it is given. */
    readonly maxAge?: number;
    /** Whether files whose names begin with a dot are served; false unless it is given. */
    readonly dotFiles?: boolean;
  }

  /** What pages of other origins may do. */
  export interface CorsOptions {
    /** Which origins; all unless it is given. */
    readonly origins?: string | readonly string[];
    readonly methods?: readonly string[];
    /** Headers of requests; those that are asked for unless it is given. */
    readonly headers?: readonly string[];
    /** Headers of answers that scripts see. */
    readonly exposes?: readonly string[];
    /** Whether cookies come along; origins have to be named then. */
    readonly credentials?: boolean;
    /** Seconds that a browser may remember the answer. */
    readonly maxAge?: number;
  }

  /** A server, or a part of one. */
  export interface App {
    /** Bytes of bodies that are read as JSON or forms; 1 MiB each unless they are set. */
    readonly limits: { jsonBytes: number; formBytes: number };
    get(path: string, handler: Handler): this;
    post(path: string, handler: Handler): this;
    put(path: string, handler: Handler): this;
    patch(path: string, handler: Handler): this;
    delete(path: string, handler: Handler): this;
    /** A route for every method. */
    all(path: string, handler: Handler): this;
    /** A route for any one method. */
    route(method: string, path: string, handler: Handler): this;
    /** Middleware or another app: for all paths, or those below one. */
    use(handler: Middleware | App): this;
    use(path: string, handler: Middleware | App): this;
    /** Serves the files of a folder of the computer below a path. */
    static(path: string, folder: string, options?: StaticOptions): this;
    /** Takes WebSockets at a path. */
    websocket(path: string, handlers: WebSocketHandlers): this;
    /**
     * Answers errors in place of the defaults.
     * @param handler - gets what was raised; what `fail` raised has a status and a message
     */
    onError(
      handler: (this: void, request: Request, response: Response, problem: unknown) => unknown,
    ): this;
    /** Makes an app of its own. */
    router(): App;
    /** Answers a request of `http.listen` or `http.addListener`. */
    handle(request: HttpRequest, response: HttpResponse): void;
    /** Serves a port until the event `server_stop`. */
    listen(port: number): void;
  }

  /** The app that `require` gives. */
  export const app: App;

  /** Makes middleware that lets pages of other origins ask. */
  export function cors(this: void, options?: CorsOptions): Middleware;

  /** Ends a handler with an answer: a status, and a message for the client. */
  export function fail(this: void, status: number, message: string): never;
}
/* eslint-enable @typescript-eslint/no-invalid-void-type -- the end of the module */
