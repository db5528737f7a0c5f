/**
 * Whether a program is well: it is stuck when it has not waited for an event for a while, and
 * stopping from SIGTERM on.
 */

/** What is looked at. */
export interface HealthSource {
  /** How often the program has waited for an event. */
  readonly waits: number;
  /** Whether it waits now. */
  readonly isWaiting: boolean;
}

/** So long a program may compute without being called stuck, in milliseconds. */
const STUCK_MS = 5_000;

/** How often it is looked at, in milliseconds. */
const LOOK_MS = 1_000;

/** Watches a program. */
export class Health {
  readonly #source: () => HealthSource | undefined;
  readonly #nowMs: () => number;
  readonly #stuckMs: number;
  #lastWaits = -1;
  #lastChangeMs: number;
  #isStopping = false;
  readonly #timer: NodeJS.Timeout;

  /**
   * Begins to watch.
   * @param source - the program; undefined while there is none
   * @param nowMs - the time, from any moment on
   * @param stuckMs - how long a program may compute
   */
  constructor(
    source: () => HealthSource | undefined,
    nowMs: () => number = () => performance.now(),
    stuckMs = STUCK_MS,
  ) {
    this.#source = source;
    this.#nowMs = nowMs;
    this.#stuckMs = stuckMs;
    this.#lastChangeMs = nowMs();
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** The program has been asked to end. */
  stopping(): void {
    this.#isStopping = true;
  }

  /** Says what is wrong; undefined when nothing is. */
  problem(): string | undefined {
    if (this.#isStopping) return "stopping";
    this.#look();
    const forMs = this.#nowMs() - this.#lastChangeMs;
    if (forMs < this.#stuckMs) return undefined;
    return `the program has not waited for an event for ${Math.floor(forMs / 1000)} s`;
  }

  /** Looks no longer. */
  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const program = this.#source();
    const waits = program?.waits ?? -1;
    if (program !== undefined && !program.isWaiting && waits === this.#lastWaits) return;
    this.#lastWaits = waits;
    this.#lastChangeMs = this.#nowMs();
  }
}
