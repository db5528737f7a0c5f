/**
 * An HTTP engine without a network: requests come from a test, responses are kept for it.
 */
import {
  type Engine,
  type Exchange,
  HostError,
  type Listener,
  type ListenOptions,
  RequestHeaders,
  type RequestHandler,
  type ResponseHead,
  type ResponseStream,
} from "@craftos-http/http-host";

/** A request that a test makes. Texts are byte strings. */
export interface SimulatedRequest {
  /** The port; default the first that is open. */
  readonly port?: number;
  /** Default GET. */
  readonly method?: string;
  /** The path with its query; default `/`. */
  readonly target?: string;
  /** Names and values. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default none. */
  readonly body?: string;
  /** Where it comes from; default 127.0.0.1. */
  readonly remoteAddress?: string;
}

/** What became of a request. */
export class SimulatedResponse {
  /** The status; 0 while there is no answer. */
  status = 0;
  /** The headers that the program set, by name in lower case; several of a name are joined. */
  headers: Readonly<Record<string, string>> = {};
  /** The body, a byte string. */
  body = "";
  /** The reason phrase. */
  reason = "";
  /** Whether nothing more of it comes. */
  isComplete = false;
  /** Whether no program listened on the port. */
  wasRefused = false;
  /** Called when any of that has changed. */
  onChanged: (() => void) | undefined = undefined;

  /** Whether there is an answer. */
  get isAnswered(): boolean {
    return this.status !== 0;
  }
}

class SimulatedExchange implements Exchange {
  readonly method: string;
  readonly target: string;
  readonly requestHeaders: RequestHeaders;
  readonly requestBody: string;
  readonly remoteAddress: string;
  onAborted: (() => void) | undefined;
  outcome: Exchange["outcome"] = "answered";
  readonly #response: SimulatedResponse;

  constructor(request: SimulatedRequest, response: SimulatedResponse) {
    this.method = request.method ?? "GET";
    this.target = request.target ?? "/";
    this.requestHeaders = new RequestHeaders(Object.entries(request.headers ?? {}).flat());
    this.requestBody = request.body ?? "";
    this.remoteAddress = request.remoteAddress ?? "127.0.0.1";
    this.#response = response;
  }

  get isOpen(): boolean {
    return !this.#response.isAnswered;
  }

  requestHeader(lowerCaseName: string): string | undefined {
    return this.requestHeaders.get(lowerCaseName);
  }

  retain(): void {
    // Everything is kept anyway.
  }

  respond(head: ResponseHead, body: string): boolean {
    this.#response.isComplete = true;
    this.#begin(head, body);
    return true;
  }

  stream(head: ResponseHead): ResponseStream {
    const response = this.#response;
    this.#begin(head, "");
    const stream = {
      isOpen: true,
      bufferedBytes: 0,
      onDrained: undefined,
      write: (bytes: string): void => {
        if (!stream.isOpen) return;
        response.body += bytes;
        response.onChanged?.();
      },
      end: (): void => {
        if (!stream.isOpen) return;
        stream.isOpen = false;
        response.isComplete = true;
        response.onChanged?.();
      },
      abort: (): void => {
        stream.end();
      },
    };
    return stream;
  }

  #begin(head: ResponseHead, body: string): void {
    const headers: Record<string, string> = {};
    for (let i = 0; i + 1 < head.pairs.length; i += 2) {
      const name = (head.pairs[i] ?? "").toLowerCase();
      const value = head.pairs[i + 1] ?? "";
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    const { status, reason } = head;
    Object.assign(this.#response, { status, reason, headers, body });
    this.#response.onChanged?.();
  }
}

/** The engine. */
export class SimulatedEngine implements Engine {
  readonly name = "node";
  readonly description = "simulated";
  readonly #ports = new Map<number, RequestHandler>();
  #lastChosenPort = 49_151;

  /** See {@link Engine.listen}. */
  listen({ host, port: wanted }: ListenOptions, onRequest: RequestHandler): Listener {
    const port = wanted === 0 ? ++this.#lastChosenPort : wanted;
    if (this.#ports.has(port)) throw HostError.of("ADDRESS_IN_USE", `${host}:${port}`);
    this.#ports.set(port, onRequest);
    const close = (): void => void this.#ports.delete(port);
    const drained = (): Promise<void> => Promise.resolve();
    const nothing = (): void => undefined;
    return {
      ...{ host, port, pendingCount: 0, close, drained },
      ...{ acceptWebSockets: nothing, reloadTls: nothing, terminate: close },
    };
  }

  /** Makes a request now. */
  request(request: SimulatedRequest, response: SimulatedResponse): void {
    const port = request.port ?? [...this.#ports.keys()][0];
    const handler = port === undefined ? undefined : this.#ports.get(port);
    if (handler !== undefined) {
      handler(new SimulatedExchange(request, response));
      return;
    }
    response.wasRefused = true;
    response.onChanged?.();
  }
}
