/**
 * Simulated computers whose Lua programs have the kernel at their fingertips and write a log. What
 * CraftOS makes of the kernel is tested with that package.
 */
import { LuaState, type LuaTable, type LuaValue, NO_VALUES } from "@craftos-http/interpreter";
import { ProgramStop } from "../src/computer/computer-end.js";
import { Computer } from "../src/computer/computer.js";
import type { ComputerOptions } from "../src/computer/computer-options.js";
import type { EventValues } from "../src/events/computer-event.js";
import { SimulatedKernel } from "../src/testing/index.js";

/** Computers that share a clock and a log. */
export class Simulation extends SimulatedKernel {
  /** What programs logged, values joined by spaces. */
  readonly log: string[] = [];
  readonly #states = new Map<Computer, LuaState>();

  /** Boots a computer with a Lua program that sees `pull`, `queue`, `timer`, `log` and the like. */
  boot(source: string, options: Partial<ComputerOptions> = {}): Computer {
    const state = new LuaState();
    const computer = new Computer({ scheduler: this.scheduler, state, ...options });
    this.#states.set(computer, state);
    this.#defineGlobals(state, computer);
    computer.boot(state.load(source, "@program.lua"));
    return computer;
  }

  /** Boots a computer and goes on until everything waits. */
  start(source: string, options: Partial<ComputerOptions> = {}): Computer {
    const computer = this.boot(source, options);
    this.run();
    return computer;
  }

  /** The globals of a computer's state. */
  globalsOf(computer: Computer): LuaTable {
    return this.#states.get(computer)!.globals;
  }

  #defineGlobals(state: LuaState, computer: Computer): void {
    const functions = {
      log: (...values: LuaValue[]) => {
        const line = values.map(String).join(" ");
        computer.emit("log", line);
        this.log.push(line);
        return NO_VALUES;
      },
      queue: (...values: LuaValue[]) => computer.queueEvent(values as unknown as EventValues),
      timer: (seconds: LuaValue) => computer.startTimer(seconds as number) ?? undefined,
      cancel: (id: LuaValue) => {
        computer.cancelTimer(id as number);
        return NO_VALUES;
      },
      alarm: (hour: LuaValue) => computer.setAlarm(hour as number) ?? undefined,
      cancelAlarm: (id: LuaValue) => {
        computer.cancelAlarm(id as number);
        return NO_VALUES;
      },
      clock: () => computer.clockSeconds(),
      stop: (exitStatus: LuaValue) => {
        throw new ProgramStop({ kind: "shutdown", exitStatus: exitStatus as number });
      },
      fault: () => {
        throw new TypeError("a fault of ours");
      },
    };
    for (const [name, fn] of Object.entries(functions)) state.globals.define(name, fn);
    const yieldNative = state.globals.getString("coroutine");
    state.globals.define("pull", (yieldNative as typeof state.globals).getString("yield"));
  }
}
