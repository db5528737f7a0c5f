/**
 * Runs a Lua program in a state of its own and collects what it prints, in one of several modes:
 * ways to interrupt it that it must not notice.
 */
import {
  checkToString,
  type Coroutine,
  firstValue,
  type Inspection,
  LuaState,
  LuaSyntaxError,
  type LuaValue,
  native,
  NO_VALUES,
  type RunOutcome,
  toStringResult,
} from "../../src/index.js";
import { SeededRandom } from "../seeded-random.js";

/** A way to run a program. */
export interface Mode {
  readonly name: string;
  /** After how many steps to suspend it; undefined never. */
  readonly stepsPerTurn?: (random: SeededRandom) => number;
  /** In how many coroutines, one inside the other, to run it. */
  readonly coroutineDepth?: number;
  /** Whether its calls of metamethods, iterators and `print` yield out of the program. */
  readonly yields?: boolean;
  /** Whether it is compiled for a debugger. */
  readonly isInspected?: boolean;
  /** Whether its source is made so long that its functions are compiled when they are first called. */
  readonly isLong?: boolean;
}

/** How a program ended. */
export interface ProgramResult {
  /** What it printed, one character per byte. */
  readonly output: string;
  /** The error that it ended with, or null. */
  readonly error: string | null;
  /** The traceback of that error. */
  readonly traceback: string | null;
  /** How often it was preempted. */
  readonly preemptionCount: number;
}

/** After how many slices a program counts as endless. */
const SLICES_MAX = 1_000_000;

const always = (): number => 1;
const sometimes = (random: SeededRandom): number => 1 + random.below(6);

/** All modes. */
export const MODES: readonly Mode[] = [
  { name: "plain" },
  { name: "suspended after every step", stepsPerTurn: always },
  { name: "suspended now and then", stepsPerTurn: sometimes },
  { name: "inside a coroutine", coroutineDepth: 1 },
  { name: "two coroutines deep", coroutineDepth: 2 },
  {
    name: "two coroutines deep, suspended after every step",
    coroutineDepth: 2,
    stepsPerTurn: always,
  },
  { name: "yielding from natives and metamethods", yields: true },
  {
    name: "yielding from natives and metamethods, suspended now and then",
    yields: true,
    stepsPerTurn: sometimes,
  },
  { name: "in a long source", isLong: true },
  { name: "in code for a debugger", isInspected: true },
  {
    name: "in code for a debugger, suspended now and then",
    isInspected: true,
    stepsPerTurn: sometimes,
  },
];

/** Makes a source long by a comment at its end; a source map's stays the last. */
function lengthened(source: string): string {
  const end = source.lastIndexOf("\n--# sourceMappingURL");
  const at = end < 0 ? source.length : end;
  return `${source.slice(0, at)}\n--${"long".repeat(10_000)}${source.slice(at)}`;
}

/** What a debugger is told. */
const INSPECTION: Inspection = {
  sourceOf: (chunkName, source) => ({ url: `test:///${encodeURI(chunkName)}`, text: source }),
  stopsIn: () => false,
};

/** Makes of a function one that runs it in a coroutine and passes its yields on. */
const NEST = `
local create, resume, status, yield, error = coroutine.create, coroutine.resume, coroutine.status, coroutine.yield, error
local function finish(co, ok, ...)
  if not ok then error((...), 0) end
  if status(co) == "dead" then return ... end
  return finish(co, resume(co, yield(...)))
end
local f = ...
return function(...)
  local co = create(f)
  return finish(co, resume(co, ...))
end`;

