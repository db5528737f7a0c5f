/**
 * The names by which generated code calls the runtime: what `generated-code-support.ts` gives it. A variable
 * that a debugger sees may have none of them.
 */

/** What generated code calls of the runtime, by the names it uses. `H` holds them. */
export const RUNTIME_NAMES = [
  "X", // execution
  "S", // SUSPENDED
  "E0", // NO_VALUES
  "T", // LuaTable
  "R0", // EMPTY_RECORD
  "A0", // EMPTY_ARRAY
  "Cell",
  "first",
  "truth",
  "same",
  "list",
  "one",
  "isList",
  "add",
  "sub",
  "mul",
  "div",
  "modAny",
  "powAny",
  "mod",
  "pow",
  "neg",
  "len",
  "concat",
  "longText",
  "compared",
  "fmt",
  "eq",
  "lt",
  "le",
  "index",
  "indexName",
  "setIndex",
  "canAdd",
  "put",
  "seq",
  "fill",
  "bound",
  "walk",
  "callable",
  "ERROR",
  "errorAt",
  "PCALL",
  "pcall",
  "pcallError",
  "pcallSuspended",
  "XPCALL",
  "xpcall",
  "xpcallError",
  "xpcallSuspended",
  "success",
  "tick",
  "save",
  "saveFew",
  "again",
  "putOff",
  "putOffOpen",
  "trace",
  "hold",
  "held",
  "enter",
  "turn",
  "tail",
  "told",
  "walkTold",
  "lineAt",
  "named",
] as const;

/** In longer text most names occur. */
const SEARCHED_LENGTH_MAX = 4000;

/** The names of the runtime that text uses, or may use. */
export function runtimeNamesIn(text: string): readonly string[] {
  if (text.length > SEARCHED_LENGTH_MAX) return RUNTIME_NAMES;
  return RUNTIME_NAMES.filter((name) => text.includes(name));
}
