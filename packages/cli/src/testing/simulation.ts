/**
 * A program on a computer of its own in virtual time: no disk, no network, no clock. A test says what
 * happens when, lets it run, which takes no time, and looks at what came of it.
 *
 * Invariant: the same program, options and acts give the same outputs.
 */
import { createEnvironment } from "@craftos-http/craftos";
import {
  Computer,
  type ComputerEnd,
  type ComputerLimits,
  Scheduler,
  VirtualClock,
} from "@craftos-http/event-loop";
import { SeededRandom, Timeline } from "@craftos-http/event-loop/testing";
import { httpLibrary, HttpServer, type HttpServerLimits } from "@craftos-http/http-host";
import { type LuaError, LuaState, type LuaValue } from "@craftos-http/interpreter";
import { SimulatedEngine, type SimulatedRequest, SimulatedResponse } from "./simulated-engine.js";

/** How a simulation is made. */
export interface SimulationOptions {
  /** Decides the order of what happens at the same time, and `math.random`; default 1. */
  readonly seed?: number;
  /** What the program gets as `...`. */
  readonly args?: readonly string[];
  /** Files that it can read, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The date at the start, in milliseconds since 1970; default 2020-01-01T00:00:00Z. */
  readonly startUnixMs?: number;
  /** Minutes to add to UTC for local time; default 0. */
  readonly utcOffsetMinutes?: number;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<ComputerLimits & HttpServerLimits>;
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
  readonly #timeline: Timeline;
  readonly #engine = new SimulatedEngine();

  /**
   * Boots a program. It begins when the simulation runs.
   * @param source - the program, called `program.lua`
   * @param options - how
   * @throws Error when it is no Lua
   */
  constructor(source: string, options: SimulationOptions = {}) {
    const { seed = 1, files = {}, limits = {}, args = [], ...clockOptions } = options;
    this.clock = new VirtualClock(clockOptions);
    this.#timeline = new Timeline(this.clock, new SeededRandom(seed));
    const state = new LuaState({ randomSeed: seed });
    const scheduler = new Scheduler({ clock: this.clock });
    this.computer = new Computer({ scheduler, state, limits });
    const write = (text: string): void => void (this.output += text);
    const host = { write, writeError: write, readFile: (path: string) => files[path] };
    const environment = createEnvironment(state, this.computer, host);
    const server = new HttpServer({
      computer: this.computer,
      engine: () => this.#engine,
      limits,
      log: {
        listening: () => undefined,
        warning: (text) => void this.warnings.push(text),
        callbackError: (_request, error) => void this.callbackErrors.push(error),
      },
    });
    state.globals.set("http", httpLibrary(server));
    const problem = environment.bootProgram({ path: "program.lua", source, args });
    if (problem !== null) throw new Error(problem);
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
    this.#timeline.at(timeMs, act);
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

  /** Lets everything happen that was planned, until the program waits for something else or ends. */
  run(): this {
    this.#timeline.run();
    return this;
  }
}
