/**
 * `string.pack`, `packsize` and `unpack` (Lua 5.3 manual §6.4.2).
 */
import { type LuaResult, type LuaValue, resultOf } from "../value/lua-value.js";
import { chargeWork } from "../runtime/charge-work.js";
import { Arguments } from "./arguments.js";
import { raiseLibraryError } from "./raise-library-error.js";
import { packedSize, packValues, unpackValues } from "./string-pack.js";

/** What a character of a format costs. */
const STEPS_PER_OPTION = 25;

/** `string.pack(fmt, v1, v2, ...)`. */
export function pack(...values: LuaValue[]): LuaResult {
  // As PUC puts it, there is a nil behind the arguments.
  const args = new Arguments("pack", values.length === 0 ? values : [...values, undefined]);
  const format = args.string(1);
  chargeWork(format.length * STEPS_PER_OPTION);
  try {
    return packValues(format, {
      number: (index) => args.number(index + 2),
      text: (index) => args.string(index + 2),
    });
  } catch (thrown) {
    raiseLibraryError(thrown, "pack");
  }
}

/** `string.packsize(fmt)`. */
export function packsize(...values: LuaValue[]): LuaResult {
  const format = new Arguments("packsize", values).string(1);
  chargeWork(format.length * STEPS_PER_OPTION);
  try {
    return packedSize(format);
  } catch (thrown) {
    raiseLibraryError(thrown, "packsize");
  }
}

/** `string.unpack(fmt, s [, pos])`. */
export function unpack(...values: LuaValue[]): LuaResult {
  const args = new Arguments("unpack", values);
  const format = args.string(1);
  const data = args.string(2);
  const position = args.optionalInteger(3, 1);
  chargeWork(format.length * STEPS_PER_OPTION);
  try {
    return resultOf(unpackValues(format, data, position));
  } catch (thrown) {
    raiseLibraryError(thrown, "unpack");
  }
}
