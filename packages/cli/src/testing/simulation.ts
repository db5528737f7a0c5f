/**
 * A program on a computer of its own in virtual time: no disk, no network, no clock. A test says what
 * happens when, lets it run, which takes no time, and looks at what came of it.
 *
 * Invariant: the same program, options and acts give the same outputs.
 */
import {
  type AttachedPeripheral,
  createEnvironment,
  FileSystem,
  LocalModems,
  MemoryMount,
  type Mount,
  type Position,
} from "@craftos-http/craftos";
import {
  Computer,
  type ComputerEnd,
  type ComputerLimits,
  type VirtualClock,
} from "@craftos-http/event-loop";
import { SimulatedKernel } from "@craftos-http/event-loop/testing";
import {
  HttpClient,
  type HttpClientLimits,
  httpLibrary,
  HttpServer,
  type HttpServerLimits,
} from "@craftos-http/http-host";
import {
  type LuaError,
  LuaState,
  type LuaValue,
  type StatementCounts,
} from "@craftos-http/interpreter";
import { type SimulatedNetwork, SimulatedTransport } from "./simulated-network.js";
import { SimulatedEngine, type SimulatedRequest, SimulatedResponse } from "./simulated-engine.js";

/** How a simulation is made. */
export interface SimulationOptions {
  /** Decides the order of what happens at the same time, and `math.random`; default 1. */
  readonly seed?: number;
  /** What the program gets as `...`. */
  readonly args?: readonly string[];
  /** What is on its disk, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The date at the start, in milliseconds since 1970; default 2020-01-01T00:00:00Z. */
  readonly startUnixMs?: number;
  /** Minutes to add to UTC for local time; default 0. */
  readonly utcOffsetMinutes?: number;
  /** The computer's number; default 0, and 1, 2, ... for those that are beside another. */
  readonly id?: number;
  /** What is attached to the computer; default nothing. */
  readonly peripherals?: readonly AttachedPeripheral[];
  /** Where the computer is, in blocks; default at 0, 0, 0. */
  readonly position?: Position;
  /** Another simulation, whose time this one shares, and with whose modems its own speak. */
  readonly beside?: Simulation;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<ComputerLimits & HttpServerLimits & HttpClientLimits>;
  /** Answers the program's requests; those to its own ports that it leaves unanswered get there. */
  readonly network?: SimulatedNetwork;
  /** The program's path on its disk; default `program.lua`. */
  readonly path?: string;
  /** Makes the disk, told how to ask for the time in milliseconds; default one in memory with the files. */
  readonly disk?: (nowMs: () => number) => Mount;
  /** Told of every file that is loaded as Lua, by its path from the root. */
  readonly sourceLoaded?: (path: string, source: string) => void;
  /** Told of how often the statements of each chunk run; default nobody counts. */
  readonly onCounts?: ((counts: StatementCounts) => void) | undefined;
  /** Makes what the program's `require` finds beside files: values by the modules' names. */
  readonly modules?: (state: LuaState) => Readonly<Record<string, LuaValue>>;
}

/** The program is no Lua; the message says where. */
export class ProgramNotSimulable extends Error {
  /** What tells it from other errors. */
  override readonly name = "ProgramNotSimulable";
}

/** A program in virtual time. Texts are byte strings. */
export class Simulation {
  /** The time. */
  readonly clock: VirtualClock;
  /** The computer. */
  readonly computer: Computer;
  /** What the program wrote, errors too. */
  output = "";
  /** Errors of callbacks of `http.listen`. */
  readonly callbackErrors: LuaError[] = [];
  /** What the server warned of. */
  readonly warnings: string[] = [];
  readonly #kernel: SimulatedKernel;
  /** What the computers that are beside one another share. */
  readonly #group: { readonly modems: LocalModems; computers: number };
  readonly #engine = new SimulatedEngine();

