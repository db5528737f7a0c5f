/**
 * What SIGINT and SIGTERM ask for: the first to end in an orderly way, the second to end at once.
 */

/** Where signals come from: `process`. */
export interface SignalSource {
  /** Adds a listener. */
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  /** Removes a listener. */
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
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
