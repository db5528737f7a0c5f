/**
 * Runs one spec file: on a computer of its own in virtual time, whose disk is a folder that is only read,
 * below a disk in memory that takes what the tests write.
 */
import { posix } from "node:path";
import { MemoryMount, type Mount, OverlayMount } from "@craftos-http/craftos";
import {
  embeddedSourceMap,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  rawToString,
} from "@craftos-http/interpreter";
import {
  SIMULATION_MODULE,
  simulationLibrary,
  type SimulationLibraryOptions,
} from "../testing/lua/simulation-library.js";
import { Simulation, type SimulationOptions } from "../testing/simulation.js";
import { RUNNER_SOURCE, SPEC_HOST_MODULE } from "./runner-source.js";
import type { SpecFailure, SpecFileResult, SpecResult } from "./spec-result.js";

/** How a spec file is run. */
export interface SpecFileOptions {
  /** Its path from the root of the disk, a byte string. */
  readonly path: string;
  /** What reports call it, if it was compiled from a file of another name. */
  readonly shownPath?: string | undefined;
  /** The folder that is the disk. */
  readonly folder: Mount;
  /** The files that simulations in it begin with. */
  readonly files: () => Readonly<Record<string, string>>;
  /** How long a test may take, in milliseconds of virtual time. */
  readonly timeoutMs: number;
  /** Runs only tests in whose names this is; case does not matter. */
  readonly filter: string;
  /** The seed of `math.random`. */
  readonly seed: number;
  /** Whether to end at the first test that fails. */
  readonly endsAtFailure: boolean;
  /** Compiles programs in TypeScript that are simulated in it. */
  readonly compile?: SimulationLibraryOptions["compile"];
  /** Told of each file that is loaded as Lua, by its path from the root. */
  readonly onSource?: (path: string) => void;
  /** Told of how often the statements of each chunk run; default nobody counts. */
  readonly onCounts?: SimulationOptions["onCounts"];
  /** Told of each result. */
  readonly onResult?: (result: SpecResult) => void;
}

/** The runner's name in tracebacks, beside the spec, so that \`require\` starts there. */
const RUNNER_NAME = "(craftos-http test)";

/** So often the computer gets a turn before Node does. */
const TURNS = 500;

/**
 * Runs a spec file to its end.
 * @param options - which, and how
 */
export async function runSpecFile(options: SpecFileOptions): Promise<SpecFileResult> {
  return await new SpecRun(options).toEnd();
}

class SpecRun {
  readonly #options: SpecFileOptions;
  readonly #results: SpecResult[] = [];
  readonly #sources = new Map<string, string>();
  readonly #simulation: Simulation;
  #names: readonly string[] | undefined;
  #startedMs = 0;
  #outputFrom = 0;
  #isDone = false;

