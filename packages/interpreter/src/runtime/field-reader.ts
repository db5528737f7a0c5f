/**
 * Reading a field by name through the tables that `__index` names, one reader per name.
 *
 * A reader that is used often is given code of its own, in which the property stands as a constant:
 * V8 then caches where objects and classes of known layout have it, which it cannot do for one piece
 * of code that reads every name (benchmark inheritance).
 */
import type { LuaTable } from "../value/lua-table.js";
import type { LuaValue } from "../value/lua-value.js";
import { META } from "../value/record.js";

/** How long a chain of `__index` or `__newindex` tables may be (PUC's MAXTAGLOOP). */
export const META_CHAIN_MAX = 100;

/** After so many reads a reader gets code of its own. */
const SHARED_READS = 200;

/**
 * Finds a field in a table or in the tables that its `__index` names.
 * @returns its value; `undefined` when there is none; null when a metamethod or a value that is no
 *   table decides
 */
type Find = (table: LuaTable) => LuaValue | null;

/** Reads one field name; there is one per name and process. */
export class FieldReader {
  /** The name. */
  readonly key: string;
  /** The name's property in record parts. */
  readonly property: string;
  /** Finds the field. */
  find: Find;
  #sharedReads = 0;

  private constructor(key: string, property: string) {
    this.key = key;
    this.property = property;
    this.find = (table) => this.#findShared(table);
  }

  static readonly #readers = new Map<string, FieldReader>();

  /** Gives the reader of a name. */
  static for(key: string, property: string): FieldReader {
    let reader = FieldReader.#readers.get(property);
    if (reader === undefined) {
      reader = new FieldReader(key, property);
      FieldReader.#readers.set(property, reader);
    }
    return reader;
  }

  #findShared(table: LuaTable): LuaValue | null {
    if (++this.#sharedReads === SHARED_READS) this.find = ownCode(this.key, this.property);
    const { key, property } = this;
    let object = table;
    for (let length = 0; length < META_CHAIN_MAX; length++) {
      let value = object.rec[property];
      if (value === undefined && object.hash !== null) value = object.hash.get(key);
      if (value !== undefined || object.meta === null) return value;
      const handler = object.meta.rec[META.index];
      if (handler === undefined && object.meta.hash === null) return undefined;
      if (handler === undefined || (handler as Partial<LuaTable>).isTable !== true) return null;
      object = handler as LuaTable;
    }
    return null;
  }
}

/** Evaluates in the global scope, never in this module's. */
const globalEval = eval;

/** As the loop above, with the properties written out. */
function ownCode(key: string, property: string): Find {
  const make = globalEval(
    `(key) => (table) => {
      let object = table;
      for (let length = 0; length < ${META_CHAIN_MAX}; length++) {
        let value = object.rec.${property};
        if (value === undefined && object.hash !== null) value = object.hash.get(key);
        if (value !== undefined) return value;
        const meta = object.meta;
        if (meta === null) return undefined;
        const handler = meta.rec.${META.index};
        if (handler === undefined) return meta.hash === null ? undefined : null;
        if (handler.isTable !== true) return null;
        object = handler;
      }
      return null;
    }`,
  ) as (key: string) => Find;
  return make(key);
}
