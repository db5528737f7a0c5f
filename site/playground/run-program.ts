/**
 * A run of a program: a worker of its own, which is ended when the run is over or stopped. The worker of
 * the next run is started ahead, so that a program begins at once.
 */
// Joined by `bundle-worker.mjs` before.
import LuaWorker from "../.cache/lua-worker.js?worker";
import type { FromWorker, ToWorker } from "./messages";

let spare: Worker | undefined;

function takeWorker(): Worker {
  const worker = spare ?? new LuaWorker();
  spare = undefined;
  return worker;
}

/** Starts the worker of the next run, which takes a moment. */
export function warmUp(): void {
  spare ??= new LuaWorker();
}

/** One run. */
export class ProgramRun {
  readonly #worker = takeWorker();
  #isOver = false;

  /**
   * Starts it.
   * @param source - the program
   * @param listen - told what happens; nothing any more after the run has ended or was stopped
   */
  constructor(source: string, listen: (message: FromWorker) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      listen(data);
      if (data.kind === "ended") this.stop();
    };
    this.#worker.onerror = ({ message }) => {
      listen({ kind: "ended", text: `This is a fault of craftos-http: ${message}` });
      this.stop();
    };
    this.say({ kind: "run", source });
  }

  /** Says something to the program. */
  say(message: ToWorker): void {
    if (!this.#isOver) this.#worker.postMessage(message);
  }

  /** Ends it, whatever it does. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#worker.terminate();
    warmUp();
  }
}
