/**
 * What Lua gets of a simulation: a table of functions, called with a colon. Times are seconds since
 * the simulated computer was started.
 */
import { expectFiniteNumber, expectFunction, expectString } from "@craftos-http/event-loop";
import {
  callValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";
import { EndlessProgram } from "@craftos-http/event-loop/testing";
import type { SimulatedResponse } from "../simulated-engine.js";
import type { Simulation } from "../simulation.js";
import { copiedValue } from "./copied-value.js";
import { OptionTable } from "./option-table.js";

const REQUEST_FIELDS = ["method", "path", "headers", "body", "port", "address"];

/** Lets a simulation run as far as the next Lua function that was planned. */
class Player {
  readonly simulation: Simulation;
  #planned: LuaFunction | null = null;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  plan(timeMs: number, fn: LuaFunction): void {
    this.simulation.at(timeMs, () => (this.#planned = fn));
  }

  /** Gives the next function, or null when the simulation has run. */
  next(untilMs: number): LuaFunction | null {
    try {
      while (this.simulation.step(untilMs)) {
        const planned = this.#planned;
        this.#planned = null;
        if (planned !== null) return planned;
      }
      return null;
    } catch (error) {
      if (error instanceof EndlessProgram) return raiseAt(error.message, 1);
      throw error;
    }
  }
}

/** A call of `run`: functions that were planned may wait. */
class RunFrame extends Frame {
  readonly #player: Player;
  readonly #untilMs: number;
  readonly #handle: LuaTable;

  constructor(player: Player, untilMs: number, handle: LuaTable) {
    super();
    this.#player = player;
    this.#untilMs = untilMs;
    this.#handle = handle;
  }

  override get nativeName(): string {
    return "simulation.run";
  }

  override resume(): LuaResult {
    return this.run();
  }

  run(): LuaResult {
    let fn;
    while ((fn = this.#player.next(this.#untilMs)) !== null) {
      if (callValue(fn) === SUSPENDED) return saveFrame(this);
    }
    return this.#handle;
  }
}

/**
 * Makes the handle of a simulation.
 * @param simulation - one that has not run
 */
export function makeSimulationHandle(simulation: Simulation): LuaTable {
  const handle = new LuaTable();
  const player = new Player(simulation);

  function define(name: string, fn: (...args: LuaValue[]) => LuaResult): void {
    const method = (...args: LuaValue[]): LuaResult =>
      fn(...(args[0] === handle ? args.slice(1) : args));
    handle.define(name, native(`simulation.${name}`, method));
  }

  define("at", (time, fn) => {
    player.plan(expectTime(1, time), expectFunction(2, fn));
    return handle;
  });
  define("event", (time, name, ...args) => {
    simulation.event(expectTime(1, time), expectString(2, name), ...args.map(copiedValue));
    return handle;
  });
  define("terminate", (time) => {
    simulation.at(expectTime(1, time), () => {
      simulation.computer.terminate();
    });
    return handle;
  });
  define("request", (time, request) => {
    const timeMs = expectTime(1, time);
    if (request !== undefined && !(request instanceof LuaTable)) {
      return raiseAt("bad argument #2 (table expected)", 1);
    }
    return responseTable(simulation, simulation.request(timeMs, requestOf(request)));
  });
  define("run", (until) => {
    const untilMs = until === undefined ? Infinity : expectTime(1, until);
    return new RunFrame(player, untilMs, handle).run();
  });
  define("output", () => simulation.output);
  define("clock", () => simulation.clock.nowMs() / 1000);
  define("ending", () => endingOf(simulation));
  define("errors", () => LuaTable.fromArray(simulation.callbackErrors.map((e) => e.message)));
  define("warnings", () => LuaTable.fromArray([...simulation.warnings]));
  return handle;
}

function expectTime(position: number, value: LuaValue): number {
  const seconds = expectFiniteNumber(position, value);
  if (seconds < 0) raiseAt(`bad argument #${position} (time is negative)`, 1);
  return Math.round(seconds * 1e6) / 1000;
}

function requestOf(table: LuaTable | undefined) {
  const fields = new OptionTable(table, REQUEST_FIELDS);
  const port = fields.count("port");
  return {
    ...(port === undefined ? {} : { port }),
    method: fields.string("method") ?? "GET",
    target: fields.string("path") ?? "/",
    headers: fields.record("headers"),
    body: fields.string("body") ?? "",
    remoteAddress: fields.string("address") ?? "127.0.0.1",
  };
}

/** A table that has the response's fields as soon as there is one. */
function responseTable(simulation: Simulation, response: SimulatedResponse): LuaTable {
  const table = new LuaTable();
  response.onChanged = () => {
    if (response.wasRefused) {
      table.set("refused", true);
      return;
    }
    if (table.getString("time") === undefined) {
      table.set("time", simulation.clock.nowMs() / 1000);
      table.set("status", response.status);
      table.set("headers", LuaTable.fromFields(Object.entries(response.headers)));
    }
    table.set("body", response.body);
  };
  return table;
}

/** How the program ended, and what is to be said of it: its error, its status. */
function endingOf({ end }: Simulation): LuaResult {
  if (end === null) return NO_VALUES;
  switch (end.kind) {
    case "failed":
      return [end.kind, copiedValue(end.error.value), end.error.traceback ?? undefined];
    case "shutdown":
      return [end.kind, end.exitStatus];
    default:
      return end.kind;
  }
}
