/**
 * The terminal of one `craftos-http run --term`, and what becomes of standard error meanwhile.
 */
import type { Writable } from "node:stream";
import type { OutputStreams } from "../process/program-output.js";
import { HeldErrors } from "./held-errors.js";
import { LiveTerminal, type TerminalActions, type TerminalProcess } from "./live-terminal.js";
import { type TerminalInputStream, terminalStreams } from "./terminal-streams.js";

/** The part of `process` that is needed. */
type Process = OutputStreams & TerminalProcess & { readonly stdin?: TerminalInputStream };

/** A terminal, and the streams for everything that is not on its screen. */
export class RunTerminal implements OutputStreams {
  /** What is said meanwhile: kept if it would be seen on the same terminal. */
  readonly stderr: Writable;
  readonly #process: Process;
  readonly #actions: TerminalActions;
  readonly #held: HeldErrors | null;
  #live: LiveTerminal | null = null;

  /**
   * Takes nothing over yet.
   * @param process - the process
   * @param actions - what is done for the person at the terminal
   */
  constructor(process: Process, actions: TerminalActions) {
    this.#process = process;
    this.#actions = actions;
    const isSeen = (process.stderr as { isTTY?: boolean }).isTTY === true;
    this.#held = isSeen ? new HeldErrors(process.stderr) : null;
    this.stderr = this.#held ?? process.stderr;
  }

  /** Standard output, which has the screen. */
  get stdout(): Writable {
    return this.#process.stdout;
  }

  /** The terminal, once it has been taken over. */
  get live(): LiveTerminal | null {
    return this.#live;
  }

  /**
   * Takes the terminal over.
   * @throws NoTerminal
   */
  enter(): void {
    const streams = terminalStreams(this.#process.stdin, this.#process.stdout);
    this.#live = new LiveTerminal(streams, this.#process, this.#actions);
    this.#live.enter();
  }

  /** Gives it back, and says what was kept. */
  async leave(): Promise<void> {
    await this.#live?.leave();
    this.#held?.release();
  }
}
