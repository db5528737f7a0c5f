/**
 * Tables that are made over and over with the same string keys, such as the handles of a request. Each
 * value is made when a program first asks for it: of a handle's functions a program uses two or three
 * (bench:http, hello).
 *
 * Such a table's record is of a class of its own. To those who read and write properties by name it is
 * like any other; `RecordFields`, which lists them, knows it.
 */
import { globalEval } from "./global-eval.js";
import { EMPTY_ARRAY, LuaTable } from "./lua-table.js";
import type { LuaValue } from "./lua-value.js";
import { internKey, type RecordPart, type TemplateRecord } from "./record.js";

/** Makes the value of one key of a table, for the owner that the table was made for. */
export type FieldMaker<Owner> = (owner: Owner, table: LuaTable) => LuaValue;

/** A class of records, with the properties of one template. */
type RecordClass<Owner> = new (owner: Owner) => TemplateRecord & { table: LuaTable };

/**
 * Gives a function that makes tables with certain keys.
 * @param fields - makes the value of each key, at most 60, when the table is first asked for it
 * @returns makes a table for an owner
 * @throws RangeError for more keys, or when the process has no room for their names
 */
export function tableTemplate<Owner>(
  fields: Readonly<Record<string, FieldMaker<Owner>>>,
): (owner: Owner) => LuaTable {
  const keys = Object.keys(fields);
  const properties = keys.map((key) => internKey(key)).filter((property) => property !== undefined);
  if (keys.length > 60 || properties.length < keys.length) {
    throw new RangeError("a table template takes at most 60 known keys");
  }
  // When first needed: compiling takes a millisecond of every start.
  let Record: RecordClass<Owner> | null = null;
  return (owner) => {
    const record = new (Record ??= recordClass(properties, Object.values(fields)))(owner);
    const table = new LuaTable(record as unknown as RecordPart, EMPTY_ARRAY, keys.length);
    return (record.table = table);
  };
}

/**
 * Makes the class of a template's records. A slot holds what was made, or set; null for what a program
 * has cleared.
 */
function recordClass<Owner>(
  properties: readonly string[],
  makers: readonly FieldMaker<Owner>[],
): RecordClass<Owner> {
  const slots = properties.map((_, i) => `this.slot${i}=undefined;`).join("");
  const accessors = properties
    .map(
      (property, i) =>
        `get ${property}(){let v=this.slot${i};` +
        `if(v===undefined)v=this.slot${i}=make${i}(this.owner,this.table);` +
        `return v===null?undefined:v}` +
        `set ${property}(v){this.slot${i}=v===undefined?null:v}`,
    )
    .join("");
  const makeClass = globalEval(
    `((${makers.map((_, i) => `make${i}`).join(",")})=>class{` +
      `constructor(owner){this.owner=owner;this.table=undefined;${slots}}${accessors}})`,
  ) as (...makers: readonly FieldMaker<Owner>[]) => RecordClass<Owner>;
  const Record = makeClass(...makers);
  Object.defineProperty(Record.prototype, "templateProperties", { value: properties });
  return Record;
}
