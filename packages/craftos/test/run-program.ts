/**
 * Runs Lua programs on a computer in virtual time with files in memory.
 */
import { Computer, type ComputerOptions, Scheduler, VirtualClock } from "@craftos-http/event-loop";
import { LuaState } from "@craftos-http/interpreter";
import { type CraftosEnvironment, createEnvironment } from "../src/create-environment.js";
import { FileSystem } from "../src/files/file-system.js";
import { LocalModems } from "../src/peripheral/modem-transport.js";
import type { AttachedPeripheral } from "../src/peripheral/peripheral-set.js";
import { MemoryMount } from "../src/files/memory-mount.js";
import type { ProgramOptions } from "../src/program/program.js";

/** How a test's program is run. */
export interface RunOptions extends Omit<Partial<ProgramOptions>, "source"> {
  /** What is on the computer's disk. */
  readonly files?: Readonly<Record<string, string>>;
  /** The computer's files, in place of a disk in memory. */
  readonly fileSystem?: FileSystem;
  readonly computer?: Partial<ComputerOptions>;
  readonly clock?: VirtualClock;
  /** The lines that `read` gets, then the end; default no input. */
  readonly input?: readonly string[];
  /** The size of a screen that somebody sees; default nobody does. */
  /** What is attached. */
  readonly peripherals?: readonly AttachedPeripheral[];
  readonly screen?: { readonly width: number; readonly height: number };
}

/** A computer that has been booted with a program. */
export interface RunningProgram {
  readonly clock: VirtualClock;
  readonly computer: Computer;
  readonly environment: CraftosEnvironment;
  /** How often something on its screen changed. */
  changes: number;
  /** What the program wrote. */
  output: string;
  /** What the program wrote with `printError`. */
  errorOutput: string;
}

/** Boots a computer with a program that has not yet begun. */
export function bootProgram(source: string, options: RunOptions = {}): RunningProgram {
  const clock = options.clock ?? new VirtualClock();
  const state = new LuaState();
  const scheduler = new Scheduler({ clock });
  const computer = new Computer({ scheduler, state, ...options.computer });
  const running = { clock, computer, changes: 0, output: "", errorOutput: "" };
  const nowMs = (): number => clock.unixMs();
  const disk = new MemoryMount({ files: options.files ?? {}, nowMs });
  const input = options.input?.values();
  const environment = createEnvironment(state, computer, {
    write: (text) => void (running.output += text),
    writeError: (text) => void (running.errorOutput += text),
    ...(input && { requestLine: (take) => void take(input.next().value ?? null) }),
    peripherals: options.peripherals,
    surroundings: {
      modems: new LocalModems(),
      after: (delayMs, act) => void scheduler.callAt(clock.nowMs() + delayMs, act),
    },
    screen: options.screen && { ...options.screen, changed: () => (running.changes += 1) },
    files: options.fileSystem ?? new FileSystem({ disk }),
  });
  const program = { path: "program.lua", ...options, source };
  const problem = environment.bootProgram(program);
  if (problem !== null) throw new Error(problem);
  return Object.assign(running, { environment });
}

/** Runs a program until it waits or has ended. */
export function runProgram(source: string, options: RunOptions = {}): RunningProgram {
  const running = bootProgram(source, options);
  running.clock.runUntilIdle();
  return running;
}

/** Runs a program to its end and gives what it wrote; fails with what the program failed with. */
export function outputOf(source: string, options: RunOptions = {}): string {
  const { computer, output } = runProgram(source, options);
  if (computer.end?.kind === "failed") throw new Error(computer.end.error.message);
  if (computer.end?.kind === "fault") throw computer.end.fault;
  return output;
}
