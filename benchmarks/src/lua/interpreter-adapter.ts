/**
 * The one place that knows how @craftos-http/interpreter is driven: makes a state with the standard
 * libraries, `print` and `os.clock` (CPU time), and runs a file in it. Change it when the interpreter's API does.
 */
import { library, LuaState, native, NO_VALUES, rawToString } from "@craftos-http/interpreter";
import { cpuClock } from "./cpu-clock.js";

/** What a benchmark asks of the interpreter. */
export interface BareInterpreter {
  /** Sets a global to a function that takes no arguments and returns one number. */
  setNumberFunction(name: string, read: () => number): void;
  /** Compiles a chunk and runs it to its end; throws if either fails. */
  run(source: string, chunkName: string, args: readonly string[]): void;
}

/** Makes a fresh state. */
export function createInterpreter(): BareInterpreter {
  const state = new LuaState();
  const { globals } = state;
  globals.define(
    "print",
    native("print", (...values) => {
      process.stdout.write(`${values.map(rawToString).join("\t")}\n`, "latin1");
      return NO_VALUES;
    }),
  );
  globals.define("os", library({ clock: native("clock", () => cpuClock()) }));
  return {
    setNumberFunction: (name, read) => {
      globals.define(
        name,
        native(name, () => read()),
      );
    },
    run: (source, chunkName, args) => {
      state.call(state.load(source, chunkName), ...args);
    },
  };
}
