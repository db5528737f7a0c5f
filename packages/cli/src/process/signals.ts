/**
 * What signals ask for: the first SIGINT or SIGTERM to end in an orderly way, the second to end at
 * once, SIGHUP to read files again.
 */

/** The signals that are obeyed. */
export type SignalName = "SIGINT" | "SIGTERM" | "SIGHUP";

/** Where signals come from: `process`. */
export interface SignalSource {
  /** Adds a listener. */
  on(signal: SignalName, listener: () => void): unknown;
  /** Removes a listener. */
  off(signal: SignalName, listener: () => void): unknown;
}

/** What is done about signals. */
export interface SignalActions {
  /** The first Ctrl+C. */
  interrupt(): void;
  /** The first SIGTERM. */
  terminate(): void;
  /** A second signal of the same kind. */
  endAtOnce(signal: "SIGINT" | "SIGTERM"): void;
}

/**
 * One Ctrl+C can arrive several times: the terminal sends it to the whole process group, and npm
 * passes on what it got. Nobody presses it twice in this time.
 */
const SAME_INTERRUPT_MS = 100;

/**
 * Listens to signals.
 * @param source - where they come from
 * @param actions - what is done
 * @returns a function that stops listening
 */
export function listenToSignals(source: SignalSource, actions: SignalActions): () => void {
  let interruptedAtMs = -Infinity;
  let terminated = false;

  function onInterrupt(): void {
    const sinceMs = performance.now() - interruptedAtMs;
    if (sinceMs < SAME_INTERRUPT_MS) return;
    if (sinceMs !== Infinity) {
      actions.endAtOnce("SIGINT");
      return;
    }
    interruptedAtMs = performance.now();
    actions.interrupt();
  }

  function onTerminate(): void {
    if (terminated) {
      actions.endAtOnce("SIGTERM");
      return;
    }
    terminated = true;
    actions.terminate();
  }

  source.on("SIGINT", onInterrupt);
  source.on("SIGTERM", onTerminate);
  return () => {
    source.off("SIGINT", onInterrupt);
    source.off("SIGTERM", onTerminate);
  };
}

/**
 * Listens to SIGHUP, once there is something to read again. Before, it is left alone: who closes a
 * terminal wants the program to end, and `nohup` that it goes on.
 */
export class HangUpListener {
  readonly #source: SignalSource;
  readonly #reload: () => void;
  #isListening = false;

  /** Whether it listens: then SIGHUP does not mean that the terminal is gone. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /**
   * Does not listen yet.
   * @param source - where signals come from
   * @param reload - reads files again
   */
  constructor(source: SignalSource, reload: () => void) {
    this.#source = source;
    this.#reload = reload;
  }

  /** Listens from now on. */
  start(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#source.on("SIGHUP", this.#reload);
  }

  /** Listens no longer. */
  stop(): void {
    if (this.#isListening) this.#source.off("SIGHUP", this.#reload);
    this.#isListening = false;
  }
}
