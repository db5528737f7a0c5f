/**
 * The tables that a serialisation has come through: what is inside itself cannot be written, and
 * what appears twice only if that is allowed. Source: tweaked.cc, textutils.serialize.
 */
import { type LuaTable, raise } from "@craftos-http/interpreter";

/** How deep tables may nest: what a JavaScript stack with Lua on it holds for certain. */
const DEPTH_MAX = 500;

/** A list of so many tables is searched sooner than a set (bench:http, json). */
const LIST_MAX = 64;

/** Tables under way and tables done. */
export class SerializationPath {
  readonly #allowsRepetitions: boolean;
  /** Those under way, the innermost last. */
  readonly #underWay: LuaTable[] = [];
  /** All there were, unless repetitions are allowed. */
  readonly #list: LuaTable[] = [];
  /** The same, when there are many. */
  #set: Set<LuaTable> | null = null;

  /**
   * Makes an empty path.
   * @param allowsRepetitions - whether a table may appear twice
   */
  constructor(allowsRepetitions: boolean) {
    this.#allowsRepetitions = allowsRepetitions;
  }

  /** Notes that a table begins. */
  enter(table: LuaTable): void {
    const underWay = this.#underWay;
    if (this.#allowsRepetitions ? underWay.includes(table) : this.#wasThere(table)) {
      const isUnderWay = underWay.includes(table);
      raise(`Cannot serialize table with ${isUnderWay ? "recursive" : "repeated"} entries`);
    }
    if (underWay.push(table) > DEPTH_MAX) raise("Cannot serialize table nested too deeply");
  }

  /** Notes that the table that began last ends. */
  leave(): void {
    this.#underWay.pop();
  }

  /** Says whether a table was there before, and notes that it was now. */
  #wasThere(table: LuaTable): boolean {
    if (this.#set !== null) {
      const { size } = this.#set;
      return this.#set.add(table).size === size;
    }
    const list = this.#list;
    if (list.includes(table)) return true;
    if (list.push(table) > LIST_MAX) this.#set = new Set(list);
    return false;
  }
}
