/**
 * The tables that a serialisation has come through: what is inside itself cannot be written, and
 * what appears twice only if that is allowed. Source: tweaked.cc, textutils.serialize.
 */
import { type LuaTable, raise } from "@craftos-http/interpreter";

/** How deep tables may nest: what a JavaScript stack holds for certain. */
const DEPTH_MAX = 2000;

/** Tables under way and tables done. */
export class SerializationPath {
  readonly #allowsRepetitions: boolean;
  readonly #open = new Set<LuaTable>();
  readonly #done = new Set<LuaTable>();

  /**
   * Makes an empty path.
   * @param allowsRepetitions - whether a table may appear twice
   */
  constructor(allowsRepetitions: boolean) {
    this.#allowsRepetitions = allowsRepetitions;
  }

  /** Notes that a table begins. */
  enter(table: LuaTable): void {
    if (this.#open.has(table)) raise("Cannot serialize table with recursive entries");
    if (this.#done.has(table)) raise("Cannot serialize table with repeated entries");
    if (this.#open.size >= DEPTH_MAX) raise("Cannot serialize table nested too deeply");
    this.#open.add(table);
  }

  /** Notes that a table ends. */
  leave(table: LuaTable): void {
    this.#open.delete(table);
    if (!this.#allowsRepetitions) this.#done.add(table);
  }
}
