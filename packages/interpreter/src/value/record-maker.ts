/**
 * Tables that are made over and over of data with the same string keys, such as the records of a JSON
 * document. Their fields are in the record part, in the order of the keys, as if a program had named them.
 */
import { globalEval } from "./global-eval.js";
import { LuaTable } from "./lua-table.js";
import type { LuaValue } from "./lua-value.js";
import { internKey, newRecord, RecordFields, type RecordPart } from "./record.js";

/** Most keys: what V8 keeps fast as one object with certainty. */
const KEYS_MAX = 60;

/** Stores as many values as there are keys in a record, from an index on. */
type Fill = (record: RecordPart, values: readonly LuaValue[], start: number) => void;

/** Makes tables with certain keys. */
export class RecordMaker {
  readonly #fill: Fill;
  /** The fields of all of them, until one is given more. */
  readonly #fields: RecordFields;

  private constructor(properties: readonly string[]) {
    // Stores by name, one after the other: V8 sees one shape grow (docs/decisions/0001).
    const stores = properties.map((property, i) => `r.${property}=v[i+${i}];`);
    this.#fill = globalEval(`((r,v,i)=>{${stores.join("")}})`) as Fill;
    const record = newRecord();
    this.#fill(record, [], 0);
    this.#fields = new RecordFields(record, true);
  }

  /**
   * Gives a maker.
   * @param keys - the keys, each once
   * @returns undefined for no keys, for more than 60, or when the process has no room for their names
   */
  static for(keys: readonly string[]): RecordMaker | undefined {
    if (keys.length === 0 || keys.length > KEYS_MAX) return undefined;
    const properties = keys.map(internKey).filter((property) => property !== undefined);
    return properties.length === keys.length ? new RecordMaker(properties) : undefined;
  }

  /**
   * Makes a table.
   * @param values - has the values of the keys in their order, none of them nil
   * @param start - the index of the first
   */
  make(values: readonly LuaValue[], start: number): LuaTable {
    const record = newRecord();
    this.#fill(record, values, start);
    return LuaTable.ofRecord(record, this.#fields);
  }
}
