/**
 * `run --watch`: a program that is started again when one of its files changes.
 *
 * A program with open ports goes on until the next one has opened them too, and then finishes the
 * requests that it has. When the next one fails before that, nothing else happens. A program without
 * ports is ended first, so that it never runs twice.
 */
import { basename } from "node:path";
import type { ComputerEnd } from "@craftos-http/event-loop";
import { DEFAULT_RUN_LIMITS } from "../program/run-options.js";
import {
  reportEnd,
  type RunSurroundings,
  type StartedProgram,
  startProgram,
} from "../program/start-program.js";
import { ProgramNotReadable } from "../program/find-program.js";
import { ProgramNotCompilable } from "../program/load-program.js";
import { ExitStatus } from "../process/exit-status.js";
import type { ProgramReporter } from "../report/program-reporter.js";
import { type FileChange, FileWatcher } from "./file-watcher.js";
import { PortKeeper, type ProgramEngine } from "./handover-engine.js";

/** So long the program before keeps ports that the next one has not opened. */
const HANDOVER_MS_MAX = 1_000;

/** What a program without ports gets to end when the next one is to be started. */
const END_MS_MAX = 1_000;

/** One of the programs that follow each other. */
interface Generation extends StartedProgram {
  /** Its engine; undefined as long as it has opened no port. */
  engine: ProgramEngine | undefined;
  /** When it was started, and because of which file. */
  readonly startedMs: number;
  readonly why: string | undefined;
}

/** A program that is watched. */
export class WatchedProgram {
  readonly #run: RunSurroundings;
  readonly #say: (message: string) => void;
  readonly #watcher = new FileWatcher((change) => this.#changed(change));
  readonly #addresses = new Set<string>();
  #ports: PortKeeper | undefined;
  #current: Generation | undefined;
  /** A program that was started and has not opened a port, while the current one serves. */
  #next: Generation | undefined;
  /** Whether the last start came to nothing: then a file that is added may help. */
  #hasFailed = false;
  #dealing = Promise.resolve();
  #isEnding = false;
  #wasTerminated = false;
  #over: (status: number) => void = () => undefined;

  /**
   * Does not start it yet.
   * @param run - the run
   * @param say - tells the person something
   */
  constructor(run: RunSurroundings, say: (message: string) => void) {
    this.#run = run;
    this.#say = say;
  }

