/**
 * The open ports of one computer: opening them by its engine with what is the same for all and what is
 * one port's own, and closing them, after which requests in flight can still be answered.
 */
import { raise } from "@craftos-http/interpreter";
import type { EngineLimits } from "../engine/engine-limits.js";
import type { Engine, Exchange, Listener } from "../engine/engine.js";
import type { TlsFiles } from "../engine/tls-files.js";
import { HostError } from "../host-error.js";
import type { HttpServerOptions, PortOptions } from "./http-server-options.js";
import { OpenPort } from "./open-port.js";
import { recordedListener } from "./recorded-exchange.js";
import type { RequestEvent } from "./request-event.js";

/** What opening a port gave: where it is, or why it is not open. */
type Opening = { readonly host: string; readonly port: number } | { readonly problem: string };

/** What ports need of the server. */
export interface OpenPortsOwner {
  /** A request has arrived. */
  take(port: OpenPort, exchange: Exchange): void;
  /** A request went unanswered for too long. */
  answerFor(event: RequestEvent, answerTimeoutMs: number): void;
}

/** What a port is opened with unless it is told otherwise. */
export interface PortDefaults {
  readonly host: string;
  readonly engineLimits: EngineLimits;
  readonly answerTimeoutMs: number;
}

/** The ports of one computer. */
export class OpenPorts {
  readonly #options: HttpServerOptions;
  readonly #defaults: PortDefaults;
  readonly #owner: OpenPortsOwner;
  readonly #open = new Map<number, OpenPort>();
  /** Ports that are closed but have requests in flight. */
  readonly #draining = new Set<OpenPort>();
  /** The ports of a recording, also those that are closed, the last of each number. */
  readonly #recorded = new Map<number, OpenPort>();
  #engine: Engine | null = null;

  /**
   * Begins with none.
   * @param options - whose they are, and what opens them
   * @param defaults - what is the same for all
   * @param owner - told of requests
   */
  constructor(options: HttpServerOptions, defaults: PortDefaults, owner: OpenPortsOwner) {
    this.#options = options;
    this.#defaults = defaults;
    this.#owner = owner;
  }

  /** Those that are open. */
  get all(): readonly OpenPort[] {
    return [...this.#open.values()];
  }

  /** Those that are closed and have requests in flight. */
  get draining(): readonly OpenPort[] {
    return [...this.#draining];
  }

  /** The port of a number, if it is open. */
  get(number: number): OpenPort | undefined {
    return this.#open.get(number);
  }

  /** The last port of a number in a recording. */
  recorded(number: number): OpenPort | undefined {
    return this.#recorded.get(number);
  }

  /**
   * Gives a port, opened if it is not open.
   * @param options - how it is to differ from others
   * @throws LuaError `Could not open server: ...`, also when it is open and differs otherwise
   */
  want(number: number, options: PortOptions): OpenPort {
    const port = this.tryToWant(number, options);
    return typeof port === "string" ? raise(`Could not open server: ${port}`) : port;
  }

  /** As {@link want}, but gives why the port cannot be had. */
  tryToWant(number: number, options: PortOptions): OpenPort | string {
    const open = this.#open.get(number);
    if (open === undefined) return this.#tryOpen(number, options);
    if (Object.keys(options).length === 0) return open;
    // What a port has unless it is told otherwise is the command's, which a recording does not know.
    const other = this.#options.computer.read("http port options", () =>
      this.#otherOption(open, options),
    );
    return other === undefined ? open : `port ${number} is open already with another '${other}'`;
  }

  /** Closes a port. */
  close(port: OpenPort): void {
    if (!port.isOpen) return;
    this.#open.delete(port.number);
    this.#draining.add(port);
    port.close();
    void port.drained().then(() => this.#draining.delete(port));
  }

  /** Names an option in which an open port differs from what is wanted. */
  #otherOption(port: OpenPort, wanted: PortOptions): string | undefined {
    const { host, engineLimits, answerTimeoutMs } = this.#defaults;
    const has = port.options;
    const bodyBytes = has.requestBodyBytesMax ?? engineLimits.requestBodyBytesMax;
    const time = has.answerTimeoutMs ?? answerTimeoutMs;
    if (wanted.host !== undefined && wanted.host !== (has.host ?? host)) return "host";
    if ((wanted.requestBodyBytesMax ?? bodyBytes) !== bodyBytes) return "maxBodyBytes";
    if ((wanted.answerTimeoutMs ?? time) !== time) return "timeout";
    return wanted.tls === undefined || this.#isSameTls(wanted, has) ? undefined : "tls";
  }

  #isSameTls(one: PortOptions, other: PortOptions): boolean {
    const [a, b] = [this.#tlsFor(one), this.#tlsFor(other)];
    return (
      a?.certificate === b?.certificate && a?.key === b?.key && a?.passphrase === b?.passphrase
    );
  }

  /** Gives the port, or why it cannot be opened. */
  #tryOpen(number: number, options: PortOptions): OpenPort | string {
    const { log, computer, repeat } = this.#options;
    const answerTimeoutMs = options.answerTimeoutMs ?? this.#defaults.answerTimeoutMs;
    const opened: { listener?: Listener } = {};
    const opening = computer.read("http port", (): Opening => {
      try {
        const listener = this.#listen(number, options, (exchange) => {
          this.#owner.take(port, exchange);
        });
        opened.listener = listener;
        return { host: listener.host, port: listener.port };
      } catch (error) {
        if (error instanceof HostError) return { problem: error.message };
        throw error;
      }
    });
    if ("problem" in opening) return opening.problem;
    const { listener } = opened;
    const port = new OpenPort(
      listener ?? recordedListener(opening.host, opening.port),
      options,
      answerTimeoutMs,
      (event) => {
        this.#owner.answerFor(event, answerTimeoutMs);
      },
      repeat,
    );
    this.#open.set(port.number, port);
    port.isRecorded = listener === undefined;
    if (port.isRecorded) this.#recorded.set(port.number, port);
    else {
      const speaksTls = this.#tlsFor(options) !== undefined;
      log.listening(port.address, this.#engine?.description ?? "", speaksTls);
    }
    return port;
  }

  #listen(number: number, options: PortOptions, take: (exchange: Exchange) => void): Listener {
    const { engineLimits } = this.#defaults;
    const { host = this.#defaults.host } = options;
    const requestBodyBytesMax = options.requestBodyBytesMax ?? engineLimits.requestBodyBytesMax;
    const limits = { ...engineLimits, requestBodyBytesMax };
    const tls = this.#tlsFor(options);
    this.#engine ??= this.#options.engine();
    const { observer } = this.#options;
    return this.#engine.listen({ host, port: number, limits, tls, observer }, take);
  }

  /** The certificate of a port: the host's, or one in files of the computer. */
  #tlsFor({ tls }: PortOptions): TlsFiles | undefined {
    if (tls === undefined) return this.#options.tls;
    return tls === false ? undefined : { ...tls, read: this.#options.readFile ?? readNothing };
  }
}

/** Reads files of a computer that has none. */
function readNothing(path: string): never {
  throw HostError.of("CERTIFICATE_NOT_READABLE", path, "the computer has no files");
}
