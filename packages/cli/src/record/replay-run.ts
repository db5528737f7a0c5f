/**
 * One run of a trace, again: a computer with everything wired to it, without a network or a disk.
 */
import { createEnvironment } from "@craftos-http/craftos";
import {
  Computer,
  Scheduler,
  type TraceReplayer,
  VirtualClock,
  type ComputerEvent,
  type PlainData,
} from "@craftos-http/event-loop";
import { HttpClient, httpLibrary, HttpServer, type HttpServerLog } from "@craftos-http/http-host";
import { LuaState } from "@craftos-http/interpreter";
import { ProgramNotLoadable } from "../program/running-program.js";
import { replayedPeripherals } from "../peripherals/peripheral-choice.js";
import type { RecordedSetup } from "./recorded-setup.js";

/** What a run is replayed with. */
export interface ReplayRunOptions {
  /** How the recorded one was started; with the program that is to run now. */
  readonly setup: RecordedSetup;
  /** The door. */
  readonly replayer: TraceReplayer;
  /** Takes what the program writes. */
  readonly write: (text: string) => void;
  /** Told of the files that it loads. */
  readonly sourceLoaded: (path: string, source: string) => void;
}

const SILENT: HttpServerLog = {
  listening: () => undefined,
  warning: () => undefined,
  callbackError: () => undefined,
};

/** One run of a replay. */
export class ReplayRun {
  readonly #scheduler = new Scheduler({ clock: new VirtualClock() });
  readonly #computer: Computer;
  readonly #server: HttpServer;
  readonly #client: HttpClient;
  readonly #replayer: TraceReplayer;

  /**
   * Boots the computer.
   * @param options - what to run
   * @throws ProgramNotLoadable
   */
  constructor(options: ReplayRunOptions) {
    const { setup, replayer, write } = options;
    const { name, source, args, seed, limits, screen } = setup;
    this.#replayer = replayer;
    const state = new LuaState({
      randomSeed: seed,
      limits,
      memoryInUse: () => replayer.read("memory", () => 0),
    });
    this.#computer = new Computer({ scheduler: this.#scheduler, state, limits, door: replayer });
    const environment = createEnvironment(state, this.#computer, {
      write,
      writeError: write,
      peripherals: replayedPeripherals(setup.peripherals ?? []),
      screen: screen && { ...screen, changed: () => undefined },
      sourceLoaded: options.sourceLoaded,
    });
    this.#server = new HttpServer({
      computer: this.#computer,
      engine: () => {
        throw new Error("a replay opens no port");
      },
      limits,
      redactedHeaders: new Set(setup.redactedHeaders),
      log: SILENT,
    });
    this.#client = new HttpClient({
      computer: this.#computer,
      transport: () => {
        throw new Error("a replay makes no request");
      },
      limits,
      redactedHeaders: new Set(setup.redactedHeaders),
    });
    state.globals.set("http", httpLibrary(this.#server, this.#client));
    const { bios } = setup;
    const problem =
      bios === undefined
        ? environment.bootProgram({ path: name, source, args })
        : environment.bootRom({ bios, program: name === "" ? undefined : { path: name, args } });
    if (problem !== null) throw new ProgramNotLoadable(problem);
  }

  /** Makes an event of the recording again. */
  revive(name: string, description: PlainData): ComputerEvent | null {
    return this.#server.revive(name, description) ?? this.#client.revive(name, description);
  }

  /**
   * Runs it until it differs, or to its end.
   * @returns how it ended, or null when it waits or differs
   */
  toEnd(): Computer["end"] {
    while (!this.#scheduler.isIdle && !this.#replayer.isOver) this.#scheduler.pump();
    this.#replayer.finish(this.#computer);
    return this.#computer.end;
  }
}
