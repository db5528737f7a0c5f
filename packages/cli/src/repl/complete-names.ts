/**
 * The names that may come next in a line of Lua: keywords, globals, and fields of what stands before.
 *
 * Tables are looked at as they are: nothing of the program is called, so that asking changes nothing.
 */
import { type LuaState, LuaTable, type LuaValue } from "@craftos-http/interpreter";

/** A name, and what it is a field of: `a.b:c`. */
const CHAIN = /(?:[A-Za-z_]\w*\s*[.:]\s*)*(?:[A-Za-z_]\w*)?$/;

const NAME = /^[A-Za-z_]\w*$/;

/** So many tables are looked into for a name: `__index` may lead round in a circle. */
const TABLES_MAX = 100;

const KEYWORDS = (
  "and break do else elseif end false for function goto if in local nil not or repeat return then true " +
  "until while"
).split(" ");

/** What may stand there. */
export interface Completions {
  /** Names, whole, in order; with `(` behind a function and `.` behind a table. */
  readonly names: readonly string[];
  /** What of a name is there already. */
  readonly begun: string;
}

/**
 * Completes the last name of a line.
 * @param line - up to the cursor
 * @param env - the environment of what is typed
 * @param state - has what strings have
 */
export function completeNames(line: string, env: LuaTable, state: LuaState): Completions {
  const [chain = ""] = CHAIN.exec(line) ?? [];
  const before = line[line.length - chain.length - 1] ?? "";
  const parts = chain.split(/\s*[.:]\s*/);
  const begun = parts.pop() ?? "";
  // `f().x` and `("x"):y`: what is in front of it has to be run to be known.
  const isConcat = line.endsWith(`..${chain}`);
  if (/\w/.test(before) || (/[.:]/.test(before) && !isConcat)) return { names: [], begun };
  if (isInText(line)) return { names: [], begun };
  const isCall = /:\s*\w*$/.test(chain);
  let owner: LuaValue = env;
  for (const part of parts) owner = fieldOf(owner, part, state);
  const names = new Map<string, LuaValue>();
  if (parts.length === 0) for (const word of KEYWORDS) names.set(word, undefined);
  for (const table of tablesOf(owner, state)) {
    for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
      const key = table.keyAt(at);
      if (typeof key === "string" && NAME.test(key) && !names.has(key)) {
        names.set(key, table.valueAt(at));
      }
    }
  }
  const fitting = [...names].filter(
    ([name, value]) => name.startsWith(begun) && (!isCall || typeof value === "function"),
  );
  return { names: fitting.map(([name, value]) => withEnding(name, value)).sort(), begun };
}

/** Whether a line ends in a string or a comment. */
function isInText(line: string): boolean {
  const rest = line.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, "");
  return /["']|--/.test(rest);
}

function withEnding(name: string, value: LuaValue): string {
  if (typeof value === "function") return `${name}(`;
  const isLibrary = value instanceof LuaTable && value.meta?.getString("__call") === undefined;
  return isLibrary ? `${name}.` : name;
}

function fieldOf(owner: LuaValue, name: string, state: LuaState): LuaValue {
  for (const table of tablesOf(owner, state)) {
    const value = table.getString(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A table and those that its `__index` leads to; for a string, the library. */
function* tablesOf(value: LuaValue, state: LuaState): Generator<LuaTable> {
  let table = typeof value === "string" ? state.stringMetatable.getString("__index") : value;
  for (let count = 0; count < TABLES_MAX && table instanceof LuaTable; count++) {
    yield table;
    table = table.meta?.getString("__index");
  }
}
