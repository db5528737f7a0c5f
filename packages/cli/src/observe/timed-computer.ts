/**
 * A computer that counts how long its program runs. Used only when somebody wants to know: it looks
 * at the time twice for every slice.
 */
import { Computer } from "@craftos-http/event-loop";

/** Counts the time that Lua takes. */
export class TimedComputer extends Computer {
  /** How long the program has run, in milliseconds. */
  luaMs = 0;

  override runSlice(sliceMs: number): void {
    const startedMs = performance.now();
    super.runSlice(sliceMs);
    this.luaMs += performance.now() - startedMs;
  }
}
