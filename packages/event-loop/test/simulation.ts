/**
 * A computer in virtual time whose Lua program has the kernel at its fingertips and writes a log.
 * What CraftOS makes of the kernel is tested with that package.
 */
import { LuaState, type LuaTable, type LuaValue, NO_VALUES } from "@craftos-http/interpreter";
import { VirtualClock } from "../src/clock/virtual-clock.js";
import { ProgramStop } from "../src/computer/computer-end.js";
import { Computer, type ComputerOptions } from "../src/computer/computer.js";
import type { EventValues } from "../src/events/computer-event.js";
import { Scheduler, type SchedulerOptions } from "../src/scheduler/scheduler.js";

/** Computers that share a clock and a log. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly scheduler: Scheduler;
  /** What programs logged, values joined by spaces. */
  readonly log: string[] = [];
  readonly #states = new Map<Computer, LuaState>();

  /** @param options - as for the scheduler */
  constructor(options: Omit<SchedulerOptions, "clock"> = {}) {
    this.scheduler = new Scheduler({ clock: this.clock, ...options });
  }

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
  run(source: string, options: Partial<ComputerOptions> = {}): Computer {
    const computer = this.boot(source, options);
    this.clock.runUntilIdle();
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
