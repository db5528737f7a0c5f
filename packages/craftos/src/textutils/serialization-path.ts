/**
 * The tables that a serialisation has come through: what is inside itself cannot be written, and
 * what appears twice only if that is allowed. Source: tweaked.cc, textutils.serialize.
 */
import { type LuaTable, raise } from "@craftos-http/interpreter";

/** How deep tables may nest: what a JavaScript stack with Lua on it holds for certain. */
const DEPTH_MAX = 500;

/** Tables under way and tables done. */
export class SerializationPath {
  readonly #allowsRepetitions: boolean;
  /** True for a table under way, false for one that is done. */
  readonly #tables = new Map<LuaTable, boolean>();
  #depth = 0;

  /**
   * Makes an empty path.
   * @param allowsRepetitions - whether a table may appear twice
   */
  constructor(allowsRepetitions: boolean) {
    this.#allowsRepetitions = allowsRepetitions;
  }

  /** Notes that a table begins. */
  enter(table: LuaTable): void {
    const isUnderWay = this.#tables.get(table);
    if (isUnderWay === true) raise("Cannot serialize table with recursive entries");
    if (isUnderWay === false && !this.#allowsRepetitions) {
      raise("Cannot serialize table with repeated entries");
    }
    if (++this.#depth > DEPTH_MAX) raise("Cannot serialize table nested too deeply");
    this.#tables.set(table, true);
  }

  /** Notes that a table ends. */
  leave(table: LuaTable): void {
    this.#depth--;
    this.#tables.set(table, false);
  }
}
