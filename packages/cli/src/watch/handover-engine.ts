/**
 * Ports that outlive the program that opened them: the next program that asks for one gets the one that
 * is open, with its connections, and requests from then on. The program before keeps those that it has.
 *
 * Invariant: a port has one owner, the program that asked for it last; only its owner closes it.
 */
import type {
  Engine,
  EngineName,
  Listener,
  ListenOptions,
  RequestHandler,
} from "@craftos-http/http-host";
import { CountedExchange } from "./counted-exchange.js";

/** An open port of the engine. */
interface HeldPort {
  readonly key: string;
  readonly listener: Listener;
  /** What a program has to ask for to get it. */
  readonly terms: string;
  owner: OwnedPort;
}

/** Keeps the ports of one run. */
export class PortKeeper {
  readonly #engine: () => Engine;
  readonly #held = new Map<string, HeldPort>();

  /**
   * Keeps nothing yet.
   * @param engine - opens ports
   */
  constructor(engine: () => Engine) {
    this.#engine = engine;
  }

  /** Makes an engine for one program. */
  engineFor(): ProgramEngine {
    return new ProgramEngine(this.#engine(), this.#held);
  }
}

/** The engine as one program sees it. */
export class ProgramEngine implements Engine {
  /** Called when the program has opened a port. */
  onListening: (() => void) | undefined = undefined;
  readonly name: EngineName;
  readonly description: string;
  readonly #engine: Engine;
  readonly #held: Map<string, HeldPort>;
  /** How many ports with number 0 it has opened, by address. */
  readonly #anyPortCount = new Map<string, number>();

  constructor(engine: Engine, held: Map<string, HeldPort>) {
    this.name = engine.name;
    this.description = engine.description;
    this.#engine = engine;
    this.#held = held;
  }

  /** Whether it owns an open port. */
  get isListening(): boolean {
    return [...this.#held.values()].some(({ owner }) => owner.engine === this);
  }

  /** See {@link Engine.listen}. */
  listen(options: ListenOptions, onRequest: RequestHandler): Listener {
    const key = this.#keyOf(options);
    const { limits, tls } = options;
    const terms = JSON.stringify({ limits, tls });
    const held = this.#held.get(key);
    const isSame = held?.terms === terms;
    if (held !== undefined && held.owner.engine !== this && !isSame) {
      this.#held.delete(key);
      held.listener.close();
    }
    const owned = new OwnedPort(this, onRequest, this.#held);
    if (held !== undefined && held.owner.engine !== this && isSame) {
      owned.take(held);
    } else {
      const handlers: { port?: HeldPort } = {};
      const listener = this.#engine.listen(options, (exchange) => {
        handlers.port?.owner.request(exchange);
      });
      owned.take((handlers.port = { key, listener, terms, owner: owned }));
      this.#held.set(key, handlers.port);
    }
    this.onListening?.();
    return owned;
  }

  /** Ports that the system chooses are the same for every program, in the order of opening. */
  #keyOf({ host, port }: ListenOptions): string {
    if (port !== 0) return `${host} ${port}`;
    const nth = this.#anyPortCount.get(host) ?? 0;
    this.#anyPortCount.set(host, nth + 1);
    return `${host} any ${nth}`;
  }
}

/** A port as the program sees it that opened it, or took it over. */
class OwnedPort implements Listener {
  readonly engine: ProgramEngine;
  readonly #onRequest: RequestHandler;
  readonly #heldPorts: Map<string, HeldPort>;
  #held!: HeldPort;
  #pendingCount = 0;
  #isClosed = false;
  #onDrained: (() => void)[] = [];

  constructor(engine: ProgramEngine, onRequest: RequestHandler, heldPorts: Map<string, HeldPort>) {
    this.engine = engine;
    this.#onRequest = onRequest;
    this.#heldPorts = heldPorts;
  }

  get host(): string {
    return this.#held.listener.host;
  }

  get port(): number {
    return this.#held.listener.port;
  }

  get pendingCount(): number {
    return this.#pendingCount;
  }

  /** Becomes the owner of an open port. */
  take(held: HeldPort): void {
    this.#held = held;
    if (held.owner !== this) held.listener.acceptWebSockets(undefined);
    held.owner = this;
  }

  /** Hands a request to the program. */
  request: RequestHandler = (exchange) => {
    this.#pendingCount++;
    const counted = new CountedExchange(exchange, () => {
      this.#pendingCount--;
      this.#drainedPerhaps();
    });
    try {
      this.#onRequest(counted);
    } catch (error) {
      counted.end();
      throw error;
    }
  };

  acceptWebSockets(acceptor: Parameters<Listener["acceptWebSockets"]>[0]): void {
    if (this.#isOwner) this.#held.listener.acceptWebSockets(acceptor);
  }

  reloadTls(): void {
    if (this.#isOwner) this.#held.listener.reloadTls();
  }

  close(): void {
    this.#release((listener) => listener.close());
  }

  terminate(): void {
    this.#release((listener) => listener.terminate());
  }

  async drained(): Promise<void> {
    if (this.#isClosed && this.#pendingCount === 0) return;
    await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  get #isOwner(): boolean {
    return this.#held.owner === this;
  }

  #release(close: (listener: Listener) => void): void {
    this.#isClosed = true;
    if (this.#isOwner) {
      const { key, listener } = this.#held;
      if (this.#heldPorts.get(key) === this.#held) this.#heldPorts.delete(key);
      close(listener);
    }
    this.#drainedPerhaps();
  }

  #drainedPerhaps(): void {
    if (!this.#isClosed || this.#pendingCount > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }
}
