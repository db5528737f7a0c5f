/**
 * The module `craftos.simulation`: simulations from Lua, for programs that test other programs. Each
 * simulated computer has its own interpreter state, time and seed; what is handed over is copied.
 *
 * Whoever runs such a program puts the module where its `require` finds it (`SimulationOptions.modules`,
 * `ProgramOptions.modules`). A simulated computer does not have it: simulations are not nested.
 */
import { type LuaState, LuaTable, type LuaValue, native, raiseAt } from "@craftos-http/interpreter";
import { isTypeScriptProgram } from "../../program/find-program.js";
import { ProgramNotSimulable, Simulation, type SimulationOptions } from "../simulation.js";
import { OptionTable } from "./option-table.js";
import { makeSimulationHandle } from "./simulation-handle.js";

/** The name by which `require` knows the module. */
export const SIMULATION_MODULE = "craftos.simulation";

/** A program that was compiled, as it is simulated. Paths and contents are byte strings. */
export interface SimulatedSource {
  /** The path of the program's Lua. */
  readonly path: string;
  /** That Lua. */
  readonly source: string;
  /** All Lua files that it was compiled to, by their paths. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a program that simulates has. */
export interface SimulationLibraryOptions {
  /** The state that it runs in. */
  readonly state: LuaState;
  /**
   * What is on the disk of every simulated computer at first, by path: the programs under test. A
   * function is asked when the first one is made.
   */
  readonly files?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /**
   * Compiles a program in TypeScript, which is one of `files`. Gives why it cannot be compiled, or undefined when
   * it is to be taken for Lua; default nothing is compiled.
   */
  readonly compile?: ((path: string) => SimulatedSource | string | undefined) | undefined;
  /** Told of how often the statements of simulated programs run; default nobody counts. */
  readonly onCounts?: SimulationOptions["onCounts"];
}

/** Calls a test with seeds from 1; an error tells which. In Lua, so that tests may wait. */
const EXPLORE = `
local count, test = ...
if type(count) ~= "number" then
  error("bad argument #1 (number expected, got " .. type(count) .. ")", 3)
elseif type(test) ~= "function" then
  error("bad argument #2 (function expected, got " .. type(test) .. ")", 3)
end
for seed = 1, count do
  local ok, message = pcall(test, seed)
  if not ok then
    if message == "Terminated" then error(message, 0) end
    error("seed " .. seed .. ": " .. tostring(message), 0)
  end
end`;

/**
 * Makes the module.
 * @param options - for which program
 */
export function simulationLibrary(options: SimulationLibraryOptions): LuaTable {
  const { state, files = {}, compile, onCounts } = options;
  const module = new LuaTable();
  module.define(
    "new",
    native("simulation.new", (value) => {
      const shared = typeof files === "function" ? files() : files;
      return makeSimulationHandle(simulationOf(value, { shared, compile, onCounts }));
    }),
  );
  module.define("explore", state.load(EXPLORE, "=craftos.simulation"));
  return module;
}

const NAMES = [
  ...["program", "source", "args", "files", "seed", "startTime"],
  ...["yieldTimeout", "responseTimeout"],
];

/** What simulations are made with beside what the program says. */
interface SimulationSurroundings {
  readonly shared: Readonly<Record<string, string>>;
  readonly compile: SimulationLibraryOptions["compile"];
  readonly onCounts: SimulationOptions["onCounts"];
}

function simulationOf(value: LuaValue, surroundings: SimulationSurroundings): Simulation {
  if (!(value instanceof LuaTable)) return raiseAt("bad argument #1 (table expected)", 1);
  const options = new OptionTable(value, NAMES);
  const { shared, onCounts } = surroundings;
  const own = options.record("files");
  const { path, source, files: compiled } = programOf(options, own, surroundings);
  const files = { ...shared, ...Object.fromEntries(compiled), ...own };
  const startUnixMs = options.milliseconds("startTime");
  const tooLongMs = options.milliseconds("yieldTimeout");
  const answerTimeoutMs = options.milliseconds("responseTimeout");
  try {
    return new Simulation(source, {
      onCounts,
      ...{ path, files, args: options.strings("args"), seed: options.count("seed") ?? 1 },
      ...(startUnixMs === undefined ? {} : { startUnixMs }),
      limits: {
        ...(tooLongMs === undefined ? {} : { tooLongMs }),
        ...(answerTimeoutMs === undefined ? {} : { answerTimeoutMs }),
      },
    });
  } catch (error) {
    if (!(error instanceof ProgramNotSimulable)) throw error;
    return raiseAt(error.message, 1);
  }
}

/** Files of the test's own are Lua, whatever they are called. */
function programOf(
  options: OptionTable,
  own: Readonly<Record<string, string>>,
  { shared, compile }: SimulationSurroundings,
): SimulatedSource {
  const named = options.string("program");
  const source = options.string("source");
  const files = new Map<string, string>();
  if (source !== undefined) return { path: named ?? "program.lua", source, files };
  if (named === undefined) return raiseAt("bad field 'program' (string expected, got nil)", 1);
  for (const ending of ["", ".lua", ".ts"]) {
    const path = `${named.replace(/^\//, "")}${ending}`;
    const found = own[path] ?? shared[path];
    if (found === undefined) continue;
    const compiled = isTypeScriptProgram(path) && !(path in own) ? compile?.(path) : undefined;
    if (typeof compiled === "string") return raiseAt(`bad field 'program' (${compiled})`, 1);
    return compiled ?? { path, source: found, files };
  }
  return raiseAt(`bad field 'program' (there is no file '${named}')`, 1);
}
