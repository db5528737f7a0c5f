/**
 * Checking the arguments of library functions, with Lua's texts (the `luaL_check` functions).
 *
 * A missing argument and an explicit nil are told apart only where Lua's message does ("got no
 * value"); natives that care pass `arguments.length`.
 */
import { callObjectMetamethod } from "../runtime/call.js";
import { execution } from "../runtime/execution.js";
import { metafield, metatableOf } from "../runtime/metatable.js";
import { NO_VALUE, raise, raiseArgument, raiseArgumentText } from "../runtime/raise.js";
import { toNumber } from "../runtime/arithmetic.js";
import { LuaTable } from "../value/lua-table.js";
import { type LuaResult, type LuaValue, typeName } from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";

/**
 * The arguments of one call of a library function, checked one by one.
 * Positions count from 1.
 */
export class Arguments {
  /** The function's name in messages. */
  readonly functionName: string;
  readonly #values: readonly LuaValue[];

  /**
   * Looks at the arguments of a call.
   * @param functionName - as errors name it
   * @param values - the arguments
   */
  constructor(functionName: string, values: readonly LuaValue[]) {
    this.functionName = functionName;
    this.#values = values;
  }

  /** How many there are. */
  get count(): number {
    return this.#values.length;
  }

  /** Any value, nil when missing. */
  at(position: number): LuaValue {
    return this.#values[position - 1];
  }

  /** Throws "bad argument ... (type expected, got ...)". */
  fail(position: number, expected: string): never {
    const given = position <= this.#values.length ? this.at(position) : NO_VALUE;
    raiseArgument(position, expected, given, this.functionName);
  }

  /** Throws "bad argument ..." with any text in the parentheses. */
  failText(position: number, text: string): never {
    raiseArgumentText(position, text, this.functionName);
  }

  /** A value that must be there, but may be nil. */
  any(position: number): LuaValue {
    if (position > this.#values.length) {
      raiseArgumentText(position, "value expected", this.functionName);
    }
    return this.at(position);
  }

  /** A table. */
  table(position: number): LuaTable {
    const value = this.at(position);
    return value instanceof LuaTable ? value : this.fail(position, "table");
  }

  /** A number, or a string that reads as one. */
  number(position: number): number {
    const value = this.at(position);
    if (typeof value === "number") return value;
    return toNumber(value) ?? this.fail(position, "number");
  }

  /** As {@link number}, with a value for a missing or nil argument. */
  optionalNumber(position: number, missing: number): number {
    return this.at(position) === undefined ? missing : this.number(position);
  }

  /** A number cut to an integer, as PUC 5.2's `luaL_checkint` does. */
  integer(position: number): number {
    const value = Math.trunc(this.number(position));
    return value === value ? value : 0;
  }

  /** As {@link integer}, with a value for a missing or nil argument. */
  optionalInteger(position: number, missing: number): number {
    return this.at(position) === undefined ? missing : this.integer(position);
  }

  /** A string, or a number as its text. */
  string(position: number): string {
    const value = this.at(position);
    if (typeof value === "string") return value;
    return typeof value === "number" ? formatNumber(value) : this.fail(position, "string");
  }

  /** As {@link string}, with a value for a missing or nil argument. */
  optionalString(position: number, missing: string): string {
    return this.at(position) === undefined ? missing : this.string(position);
  }
}

/** The objects of one state that have been shown, numbered in that order. */
class Identities {
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;

  numberOf(value: object): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = ++this.#count;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

/** By a table that each state has one of, so that what a program shows depends on it alone. */
const identitiesByState = new WeakMap<object, Identities>();
const noState = {};

/** The text after the type name of a value that has none of its own: 8 hexadecimal digits. */
function addressOf(value: object): string {
  const state = execution.shared ?? noState;
  let identities = identitiesByState.get(state);
  if (identities === undefined) {
    identities = new Identities();
    identitiesByState.set(state, identities);
  }
  return (0x10000000 + identities.numberOf(value) * 0x10).toString(16).padStart(8, "0");
}

/** `tostring` of a value, without metamethods (Lua 5.2 manual §6.1). */
export function rawToString(value: LuaValue): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return formatNumber(value);
    case "undefined":
      return "nil";
    case "boolean":
      return value ? "true" : "false";
    default:
      return `${typeName(value)}: ${addressOf(value)}`;
  }
}

/** Says whether numbers, booleans, functions or nil may have a metatable. */
export function hasSharedMetatables(): boolean {
  const { shared } = execution;
  return shared !== null && shared.others !== null;
}

/**
 * `tostring` of a value.
 * @returns a string; or what `__tostring` gave, raw, which is SUSPENDED if it was
 */
export function toStringResult(value: LuaValue): LuaResult {
  if (typeof value === "object" || typeof value === "string" || hasSharedMetatables()) {
    const meta = metatableOf(value);
    if (meta === null) return rawToString(value);
    const metamethod = metafield(meta, "tostring");
    if (metamethod !== undefined) {
      return callObjectMetamethod(metamethod, value);
    }
    const name = metafield(meta, "name");
    if (typeof name === "string" && typeof value === "object") {
      return `${name}: ${addressOf(value)}`;
    }
  }
  return rawToString(value);
}

/** Checks what `__tostring` gave. */
export function checkToString(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  raise("'__tostring' must return a string");
}