  constructor(options: SpecFileOptions) {
    this.#options = options;
    const { path, folder, files, compile, timeoutMs, filter, seed, onCounts } = options;
    this.#simulation = new Simulation(RUNNER_SOURCE, {
      path: posix.join(posix.dirname(path), RUNNER_NAME),
      args: [path, String(timeoutMs / 1000), filter],
      seed,
      onCounts,
      disk: (nowMs) => new OverlayMount(new MemoryMount({ nowMs }), folder),
      sourceLoaded: (file, source) => {
        this.#remember(file, source);
        options.onSource?.(file);
      },
      modules: (state) => ({
        [SPEC_HOST_MODULE]: this.#host(),
        [SIMULATION_MODULE]: simulationLibrary({ state, files, compile, onCounts }),
      }),
    });
  }

  async toEnd(): Promise<SpecFileResult> {
    const simulation = this.#simulation;
    while (simulation.end === null) {
      let turns = 0;
      while (turns < TURNS && simulation.clock.advance()) turns++;
      if (turns === 0) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { end } = simulation;
    if (end?.kind === "fault") throw end.fault;
    if (!this.#isDone) this.#endedEarly();
    const { path, shownPath = path } = this.#options;
    return { path: shownPath, results: this.#results, sources: this.#sources };
  }

  /** Keeps the text that errors speak of: of what was compiled, what it was compiled from. */
  #remember(file: string, source: string): void {
    const map = embeddedSourceMap(source, `@/${file}`);
    if (map === null) this.#sources.set(file, source);
    else if (map.sourceText !== null) this.#sources.set(map.chunkName.slice(2), map.sourceText);
  }

  /** The computer was shut down, or the runner was ended, in the middle. */
  #endedEarly(): void {
    const { end } = this.#simulation;
    const error = end?.kind === "failed" ? end.error : undefined;
    const message =
      error === undefined
        ? "the test ended the computer, so no more tests of this file were run"
        : rawToString(error.value);
    this.#names ??= [];
    this.#finish("failed", { message, traceback: error?.traceback ?? "" });
  }

  // ---- What the runner uses

  #host(): LuaTable {
    const host = new LuaTable();
    const define = (name: string, fn: (...args: LuaValue[]) => LuaValue): void => {
      const act = (...args: LuaValue[]) => fn(...args) ?? NO_VALUES;
      host.define(name, native(`spec.${name}`, act));
    };
    define("begin", (names) => {
      this.#begin(stringsOf(names));
      return undefined;
    });
    define("finish", (outcome, failure) => {
      this.#finish(outcome as SpecResult["outcome"], failureOf(failure));
      return undefined;
    });
    define("broken", (message, traceback) => {
      this.#begin([]);
      const text = typeof traceback === "string" ? traceback : "";
      this.#finish("failed", { message: rawToString(message), traceback: withoutRunner(text) });
      this.#isDone = true;
      return undefined;
    });
    define("isOver", () => this.#isDone);
    define("done", () => {
      this.#isDone = true;
      return undefined;
    });
    return host;
  }

  #begin(names: readonly string[]): void {
    this.#names = names;
    this.#startedMs = performance.now();
    this.#outputFrom = this.#simulation.output.length;
  }

  #finish(outcome: SpecResult["outcome"], failure: SpecFailure | undefined): void {
    const result: SpecResult = {
      names: this.#names ?? [],
      ...{ outcome, failure },
      output: this.#simulation.output.slice(this.#outputFrom),
      tookMs: performance.now() - this.#startedMs,
    };
    this.#names = undefined;
    this.#results.push(result);
    this.#options.onResult?.(result);
    if (outcome === "failed" && this.#options.endsAtFailure) this.#isDone = true;
  }
}

function stringsOf(value: LuaValue): readonly string[] {
  if (!(value instanceof LuaTable)) return [];
  return Array.from({ length: value.length() }, (_, index) =>
    rawToString(value.getNumber(index + 1)),
  );
}

function failureOf(value: LuaValue): SpecFailure | undefined {
  if (!(value instanceof LuaTable)) return undefined;
  const text = (name: string): string | undefined => {
    const field = value.getString(name);
    return typeof field === "string" ? field : undefined;
  };
  const [expected, actual] = [text("expected"), text("actual")];
  return {
    message: text("message") ?? "",
    traceback: withoutRunner(text("traceback") ?? ""),
    ...(expected === undefined || actual === undefined ? {} : { expected, actual }),
  };
}

/** Takes the runner's own calls, and what called them, out of a traceback. */
function withoutRunner(traceback: string): string {
  const lines = traceback.split("\n").filter((line) => line.startsWith("\t"));
  const isRunner = (line: string): boolean => line.includes(RUNNER_NAME);
  const kept = lines.slice(lines.findIndex((line) => !isRunner(line) && !line.includes("[C]")));
  const end = kept.findIndex(isRunner);
  return (end < 0 ? kept : kept.slice(0, end))
    .filter((line) => !line.includes("[C]: in function 'xpcall'"))
    .join("\n");
}
