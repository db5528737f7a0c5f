/**
 * Globals and methods are seldom fields of the table that is asked: an object has methods of its class and of that
 * class's parents, the environment of a CraftOS program the libraries of the globals. Each script has for each such
 * name a function of its own, of which V8 knows at every call which one it is and what it finds, and makes it a part
 * of the caller (benchmarks globals, inheritance). What is further away, and all else, is left to the runtime,
 * `runtime/indexing.ts`. Other fields that are missing are mostly nowhere: a function for each would only be more
 * for V8 to compile (benchmark shapes).
 */
import type { ChunkGenerator } from "./chunk-generator.js";
import type { FunctionGenerator } from "./function-generator.js";

/**
 * Gives text for the value of a field that the record part does not have, or SUSPENDED.
 * @param object - what is indexed, a simple operand: any value
 * @param key - the field's name, which has a property
 * @param site - see `FunctionGenerator.site`
 */
export function missingField(
  g: FunctionGenerator,
  object: string,
  key: string,
  site: string,
): string {
  const number = g.chunk.constantNumber(key);
  g.constantsUsed.fields.add(number);
  return `indexName(${object},f${number},${site})`;
}

/** The same where the table is expected to inherit the field. */
export function inheritedField(
  g: FunctionGenerator,
  object: string,
  key: string,
  site: string,
): string {
  const number = g.chunk.constantNumber(key);
  g.constantsUsed.fields.add(number);
  g.constantsUsed.inheritedFields.add(number);
  return `g${number}(${object},${site})`;
}

/**
 * Text that declares the functions for the fields that a script expects tables to inherit.
 * @param chunk - gives the properties
 * @param fields - the numbers of their names
 */
export function inheritedDeclarations(chunk: ChunkGenerator, fields: ReadonlySet<number>): string {
  const indexProperty = chunk.internKey("__index")!;
  const handlerOf = (table: string): string =>
    `${table}.hash===null&&(m=${table}.meta)!==null&&(m=m.rec.${indexProperty})!==undefined&&m.isTable`;
  const inClass = `o!==undefined&&o.isTable&&${handlerOf("o")}`;
  const inParent = handlerOf("m");
  const declare = (number: number): string => {
    const found = `(v=m.rec.${chunk.internKey(chunk.constants[number]!)!})!==undefined`;
    return (
      `var g${number}=(o,c,s)=>{var m,v;` +
      `return ${inClass}&&(${found}||${inParent}&&${found})?v:indexName(o,f${number},c,s)};`
    );
  };
  return [...fields].map(declare).join("");
}