/** Makes print, iterators and metamethods yield, where the program runs in the main coroutine. */
const ADD_YIELDS = `
local yield, running, isyieldable = coroutine.yield, coroutine.running, coroutine.isyieldable
local type, setmetatable, pairs, ipairs, print = type, setmetatable, pairs, ipairs, print
local function pause()
  local _, isMain = running()
  if isMain and isyieldable() then yield() end
end
local function pausing(f)
  return function(...)
    pause()
    return f(...)
  end
end
local wrapped = {}
local events = { "index", "newindex", "call", "add", "sub", "mul", "div", "mod", "pow", "unm", "concat", "len", "eq", "lt", "le", "tostring", "pairs", "ipairs" }
_G.print = pausing(print)
_G.setmetatable = function(t, mt)
  if type(mt) == "table" then
    for i = 1, #events do
      local name = "__" .. events[i]
      local f = rawget(mt, name)
      if type(f) == "function" and not wrapped[f] then
        local wrapper = wrapped[name .. tostring(f)] or pausing(f)
        wrapped[name .. tostring(f)] = wrapper
        wrapped[wrapper] = true
        rawset(mt, name, wrapper)
      end
    end
  end
  return setmetatable(t, mt)
end
_G.pairs = function(t)
  local f, s, c = pairs(t)
  return type(f) == "function" and pausing(f) or f, s, c
end
_G.ipairs = function(t)
  local f, s, c = ipairs(t)
  return type(f) == "function" and pausing(f) or f, s, c
end`;

/**
 * Runs a program to its end.
 * @param source - Lua source, one character per byte
 * @param chunkName - as given to `load`
 * @param seed - for modes that take chances
 * @param driver - Lua source of a chunk that is given the program's function and returns what to run
 */
export function runProgram(
  source: string,
  chunkName: string,
  mode: Mode,
  seed: number,
  driver = "return ...",
): ProgramResult {
  const random = new SeededRandom(seed);
  const { stepsPerTurn } = mode;
  let turnCount = 0;
  // A program that goes on for millions of steps is suspended more seldom after a while.
  const countTurn = (steps: number): number => (++turnCount > 5_000 ? steps * 200 : steps);
  const state = new LuaState({
    ...(stepsPerTurn !== undefined && { stepsPerTurn: () => countTurn(stepsPerTurn(random)) }),
    ...(mode.isInspected === true && { inspection: INSPECTION }),
  });
  let output = "";
  state.globals.set(
    "print",
    native("print", (...values) => {
      output += `${values.map(textOf).join("\t")}\n`;
      return NO_VALUES;
    }),
  );
  let main: LuaValue;
  try {
    main = state.load(mode.isLong === true ? lengthened(source) : source, chunkName);
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return { output, error: error.message, traceback: null, preemptionCount: 0 };
  }
  [main] = state.call(state.load(driver, "=driver"), main);
  if (mode.yields === true) state.call(state.load(ADD_YIELDS, "=yields"));
  for (let depth = mode.coroutineDepth ?? 0; depth > 0; depth--) {
    [main] = state.call(state.load(NEST, "=nest"), main);
  }
  if (typeof main !== "function") throw new Error("the program is no function");
  const { outcome, preemptionCount } = finish(state, state.createCoroutine(main), stepsPerTurn);
  const error = outcome.kind === "failed" ? outcome.error : null;
  return {
    output,
    error: error === null ? null : textOf(error.value),
    traceback: error === null ? null : error.traceback,
    preemptionCount,
  };
}

function finish(
  state: LuaState,
  coroutine: Coroutine,
  stepsPerTurn: Mode["stepsPerTurn"],
): { outcome: RunOutcome; preemptionCount: number } {
  let slicesLeft = SLICES_MAX;
  const slice = {
    shouldPreempt: () => {
      if (--slicesLeft < 0) throw new Error("the program does not end");
      return stepsPerTurn !== undefined;
    },
  };
  for (let preemptionCount = 0; ;) {
    const outcome = state.run(coroutine, [], slice);
    if (outcome.kind === "returned" || outcome.kind === "failed") {
      return { outcome, preemptionCount };
    }
    if (outcome.kind === "preempted") preemptionCount++;
  }
}

function textOf(value: LuaValue): string {
  return checkToString(firstValue(toStringResult(value)));
}