  /**
   * Boots a program. It begins when the simulation runs.
   * @param source - the program
   * @param options - how
   * @throws ProgramNotSimulable when it is no Lua
   */
  constructor(source: string, options: SimulationOptions = {}) {
    const { seed = 1, files = {}, limits = {}, args = [], path = "program.lua" } = options;
    const { startUnixMs, utcOffsetMinutes, beside } = options;
    this.#group =
      beside === undefined ? { modems: new LocalModems(), computers: 0 } : beside.#group;
    const number = this.#group.computers++;
    const { id = number } = options;
    const newKernel = (): SimulatedKernel =>
      new SimulatedKernel({
        seed,
        ...(startUnixMs === undefined ? {} : { startUnixMs }),
        ...(utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes }),
      });
    this.#kernel = beside === undefined ? newKernel() : beside.#kernel;
    const { clock, scheduler } = this.#kernel;
    this.clock = clock;
    const state = new LuaState({
      randomSeed: seed + number,
      ...(options.onCounts && { onCounts: options.onCounts }),
    });
    this.computer = new Computer({ scheduler, state, limits, id });
    const write = (text: string): void => void (this.output += text);
    const nowMs = (): number => this.clock.unixMs();
    const disk = options.disk?.(nowMs) ?? new MemoryMount({ files, nowMs });
    const after = (delayMs: number, act: () => void): void =>
      void scheduler.callAt(this.clock.nowMs() + delayMs, act);
    const host = {
      ...{ write, writeError: write, files: new FileSystem({ disk }) },
      sourceLoaded: (file: string, text: string) => options.sourceLoaded?.(file, text),
      peripherals: options.peripherals,
      surroundings: { modems: this.#group.modems, position: options.position, after },
    };
    const environment = createEnvironment(state, this.computer, host);
    const server = new HttpServer({
      computer: this.computer,
      engine: () => this.#engine,
      limits,
      repeat: (callback, intervalMs) => this.#kernel.repeat(callback, intervalMs),
      log: {
        listening: () => undefined,
        warning: (text) => void this.warnings.push(text),
        callbackError: (_request, error) => void this.callbackErrors.push(error),
      },
    });
    const client = new HttpClient({
      computer: this.computer,
      transport: () =>
        new SimulatedTransport({
          engine: this.#engine,
          network: options.network,
          after,
        }),
      limits,
    });
    state.globals.set("http", httpLibrary(server, client));
    const modules = options.modules?.(state) ?? {};
    const problem = environment.bootProgram({ path, source, args, modules });
    if (problem !== null) throw new ProgramNotSimulable(problem);
  }

  /** How the program ended; null while it waits. */
  get end(): ComputerEnd | null {
    return this.computer.end;
  }

  /**
   * Plans anything.
   * @param timeMs - when, in milliseconds since the start
   * @param act - what happens
   */
  at(timeMs: number, act: () => void): this {
    this.#kernel.at(timeMs, act);
    return this;
  }

  /** Plans an event. */
  event(timeMs: number, name: string, ...args: readonly LuaValue[]): this {
    return this.at(timeMs, () => void this.computer.deliver({ values: [name, ...args] }));
  }

  /**
   * Plans a request.
   * @returns what becomes of it, as far as the simulation has run
   */
  request(timeMs: number, request: SimulatedRequest = {}): SimulatedResponse {
    const response = new SimulatedResponse();
    this.at(timeMs, () => this.#engine.request(request, response));
    return response;
  }

  /**
   * Lets everything happen that was planned, until the program waits for something else or ends.
   * @param untilMs - where to stop, in milliseconds since the start; default nowhere
   * @throws EndlessProgram when the program goes on for ever and `untilMs` is not given
   */
  run(untilMs = Infinity): this {
    while (this.step(untilMs));
    return this;
  }

  /**
   * Lets the program run up to the next thing that was planned, and that happen; or to the end.
   * @param untilMs - as for {@link run}
   * @returns whether something was planned
   * @throws EndlessProgram as {@link run}, and a fault of this software as it was thrown
   */
  step(untilMs = Infinity): boolean {
    // The program has come to its first wait before anything happens to it.
    if (this.computer.status === "ready" && this.clock.nowMs() === 0) this.clock.runUntil(0);
    const hasStepped = this.#kernel.step(untilMs);
    if (this.end?.kind === "fault") throw this.end.fault;
    return hasStepped;
  }
}
