/**
 * `string.pack`, `packsize` and `unpack` (Lua 5.3 manual §6.4.2).
 */
import { type LuaResult, type LuaValue, resultOf } from "../value/lua-value.js";
import { chargeWork } from "../runtime/charge-work.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { Arguments } from "./arguments.js";
import { compilePackFormat, PackFormatReader } from "./pack-format.js";
import { raiseLibraryError } from "./raise-library-error.js";
import { Packing, PackSizing, type PackWork, Unpacking } from "./string-pack.js";

/** What an option of a format costs. */
const STEPS_PER_OPTION = 25;

/** Longer formats are read as they are worked on, so many options at a time. */
const FORMAT_LENGTH_MAX = 2000;
const OPTIONS_PER_STEP = 2000;

/** Does what a format says. */
function work(name: string, format: string, task: PackWork): LuaResult {
  if (format.length > FORMAT_LENGTH_MAX) return runSteps(name, workInSteps(name, format, task));
  chargeWork(format.length * STEPS_PER_OPTION);
  for (const option of compilePackFormat(format)) task.take(option);
  return resultOfWork(task);
}

function* workInSteps(name: string, format: string, task: PackWork): WorkSteps {
  const reader = new PackFormatReader(format);
  let count = 0;
  try {
    for (let option = reader.next(); option !== undefined; option = reader.next()) {
      task.take(option);
      if (++count % OPTIONS_PER_STEP === 0) yield OPTIONS_PER_STEP * STEPS_PER_OPTION;
    }
  } catch (thrown) {
    raiseLibraryError(thrown, name);
  }
  return resultOfWork(task);
}

function resultOfWork(task: PackWork): LuaResult {
  const result = task.finish();
  return typeof result === "object" ? resultOf(result) : result;
}

/** `string.pack(fmt, v1, v2, ...)`. */
export function pack(...values: LuaValue[]): LuaResult {
  // As PUC puts it, there is a nil behind the arguments.
  const args = new Arguments("pack", values.length === 0 ? values : [...values, undefined]);
  const format = args.string(1);
  const task = new Packing({
    number: (index) => args.number(index + 2),
    text: (index) => args.string(index + 2),
  });
  try {
    return work("pack", format, task);
  } catch (thrown) {
    raiseLibraryError(thrown, "pack");
  }
}

/** `string.packsize(fmt)`. */
export function packsize(...values: LuaValue[]): LuaResult {
  const format = new Arguments("packsize", values).string(1);
  try {
    return work("packsize", format, new PackSizing());
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
  try {
    return work("unpack", format, new Unpacking(data, position));
  } catch (thrown) {
    raiseLibraryError(thrown, "unpack");
  }
}
