/**
 * The one place that knows how @craftos-http/interpreter is driven: makes a state with the standard
 * libraries, `print` and `os.clock` (CPU time), and runs a file in it. Change it when the interpreter's API does.
 */
import { cpuClock } from "./cpu-clock.js";

/** What a benchmark asks of the interpreter. */
export interface BareInterpreter {
  /** Sets a global to a function that takes no arguments and returns one number. */
  setNumberFunction(name: string, read: () => number): void;
  /** Compiles a chunk and runs it to its end; throws if either fails. */
  run(source: string, chunkName: string, args: readonly string[]): void;
}

/** The part of the interpreter's interface that is used here. */
interface InterpreterModule {
  readonly LuaState?: new () => LuaStateLike;
}

interface LuaStateLike {
  openLibraries(): void;
  setGlobal(name: string, value: unknown): void;
  createTable(fields: Readonly<Record<string, unknown>>): unknown;
  load(source: string, chunkName: string): unknown;
  call(callee: unknown, args: readonly unknown[]): readonly unknown[];
  toText(value: unknown): string;
}

/**
 * Makes a fresh state.
 *
 * @throws Error if the interpreter has no such interface (yet)
 */
export async function createInterpreter(): Promise<BareInterpreter> {
  const { LuaState } = (await import("@craftos-http/interpreter")) as InterpreterModule;
  if (LuaState === undefined) throw new Error("the interpreter exports no LuaState");
  const state = new LuaState();
  state.openLibraries();
  state.setGlobal("print", (...values: unknown[]) => {
    const line = values.map((value) => state.toText(value)).join("\t");
    process.stdout.write(`${line}\n`, "latin1");
    return [];
  });
  state.setGlobal("os", state.createTable({ clock: cpuClock }));
  return {
    setNumberFunction: (name, read) => {
      state.setGlobal(name, () => read());
    },
    run: (source, chunkName, args) => {
      state.call(state.load(source, chunkName), args);
    },
  };
}
