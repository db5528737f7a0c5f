/**
 * Reading a field by name through the tables that `__index` names, one reader per name.
 *
 * A reader that is used often is given code of its own, in which the property stands as a constant:
 * V8 then caches where objects and classes of known layout have it, which it cannot do for one piece
 * of code that reads every name (benchmark inheritance).
 */
import { globalEval } from "../value/global-eval.js";
import type { LuaTable } from "../value/lua-table.js";
import type { LuaValue } from "../value/lua-value.js";
import { META } from "../value/record.js";

/** How long a chain of `__index` or `__newindex` tables may be (PUC's MAXTAGLOOP). */
export const META_CHAIN_MAX = 100;

/** So many reads are left to the code that reads any name; then a reader gets code of its own. */
const SHARED_READS = 200;

/**
 * Finds a field in a table or in the tables that its `__index` names.
 * @returns its value; `undefined` when there is none; null when the code that reads any name is to
 *   find out: a metamethod or a value that is no table decides, or the reader has been used little
 */
type Find = (table: LuaTable) => LuaValue | null;

/** Reads one field name; there is one per name and process. */
export class FieldReader {
  /** The name. */
  readonly key: string;
  /** Finds the field. */
  find: Find;
  #sharedReads = 0;

  private constructor(key: string, property: string) {
    this.key = key;
    this.find = () => {
      if (++this.#sharedReads === SHARED_READS) this.find = ownCode(key, property);
      return null;
    };
  }

  static readonly #readers = new Map<string, FieldReader>();

  /**
   * Gives the reader of a name.
   * @param property - the name's property in record parts
   */
  static for(key: string, property: string): FieldReader {
    let reader = FieldReader.#readers.get(property);
    if (reader === undefined) {
      reader = new FieldReader(key, property);
      FieldReader.#readers.set(property, reader);
    }
    return reader;
  }
}

/** So many tables of a chain are read by code of their own: V8 knows up to four layouts at one place. */
const OWN_PLACES = 3;

/** Makes the code of one name, with the properties written out. */
function ownCode(key: string, property: string): Find {
  const look =
    `value=object.rec.${property};` +
    "if(value===undefined&&object.hash!==null)value=object.hash.get(key);" +
    "if(value!==undefined)return value;" +
    "meta=object.meta;" +
    "if(meta===null)return undefined;" +
    `handler=meta.rec.${META.index};` +
    "if(handler===undefined)return meta.hash===null?undefined:null;" +
    "if(handler.isTable!==true)return null;" +
    "object=handler;";
  const make = globalEval(
    `(key)=>(object)=>{let value,meta,handler;${look.repeat(OWN_PLACES)}` +
      `for(let i=${OWN_PLACES};i<${META_CHAIN_MAX};i++){${look}}return null;}`,
  ) as (key: string) => Find;
  return make(key);
}