  /**
   * Runs it until it is asked to end.
   * @returns the exit status
   * @throws ProgramNotReadable, FilesNotUsable when it cannot be started for the first time
   */
  async toEnd(): Promise<number> {
    const over = new Promise<number>((resolve) => (this.#over = resolve));
    try {
      this.#become(await this.#startFirst());
      return await over;
    } finally {
      this.#watcher.close();
    }
  }

  // ---- Signals

  /** As {@link RunningProgram.interrupt}; without a program the run is over. */
  interrupt(): void {
    this.#isEnding = true;
    this.#next?.running.halt();
    if (this.#current === undefined) this.#over(ExitStatus.interrupted);
    else this.#current.running.interrupt();
  }

  /** As {@link RunningProgram.endGracefully}; without a program the run is over. */
  endGracefully(graceMs: number, timeoutMs: number): void {
    this.#isEnding = this.#wasTerminated = true;
    this.#next?.running.halt();
    if (this.#current === undefined) this.#over(ExitStatus.ok);
    else this.#current.running.endGracefully(graceMs, timeoutMs);
  }

  /** As {@link RunningProgram.reloadTls}. */
  reloadTls(): void {
    this.#current?.running.reloadTls();
  }

  // ---- Starting

  async #startFirst(): Promise<Generation | undefined> {
    try {
      return await this.#start(undefined);
    } catch (error) {
      if (!(error instanceof ProgramNotCompilable)) throw error;
      this.#hasFailed = true;
      return undefined;
    }
  }

  async #start(why: string | undefined): Promise<Generation | undefined> {
    const startedMs = performance.now();
    this.#watcher.takeStock();
    const made: { generation?: Generation } = {};
    const program = await startProgram({
      ...this.#run,
      engine: (reporter) => this.#engineOf(made, reporter),
      onLoaded: (path) => this.#watcher.add(path),
      isEnding: () => this.#isEnding,
      announces: (address) => {
        const isNew = !this.#addresses.has(address);
        this.#addresses.add(address);
        return isNew;
      },
    });
    this.#hasFailed = program === undefined;
    if (program === undefined) return undefined;
    const generation: Generation = { ...program, engine: undefined, startedMs, why };
    made.generation = generation;
    void generation.running.ended.then((end) => this.#ended(generation, end));
    return generation;
  }

  #engineOf(made: { generation?: Generation }, reporter: ProgramReporter): ProgramEngine {
    this.#ports ??= new PortKeeper(() => this.#run.engine(reporter));
    const engine = this.#ports.engineFor();
    const { generation } = made;
    if (generation === undefined) throw new Error("a program opened a port before it began");
    generation.engine = engine;
    engine.onListening = () => {
      if (this.#next === generation) this.#become(generation);
    };
    return engine;
  }

  #become(generation: Generation | undefined): void {
    const before = this.#current;
    this.#current = generation;
    this.#next = undefined;
    if (generation?.why !== undefined) {
      const tookMs = Math.round(performance.now() - generation.startedMs);
      this.#say(`${generation.why} changed: restarted in ${tookMs} ms`);
    }
    if (before !== undefined && generation !== undefined) this.#retire(before, generation);
    if (generation === undefined && !this.#isEnding) this.#sayWaiting();
  }

  /** Ends a program when the next one has all its ports. */
  #retire(before: Generation, after: Generation): void {
    let isRetired = false;
    const retire = (): void => {
      if (isRetired) return;
      isRetired = true;
      clearTimeout(timer);
      const { graceMs, shutdownTimeoutMs } = { ...DEFAULT_RUN_LIMITS, ...this.#run.limits };
      before.running.endGracefully(graceMs, shutdownTimeoutMs);
    };
    const timer = setTimeout(retire, HANDOVER_MS_MAX);
    const retireIfBare = (): void => {
      if (before.engine?.isListening !== true) retire();
    };
    if (after.engine !== undefined) after.engine.onListening = retireIfBare;
    retireIfBare();
  }

  // ---- Changes

  /** Changes are dealt with one after the other. */
  #changed(change: FileChange): void {
    this.#dealing = this.#dealing.then(() => this.#dealWith(change));
  }

  async #dealWith({ paths, isWatched }: FileChange): Promise<void> {
    if (this.#isEnding || (!isWatched && !this.#hasFailed)) return;
    const why = paths.map((path) => basename(path)).join(", ");
    this.#next?.running.halt();
    this.#next = undefined;
    const current = this.#current;
    if (current === undefined) this.#become(await this.#tryStart(why));
    else if (current.engine?.isListening === true) await this.#startBeside(why);
    else await this.#startAfter(current, why);
  }

  async #startBeside(why: string): Promise<void> {
    const generation = await this.#tryStart(why);
    if (generation === undefined) this.#say("the program goes on as it was");
    else this.#next = generation;
  }

  async #startAfter(current: Generation, why: string): Promise<void> {
    this.#current = undefined;
    current.running.interrupt();
    const timer = setTimeout(() => current.running.halt(), END_MS_MAX);
    await current.running.ended;
    clearTimeout(timer);
    if (this.#isEnding) this.#over(ExitStatus.ok);
    else this.#become(await this.#tryStart(why));
  }

  async #tryStart(why: string): Promise<Generation | undefined> {
    try {
      return await this.#start(why);
    } catch (error) {
      this.#hasFailed = true;
      if (error instanceof ProgramNotCompilable) return undefined;
      // The file may be back in a moment.
      if (!(error instanceof ProgramNotReadable)) throw error;
      this.#say(error.message);
      return undefined;
    }
  }

  // ---- Ends

  async #ended(generation: Generation, end: ComputerEnd): Promise<void> {
    const isCurrent = this.#current === generation;
    const isNext = this.#next === generation;
    const wasReplaced = !isCurrent && !isNext;
    const { output } = this.#run;
    // Before anybody is told: whoever is may add what is missing at once.
    this.#watcher.takeStock();
    const status = reportEnd(end, { ...generation, output }, this.#wasTerminated || wasReplaced);
    this.#hasFailed = end.kind === "failed";
    if (isNext) {
      this.#next = undefined;
      this.#say("it ended before it opened a port; the program before goes on");
    }
    await generation.running.close();
    if (end.kind === "fault") this.#over(ExitStatus.internalFault);
    if (!isCurrent) return;
    this.#current = undefined;
    if (this.#isEnding) this.#over(status === "reboot" ? ExitStatus.ok : status);
    else if (this.#next !== undefined) this.#become(this.#next);
    else if (status === "reboot") this.#become(await this.#tryStart("the program"));
    else this.#sayWaiting();
  }

  #sayWaiting(): void {
    this.#say("the program has ended; it is started again when a file changes");
  }
}
