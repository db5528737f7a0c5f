/**
 * `next` and the iterator of `ipairs`, which generic `for` loops recognise and walk themselves
 * (Lua 5.2 manual §6.1).
 */
import { LuaTable } from "../value/lua-table.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { NO_CHUNK } from "./call.js";
import { index } from "./indexing.js";
import { Frame } from "../value/frame.js";
import { firstValue, SUSPENDED } from "../value/lua-value.js";
import { saveFrame } from "./execution.js";
import { native } from "./native.js";
import { NO_VALUE, raise, raiseArgument } from "./raise.js";

/** `next(table [, key])`. */
export const nextFunction = native("next", function (table?: LuaValue, key?: LuaValue): LuaResult {
  if (!(table instanceof LuaTable)) {
    raiseArgument(1, "table", arguments.length === 0 ? NO_VALUE : table, "next");
  }
  let start = 0;
  if (key !== undefined) {
    const position = table.positionOf(key);
    if (position < 0) raise("invalid key to 'next'");
    start = position + 1;
  }
  const position = table.nextPosition(start);
  return position < 0 ? undefined : [table.keyAt(position), table.valueAt(position)];
});

/** The iterator that `ipairs` gives: the next index and its value, or nil at the first nil. */
export const ipairsIterator = native(
  "ipairs_iterator",
  (table: LuaValue, i: LuaValue): LuaResult => {
    const next = (i as number) + 1;
    const value =
      table instanceof LuaTable && next >= 1 && next <= table.arr.length
        ? table.arr[next - 1]
        : undefined;
    if (value !== undefined) return [next, value];
    const found = index(table, next, NO_CHUNK, 0);
    if (found === SUSPENDED) return saveFrame(new IpairsFrame(next));
    return found === undefined ? undefined : [next, found as LuaValue];
  },
);

/** Waits for an `__index` metamethod. */
class IpairsFrame extends Frame {
  readonly #next: number;

  constructor(next: number) {
    super();
    this.#next = next;
  }

  override resume(result: LuaResult): LuaResult {
    const value = firstValue(result);
    return value === undefined ? undefined : [this.#next, value];
  }
}

/**
 * Says how a generic `for` is to walk.
 * @returns 0, the position to start from, for `next` over a table; -2 for the iterator of `ipairs`
 *   over a table; -1 for anything else, which is called
 */
export function walkKind(iterator: LuaValue, state: LuaValue, control: LuaValue): number {
  if (!(state instanceof LuaTable)) return -1;
  if (iterator === nextFunction) return control === undefined ? 0 : -1;
  return iterator === ipairsIterator && control === 0 ? -2 : -1;
}
