/**
 * `table.foreach` and `table.foreachi` (Lua 5.1 manual §7.2): loops that call a function for every
 * element until it gives something. They may be suspended in the function.
 */
import { execution, saveFrame } from "../runtime/execution.js";
import { raise } from "../runtime/raise.js";
import { Frame } from "../value/frame.js";
import type { LuaTable } from "../value/lua-table.js";
import {
  firstValue,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  SUSPENDED,
} from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { lengthOf } from "./table-access.js";

/** What the function's call costs of the budget while it lasts: the loop's JavaScript stack. */
const CALLBACK_COST = 400;
/** What is not given back of it: a turn's time. */
const TURN_COST = 16;

function checkFunction(args: Arguments, position: number): LuaFunction {
  const fn = args.at(position);
  return typeof fn === "function" ? fn : args.fail(position, "function");
}

/** `table.foreach(table, f)`. */
export function foreach(...values: LuaValue[]): LuaResult {
  const args = new Arguments("foreach", values);
  return visitKeys(args.table(1), checkFunction(args, 2), 0);
}

/** Calls the function for the keys from a traversal's position on. */
function visitKeys(table: LuaTable, fn: LuaFunction, start: number): LuaResult {
  let position = table.nextPosition(start);
  while (position >= 0) {
    const key = table.keyAt(position);
    execution.c += CALLBACK_COST;
    const result = fn(key, table.valueAt(position));
    if (result === SUSPENDED) {
      return saveFrame(
        new ForeachFrame("foreach", () => {
          const place = table.positionOf(key);
          if (place < 0) raise("invalid key to 'next'");
          return visitKeys(table, fn, place + 1);
        }),
      );
    }
    execution.c -= CALLBACK_COST - TURN_COST;
    const value = firstValue(result);
    if (value !== undefined) return value;
    position = table.nextPosition(position + 1);
  }
  return undefined;
}

/** `table.foreachi(table, f)`. */
export function foreachi(...values: LuaValue[]): LuaResult {
  const args = new Arguments("foreachi", values);
  const table = args.table(1);
  return visitElements(table, checkFunction(args, 2), 1, lengthOf(table));
}

function visitElements(table: LuaTable, fn: LuaFunction, first: number, last: number): LuaResult {
  for (let i = first; i <= last; i++) {
    execution.c += CALLBACK_COST;
    const result = fn(i, table.getNumber(i));
    if (result === SUSPENDED) {
      return saveFrame(new ForeachFrame("foreachi", () => visitElements(table, fn, i + 1, last)));
    }
    execution.c -= CALLBACK_COST - TURN_COST;
    const value = firstValue(result);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A loop that waits for its function. */
class ForeachFrame extends Frame {
  readonly #name: string;
  readonly #goOn: () => LuaResult;

  /** Waits for the function; `goOn` carries on with the element after the one visited. */
  constructor(name: string, goOn: () => LuaResult) {
    super();
    this.#name = name;
    this.#goOn = goOn;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(result: LuaResult): LuaResult {
    return firstValue(result) ?? this.#goOn();
  }
}
