/**
 * What the handle of a request that came in and that of a response that was asked for have in common:
 * the functions that read its body, and tables of header fields.
 */
import {
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
} from "@craftos-http/interpreter";
import { canonicalHeaderName } from "./engine/header-names.js";
import type { RequestHeaders } from "./engine/request-headers.js";

/** What a handle's owner reads with. */
export interface OwnsReader {
  readonly reader: {
    read(count: LuaValue): LuaResult;
    readLine(withTrailing: LuaValue): LuaResult;
    readAll(): LuaResult;
    close(): void;
  };
}

/**
 * Makes `read`, `readLine` and `readAll`, for a `tableTemplate`. A first argument that is the handle itself
 * is dropped.
 */
export const READING_FIELDS = {
  read:
    ({ reader }: OwnsReader, handle: LuaTable): LuaFunction =>
    (a, b) =>
      reader.read(a === handle ? b : a),
  readLine:
    ({ reader }: OwnsReader, handle: LuaTable): LuaFunction =>
    (a, b) =>
      reader.readLine(a === handle ? b : a),
  readAll:
    ({ reader }: OwnsReader): LuaFunction =>
    () =>
      reader.readAll(),
} as const;

/** Makes `close`, likewise. */
export const CLOSING_FIELD = {
  close:
    ({ reader }: OwnsReader): LuaFunction =>
    () => {
      reader.close();
      return NO_VALUES;
    },
} as const;

/**
 * Makes the metatable of header tables, through which names are found in any case. A program can
 * reach it, so computers do not share it.
 */
export function makeHeadersMetatable(): LuaTable {
  return LuaTable.fromFields([["__index", native("headers", headerInAnyCase)]]);
}

/** Finds a header whatever the case of the name that a program uses. */
function headerInAnyCase(headers: LuaValue, name: LuaValue): LuaResult {
  if (typeof name !== "string" || !(headers instanceof LuaTable)) return undefined;
  return headers.getString(canonicalHeaderName(name.toLowerCase()));
}

/**
 * Makes a table of header fields.
 * @param headers - the fields
 * @param metatable - see {@link makeHeadersMetatable}
 */
export function makeHeadersTable(headers: RequestHeaders, metatable: LuaTable): LuaTable {
  const table = new LuaTable();
  for (const [name, value] of headers) table.setString(name, value);
  table.meta = metatable;
  return table;
}
