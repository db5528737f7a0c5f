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
  /** Those under way, the innermost last. */
  readonly #underWay: LuaTable[] = [];
  /** Those that may not come again: all there were, or where repetitions are allowed those under way. */
  readonly #barred = new Set<LuaTable>();

  /**
   * Makes an empty path.
   * @param allowsRepetitions - whether a table may appear twice
   */
  constructor(allowsRepetitions: boolean) {
    this.#allowsRepetitions = allowsRepetitions;
  }

  /** Notes that a table begins. */
  enter(table: LuaTable): void {
    const { size } = this.#barred;
    // One look-up for each table: benchmark json.
    if (this.#barred.add(table).size === size) {
      const isUnderWay = this.#underWay.includes(table);
      raise(`Cannot serialize table with ${isUnderWay ? "recursive" : "repeated"} entries`);
    }
    if (this.#underWay.push(table) > DEPTH_MAX) raise("Cannot serialize table nested too deeply");
  }

  /** Notes that the table that began last ends. */
  leave(): void {
    const table = this.#underWay.pop();
    if (this.#allowsRepetitions && table !== undefined) this.#barred.delete(table);
  }
}
