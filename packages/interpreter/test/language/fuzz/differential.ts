/**
 * Runs one program in PUC Lua 5.2 and in ours, plain and interrupted, and says where they differ.
 */
import { readFileSync } from "node:fs";
import { runPuc } from "../../puc-oracle.js";
import { MODES, type Mode, runProgram } from "../run-program.js";
import { type Block, blockIn, render, type Statement } from "./program-tree.js";

const prelude = readFileSync(new URL("prelude.lua", import.meta.url), "latin1");

/** Runs a program in a coroutine, answers its yields, and prints how it ends. */
const DRIVER = `
local program = ...
local resume, status, tostring, type, select = coroutine.resume, coroutine.status, tostring, type, select
return function()
  local co, n = coroutine.create(program), 0
  local function text(...)
    local s = ""
    for i = 1, select("#", ...) do
      local v = (select(i, ...))
      local t = type(v)
      s = s .. " " .. ((t == "string" or t == "number" or t == "boolean") and tostring(v) or t)
    end
    return s
  end
  local function turn(ok, ...)
    print(status(co) .. (ok and " with" or " failed with") .. text(...))
  end
  repeat
    turn(resume(co, n % 3 > 0 and n or nil, "driver"))
    n = n + 1
  until status(co) == "dead" or n > 300
end`;

function modeNamed(name: string): Mode {
  return MODES.find((mode) => mode.name === name)!;
}

const PLAIN = modeNamed("plain");

/** Ways to interrupt a program: one for each, since compiling it takes most of the time. */
const INTERRUPTED = ["suspended after every step", "suspended now and then"].map(modeNamed);

/** The whole text of a program. */
export function sourceOf(program: Block): string {
  return `${prelude}${render(program)}\n`;
}

/** What PUC says when the memory of its WebAssembly module is full. */
const OUT_OF_MEMORY = "not enough memory";

/** NaN prints with a sign in PUC, as the C library likes. */
function normalized(output: string): string {
  return output.replace(/-nan\b/g, "nan");
}

function askPuc(source: string): string {
  try {
    return normalized(runPuc("5.2", withDriver(source)));
  } catch (fault) {
    if (String(fault).includes(OUT_OF_MEMORY)) return OUT_OF_MEMORY;
    throw fault;
  }
}

function withDriver(source: string): string {
  return `local lines = {}
function print(...)
  local line = {}
  for i = 1, select("#", ...) do line[i] = tostring((select(i, ...))) end
  lines[#lines + 1] = table.concat(line, "\\t") .. "\\n"
end
local main, message = load([========[${source}]========], "=p")
if not main then return message end
local driver = load([========[${DRIVER}]========], "=driver")
driver(main)()
return table.concat(lines)`;
}

/** A difference between PUC and us. */
export interface Difference {
  readonly mode: string;
  readonly expected: string;
  readonly actual: string;
}

/**
 * PUC reads the names of values off its bytecode, which now and then names one that an expression
 * has no name for. Names are held to PUC's in the tests of messages.
 */
function withoutNames(output: string): string {
  return output.replace(
    /(attempt to [a-z ]+) (?:local|upvalue|global|field|method|constant) '[^'\n]*' \((a \w+ value)\)/g,
    "$1 $2",
  );
}

/** Whether an answer tells of limits of C that we do not have. */
function isBeyondPuc(output: string): boolean {
  return /stack overflow|not enough memory|too many C levels/.test(output);
}

/**
 * Compares a program's output in PUC and here, plain and interrupted in a way that the seed chooses.
 * @returns the first difference; null when there is none; undefined when PUC cannot tell
 */
export function compare(program: Block, seed: number): Difference | null | undefined {
  const source = sourceOf(program);
  const expected = askPuc(source);
  if (isBeyondPuc(expected)) return undefined;
  for (const mode of [PLAIN, INTERRUPTED[seed % INTERRUPTED.length]!]) {
    const actual = runHere(source, mode, seed);
    if (withoutNames(actual) !== withoutNames(expected)) {
      return { mode: mode.name, expected, actual };
    }
  }
  return null;
}

function runHere(source: string, mode: Mode, seed: number): string {
  try {
    const { output, error } = runProgram(source, "=p", mode, seed, DRIVER);
    return normalized(error === null ? output : output + error);
  } catch (fault) {
    return `internal error: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`;
  }
}

/**
 * Makes a failing program smaller by leaving out statements, and blocks around statements, for as
 * long as it still fails.
 * @param fails - whether a program shows the failure
 */
export function shrink(program: Block, fails: (candidate: Block) => boolean): Block {
  let smallest = program;
  for (let size = Math.max(1, program.length >> 1); ;) {
    const smaller = candidates(smallest, size).find(fails);
    if (smaller !== undefined) smallest = smaller;
    else if (size > 1) size >>= 1;
    else return smallest;
  }
}

/** Programs with `size` statements in a row left out, or a statement replaced by what is inside it. */
function candidates(block: Block, size: number): Block[] {
  const found: Block[] = [];
  for (let start = 0; start < block.length; start += size) {
    if (block.slice(start, start + size).some(({ isKept }) => isKept === true)) continue;
    found.push([...block.slice(0, start), ...block.slice(start + size)]);
  }
  block.forEach((statement, at) => {
    const replace = (by: readonly Statement[]): Block => [
      ...block.slice(0, at),
      ...by,
      ...block.slice(at + 1),
    ];
    statement.parts.forEach((part, number) => {
      const inner = blockIn(part);
      if (inner === null) return;
      if (size === 1) found.push(replace(inner));
      for (const smaller of candidates(inner, size)) {
        const parts = [...statement.parts];
        parts[number] = inner === part ? smaller : { inline: smaller };
        found.push(replace([{ ...statement, parts }]));
      }
    });
  });
  return found;
}
