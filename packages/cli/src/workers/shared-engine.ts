/**
 * An engine whose ports are shared with the other workers: each gets a part of the connections, which
 * the system deals out.
 */
import {
  checkListenAddress,
  type Engine,
  type EngineName,
  type Listener,
  type ListenOptions,
  type RequestHandler,
} from "@craftos-http/http-host";
import type { WorkerLink } from "./worker-link.js";

/** Opens ports that all workers have. */
export class SharedEngine implements Engine {
  readonly name: EngineName;
  readonly description: string;
  readonly #engine: Engine;
  readonly #link: WorkerLink;
  /** How many ports with number 0 have been opened. */
  #anyPortCount = 0;

  /**
   * Wraps an engine.
   * @param engine - opens the ports
   * @param link - knows their numbers
   */
  constructor(engine: Engine, link: WorkerLink) {
    this.name = engine.name;
    this.description = engine.description;
    this.#engine = engine;
    this.#link = link;
  }

  /** See {@link Engine.listen}. */
  listen(options: ListenOptions, onRequest: RequestHandler): Listener {
    const { host, port: wanted } = checkListenAddress(options.host, options.port);
    const nth = wanted === 0 ? this.#anyPortCount++ : 0;
    const port = this.#link.askForPort({ host, port: wanted, nth });
    const release = (): void => this.#link.releasePort(host, port);
    try {
      const shared = { ...options, host, port, isShared: true };
      return releasing(this.#engine.listen(shared, onRequest), release);
    } catch (error) {
      release();
      throw error;
    }
  }
}

/** A listener that also calls back when it is closed for the first time. */
function releasing(listener: Listener, onClosed: () => void): Listener {
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    onClosed();
  };
  return {
    host: listener.host,
    port: listener.port,
    get pendingCount() {
      return listener.pendingCount;
    },
    acceptWebSockets: (acceptor) => listener.acceptWebSockets(acceptor),
    reloadTls: () => listener.reloadTls(),
    close: () => {
      listener.close();
      closed();
    },
    terminate: () => {
      listener.terminate();
      closed();
    },
    drained: () => listener.drained(),
  };
}
