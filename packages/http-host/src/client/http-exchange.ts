/**
 * One request and its response on one connection. What it keeps of the response is bounded, and it
 * gives up as soon as the bound is passed.
 */
import type { Dispatcher } from "undici";
import { byteStringOfDecoded, bytesOf } from "../engine/byte-string.js";
import { statusReason } from "../engine/status-reasons.js";
import { ClientFailure, connectFailure } from "./client-failure.js";
import type { HttpConnection } from "./http-connection.js";
import type { OutgoingRequest } from "./transport.js";

/** A response as it came. */
export interface RawResponse {
  /** Its status. */
  readonly status: number;
  /** Its reason phrase. */
  readonly reason: string;
  /** Name, value, name, value: byte strings. */
  readonly headers: readonly string[];
  /** The body, in the coding that it came in. */
  readonly body: Buffer;
}

/** The server closed a connection that had carried requests before, without an answer to this one. */
export class StaleConnection extends ClientFailure {}

/** What an exchange is told and tells. */
export interface ExchangeOptions {
  /** Most bytes of the body as it comes. */
  readonly bodyBytesMax: number;
  /** Called when something has come from the server. */
  readonly onProgress: () => void;
}

/**
 * Makes a request on a connection.
 * @param connection - a connection to its origin that carries nothing else
 * @param request - the request
 * @param options - bounds
 * @returns the whole response; the connection is free again then
 * @throws ClientFailure; the connection is to be dropped
 */
export function exchange(
  connection: HttpConnection,
  request: OutgoingRequest,
  options: ExchangeOptions,
): Promise<RawResponse> {
  const { url, method, headers, body } = request;
  return new Promise((resolve, reject) => {
    connection.dispatch(
      {
        path: `${url.pathname}${url.search}`,
        method: method,
        headers: [...headers],
        body: body === undefined ? null : bytesOf(body),
      },
      new ExchangeHandler(connection, method, options, resolve, reject),
    );
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #connection: HttpConnection;
  readonly #method: string;
  readonly #options: ExchangeOptions;
  readonly #resolve: (response: RawResponse) => void;
  readonly #reject: (failure: ClientFailure) => void;
  #status = 0;
  #reason = "";
  #headers: readonly string[] = [];
  readonly #chunks: Buffer[] = [];
  #bodyBytes = 0;

  constructor(
    connection: HttpConnection,
    method: string,
    options: ExchangeOptions,
    resolve: (response: RawResponse) => void,
    reject: (failure: ClientFailure) => void,
  ) {
    this.#connection = connection;
    this.#method = method;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {
    this.#options.onProgress();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    reason = "",
  ): void {
    this.#options.onProgress();
    // 100 and 103 announce the response (RFC 9110 15.2).
    if (status < 200) return;
    this.#status = status;
    this.#reason = reason === "" ? statusReason(status) : byteStringOfDecoded(reason);
    this.#headers = (controller.rawHeaders as Buffer[]).map((text) => text.toString("latin1"));
    const hasBody = this.#method !== "HEAD" && status !== 204 && status !== 304;
    if (hasBody && Number(headers["content-length"]) > this.#options.bodyBytesMax) {
      this.#refuse(controller);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#options.onProgress();
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#options.bodyBytesMax) this.#refuse(controller);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#resolve({
      status: this.#status,
      reason: this.#reason,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(this.#failureOf(error));
  }

  #refuse(controller: Dispatcher.DispatchController): void {
    this.#chunks.length = 0;
    controller.abort(new ClientFailure("Response is too large"));
  }

  #failureOf(error: Error & { readonly code?: string }): ClientFailure {
    if (error.code === "UND_ERR_HEADERS_OVERFLOW") {
      return new ClientFailure("Response is too large", { cause: error });
    }
    const failure = connectFailure(error, this.#connection.origin.startsWith("https:"));
    const isStale = this.#connection.isUsed && this.#status === 0 && failure !== error;
    return isStale ? new StaleConnection(failure.message, { cause: error }) : failure;
  }
}
