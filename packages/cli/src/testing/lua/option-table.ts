/**
 * Tables of options that Lua programs pass: each field is checked, and one that nobody knows is an
 * error. The words are those of cc.expect.
 */
import { LuaTable, type LuaValue, raiseAt, typeName } from "@craftos-http/interpreter";
import { fieldsOf } from "./copied-value.js";

/** Reads a table of options. */
export class OptionTable {
  readonly #table: LuaTable;

  /**
   * Checks the names.
   * @param table - the options; undefined for none
   * @param names - those that there are
   * @throws LuaError for any other
   */
  constructor(table: LuaTable | undefined, names: readonly string[]) {
    this.#table = table ?? new LuaTable();
    for (const [name] of fieldsOf(this.#table)) {
      if (typeof name === "string" && names.includes(name)) continue;
      const shown = typeof name === "string" ? name : typeName(name);
      raiseAt(`bad field '${shown}' (there are ${names.join(", ")})`, 1);
    }
  }

  /** Gives a string, or undefined. */
  string(name: string): string | undefined {
    const value = this.#table.getString(name);
    if (value === undefined || typeof value === "string") return value;
    return this.#refuse(name, "string", value);
  }

  /** Gives a whole number from 0, or undefined. */
  count(name: string): number | undefined {
    const value = this.#table.getString(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number") return this.#refuse(name, "number", value);
    if (!Number.isSafeInteger(value) || value < 0) {
      raiseAt(`bad field '${name}' (whole number expected)`, 1);
    }
    return value;
  }

  /** Gives a time that is given in seconds, in milliseconds; or undefined. */
  milliseconds(name: string): number | undefined {
    const value = this.#table.getString(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number") return this.#refuse(name, "number", value);
    const milliseconds = Math.ceil(value * 1000 - 1e-6);
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 1) {
      raiseAt(`bad field '${name}' (seconds expected)`, 1);
    }
    return milliseconds;
  }

  /** Gives a list of strings; empty by default. */
  strings(name: string): readonly string[] {
    const table = this.#tableNamed(name);
    if (table === undefined) return [];
    return Array.from({ length: table.length() }, (_, index) => {
      const value = table.getNumber(index + 1);
      if (typeof value === "string") return value;
      return this.#refuse(`${name}[${index + 1}]`, "string", value);
    });
  }

  /** Gives strings by name; empty by default. */
  record(name: string): Readonly<Record<string, string>> {
    const table = this.#tableNamed(name);
    const entries: [string, string][] = [];
    if (table === undefined) return {};
    for (const [key, value] of fieldsOf(table)) {
      if (typeof key !== "string") return this.#refuse(name, "names", key);
      if (typeof value !== "string") return this.#refuse(`${name}.${key}`, "string", value);
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  #tableNamed(name: string): LuaTable | undefined {
    const value = this.#table.getString(name);
    if (value === undefined || value instanceof LuaTable) return value;
    return this.#refuse(name, "table", value);
  }

  #refuse(name: string, expected: string, value: LuaValue): never {
    raiseAt(`bad field '${name}' (${expected} expected, got ${typeName(value)})`, 1);
  }
}
