/**
 * What a simulated program reaches when it makes requests: its own ports, and whatever a test says.
 * Nothing leaves the process, and no time passes but what the test asks for.
 */
import {
  ClientFailure,
  type HttpTransport,
  type IncomingResponse,
  type OutgoingRequest,
} from "@craftos-http/http-host";
import { type SimulatedEngine, SimulatedResponse } from "./simulated-engine.js";

/** A request of the program. Texts are byte strings. */
export interface SimulatedOutgoingRequest {
  /** Where to. */
  readonly url: string;
  /** In capitals. */
  readonly method: string;
  /** The headers, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, "" for none. */
  readonly body: string;
}

/** What a test answers to a request of the program. Texts are byte strings. */
export interface SimulatedAnswer {
  /** Default 200. */
  readonly status?: number;
  /** Default none. */
  readonly reason?: string;
  /** Names and values. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default none. */
  readonly body?: string;
  /** Why there is no answer, such as `Could not connect`; then the rest does not matter. */
  readonly problem?: string;
  /** How long it takes, in milliseconds; default 0. */
  readonly afterMs?: number;
}

/** Answers the requests of a program; undefined when nobody is there. */
export type SimulatedNetwork = (request: SimulatedOutgoingRequest) => SimulatedAnswer | undefined;

/** What the network needs of a simulation. */
export interface SimulatedNetworkOptions {
  /** Where the program's own ports are. */
  readonly engine: SimulatedEngine;
  /** Answers for everybody else; default nobody is there. */
  readonly network: SimulatedNetwork | undefined;
  /** Lets something happen later. */
  readonly after: (delayMs: number, act: () => void) => void;
}

const NOBODY = "Could not connect";

/** The network. Redirects are answers like others: nobody follows them. */
export class SimulatedTransport implements HttpTransport {
  readonly #options: SimulatedNetworkOptions;

  /**
   * Makes a network.
   * @param options - what it reaches
   */
  constructor(options: SimulatedNetworkOptions) {
    this.#options = options;
  }

  /** See {@link HttpTransport.request}. */
  request(
    request: OutgoingRequest,
    done: (outcome: IncomingResponse | ClientFailure) => void,
  ): () => void {
    const outgoing = outgoingOf(request);
    const answer = this.#options.network?.(outgoing);
    if (answer !== undefined) {
      this.#options.after(answer.afterMs ?? 0, () => {
        done(outcomeOf(answer));
      });
    } else if (isThisMachine(request.url.hostname)) {
      this.#options.after(0, () => {
        this.#askOwnPort(request, outgoing, done);
      });
    } else {
      done(new ClientFailure(NOBODY));
    }
    return () => undefined;
  }

  /** See {@link HttpTransport.check}. */
  check(_url: URL, done: (failure: null) => void): void {
    done(null);
  }

  /** See {@link HttpTransport.openSocket}: nobody is there. */
  openSocket(...[, , failed]: Parameters<HttpTransport["openSocket"]>): () => void {
    failed(new ClientFailure(NOBODY));
    return () => undefined;
  }

  /** See {@link HttpTransport.close}. */
  close(): void {
    // There is nothing open.
  }

  #askOwnPort(
    { url }: OutgoingRequest,
    { method, headers, body }: SimulatedOutgoingRequest,
    done: (outcome: IncomingResponse | ClientFailure) => void,
  ): void {
    const response = new SimulatedResponse();
    response.onChanged = () => {
      if (response.wasRefused) done(new ClientFailure(NOBODY));
      else if (response.isComplete) done(outcomeOf(response));
    };
    const target = `${url.pathname}${url.search}`;
    const port = Number(url.port === "" ? 80 : url.port);
    this.#options.engine.request({ port, method, target, headers, body }, response);
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function outgoingOf({ url, method, headers, body }: OutgoingRequest): SimulatedOutgoingRequest {
  const fields: Record<string, string> = { host: url.host };
  for (let i = 0; i + 1 < headers.length; i += 2) {
    fields[(headers[i] ?? "").toLowerCase()] = headers[i + 1] ?? "";
  }
  return { url: url.href, method, headers: fields, body: body ?? "" };
}

function outcomeOf(answer: SimulatedAnswer): IncomingResponse | ClientFailure {
  if (answer.problem !== undefined) return new ClientFailure(answer.problem);
  const { status = 200, reason = "", headers = {}, body = "" } = answer;
  return { status, reason, headers: Object.entries(headers).flat(), body };
}
