/**
 * Watches over something that may take as long as it likes while it gets on, but not stand still.
 */
import { ClientFailure } from "./client-failure.js";

/** A watch over one request. */
export class ProgressWatch {
  /** Rejected with `Timed out` when nothing has happened for too long, or with why it was given up. */
  readonly #ended: Promise<never>;
  #end: (failure: ClientFailure) => void = () => undefined;
  #failure: ClientFailure | null = null;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #signal: AbortSignal;
  readonly #abort = (): void => {
    const reason: unknown = this.#signal.reason;
    this.#give(reason instanceof ClientFailure ? reason : new ClientFailure("Aborted"));
  };

  /**
   * Begins to watch.
   * @param timeoutMs - how long it may stand still; 0 for any time
   * @param signal - gives it up, for its reason if that is a failure
   */
  constructor(timeoutMs: number, signal: AbortSignal) {
    this.#ended = new Promise<never>((_resolve, reject) => {
      this.#end = reject;
    });
    // Whether anybody waits for it at that moment is not known.
    this.#ended.catch(() => undefined);
    if (timeoutMs > 0) {
      this.#timer = setTimeout(() => {
        this.#give(new ClientFailure("Timed out"));
      }, timeoutMs);
    }
    this.#signal = signal;
    if (signal.aborted) this.#abort();
    else signal.addEventListener("abort", this.#abort);
  }

  /** Something has happened. */
  progress(): void {
    this.#timer?.refresh();
  }

  /**
   * Waits for a step.
   * @param step - the step
   * @param giveUp - called with the reason when it has taken too long
   * @throws ClientFailure (as a rejection) `Timed out`
   */
  async during<T>(step: Promise<T>, giveUp?: (reason: ClientFailure) => void): Promise<T> {
    try {
      return await Promise.race([step, this.#ended]);
    } catch (error) {
      if (error === this.#failure && this.#failure !== null) {
        step.catch(() => undefined);
        giveUp?.(this.#failure);
      }
      throw error;
    }
  }

  /** Ends the watch. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#abort);
  }

  #give(failure: ClientFailure): void {
    this.#failure = failure;
    this.#end(failure);
  }
}
