/**
 * The math library (Lua 5.2 manual §6.6). Every function tries numbers first, without allocating.
 */
import { power } from "../runtime/arithmetic.js";
import { library } from "../runtime/native.js";
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import type { LuaTable } from "../value/lua-table.js";
import { type LuaFunction, type LuaResult, type LuaValue, NO_VALUES } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { argumentsOf } from "./raise-library-error.js";
import { RandomGenerator } from "./random-generator.js";

/** Reads the only argument of a call when it is no plain number. */
function readNumber(value: LuaValue, count: number, functionName: string): number {
  return argumentsOf(functionName, count, value).number(1);
}

/** `math.abs(x)`. */
function abs(x: LuaValue): LuaResult {
  return Math.abs(typeof x === "number" ? x : readNumber(x, arguments.length, "abs"));
}

/** `math.ceil(x)`. */
function ceil(x: LuaValue): LuaResult {
  return Math.ceil(typeof x === "number" ? x : readNumber(x, arguments.length, "ceil"));
}

/** `math.floor(x)`. */
function floor(x: LuaValue): LuaResult {
  return Math.floor(typeof x === "number" ? x : readNumber(x, arguments.length, "floor"));
}

/** `math.sqrt(x)`. */
function sqrt(x: LuaValue): LuaResult {
  return Math.sqrt(typeof x === "number" ? x : readNumber(x, arguments.length, "sqrt"));
}

/** `math.sin(x)`. */
function sin(x: LuaValue): LuaResult {
  return Math.sin(typeof x === "number" ? x : readNumber(x, arguments.length, "sin"));
}

/** `math.cos(x)`. */
function cos(x: LuaValue): LuaResult {
  return Math.cos(typeof x === "number" ? x : readNumber(x, arguments.length, "cos"));
}

/** `math.tan(x)`. */
function tan(x: LuaValue): LuaResult {
  return Math.tan(typeof x === "number" ? x : readNumber(x, arguments.length, "tan"));
}

/** `math.exp(x)`. */
function exp(x: LuaValue): LuaResult {
  return Math.exp(typeof x === "number" ? x : readNumber(x, arguments.length, "exp"));
}

/** Makes a function of one number that programs call rarely. */
function ofNumber(functionName: string, compute: (x: number) => LuaResult): LuaFunction {
  return (...values) => compute(new Arguments(functionName, values).number(1));
}

/** Makes a function of two numbers that programs call rarely. */
function ofTwoNumbers(
  functionName: string,
  compute: (x: number, y: number) => number,
): LuaFunction {
  return (...values) => {
    const args = new Arguments(functionName, values);
    const x = args.number(1);
    return compute(x, args.number(2));
  };
}

/** `math.fmod(x, y)`: the remainder with the sign of `x`. */
function fmod(x: LuaValue, y: LuaValue): LuaResult {
  if (typeof x === "number" && typeof y === "number") return x % y;
  const args = argumentsOf("fmod", arguments.length, x, y);
  const dividend = args.number(1);
  return dividend % args.number(2);
}

/** `math.log(x [, base])`. */
function log(x: LuaValue, base: LuaValue): LuaResult {
  if (typeof x === "number" && base === undefined) return Math.log(x);
  const args = argumentsOf("log", arguments.length, x, base);
  const n = args.number(1);
  if (base === undefined) return Math.log(n);
  const root = args.number(2);
  return root === 10 ? Math.log10(n) : Math.log(n) / Math.log(root);
}

/** `math.modf(x)`: the integral part and the rest. */
function splitInteger(x: number): LuaResult {
  const whole = Math.trunc(x);
  if (whole === x) return [whole, Object.is(x, -0) || x < 0 ? -0 : 0];
  return [whole, x - whole];
}

const doubleView = new DataView(new ArrayBuffer(8));
const EXPONENT_MASK = 0x7ff;

/** `math.frexp(x)`: `m` and `e` such that `x = m * 2^e` and `0.5 <= |m| < 1`. */
function splitExponent(x: number): LuaResult {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  // Numbers too small for a full mantissa are made larger first.
  const isTiny = Math.abs(x) < 2 ** -1022;
  doubleView.setFloat64(0, isTiny ? x * 2 ** 54 : x);
  const high = doubleView.getUint32(0);
  const exponent = ((high >>> 20) & EXPONENT_MASK) - 1022;
  doubleView.setUint32(0, (high & ~(EXPONENT_MASK << 20)) | (1022 << 20));
  return [doubleView.getFloat64(0), isTiny ? exponent - 54 : exponent];
}

/** `math.ldexp(m, e)`: `m * 2^e`, rounded once. */
function scaleExponent(m: number, e: number): number {
  let exponent = Math.max(-2200, Math.min(2200, Math.trunc(e) || 0));
  let x = m;
  for (; exponent > 1000; exponent -= 1000) x *= 2 ** 1000;
  if (exponent >= -1000) return x * 2 ** exponent;
  // Only the last step may leave the range of full mantissas, or the result is rounded twice.
  const [mantissa, own] = splitExponent(x) as readonly [number, number];
  const whole = own + exponent;
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  return whole < -1080
    ? mantissa * 0
    : mantissa * 2 ** Math.max(whole, -1000) * 2 ** Math.min(whole + 1000, 0);
}

/** `math.max(x, ...)`. */
function max(...values: LuaValue[]): LuaResult {
  const first = values[0];
  let best = typeof first === "number" ? first : numberAt(first, 1, values.length, "max");
  for (let index = 1; index < values.length; index++) {
    const value = values[index];
    const x = typeof value === "number" ? value : numberAt(value, index + 1, values.length, "max");
    if (x > best) best = x;
  }
  return best;
}

/** `math.min(x, ...)`. */
function min(...values: LuaValue[]): LuaResult {
  const first = values[0];
  let best = typeof first === "number" ? first : numberAt(first, 1, values.length, "min");
  for (let index = 1; index < values.length; index++) {
    const value = values[index];
    const x = typeof value === "number" ? value : numberAt(value, index + 1, values.length, "min");
    if (x < best) best = x;
  }
  return best;
}

/** Reads an argument that is no plain number; the list of arguments itself is not to be kept. */
export function numberAt(
  value: LuaValue,
  position: number,
  count: number,
  functionName: string,
): number {
  const values: LuaValue[] = [];
  if (position <= count) values[position - 1] = value;
  return new Arguments(functionName, values).number(position);
}

/** The functions that draw random numbers, with a generator of their own. */
function randomFunctions(seed: number): Readonly<Record<string, LuaFunction>> {
  const generator = new RandomGenerator(seed);

  /** `math.random([m [, n]])`. */
  function random(first: LuaValue, second: LuaValue): LuaResult {
    const count = arguments.length;
    if (count === 0) return generator.nextFloat();
    if (count > 2) raiseAt("wrong number of arguments", 1);
    const bound = typeof first === "number" ? first : argumentsOf("random", count, first).number(1);
    if (count === 1) {
      if (!(bound >= 1)) raiseArgumentText(1, "interval is empty", "random");
      return generator.nextInteger(1, Math.trunc(bound));
    }
    const high =
      typeof second === "number" ? second : argumentsOf("random", count, first, second).number(2);
    if (!(bound <= high)) raiseArgumentText(2, "interval is empty", "random");
    return generator.nextInteger(Math.trunc(bound), Math.trunc(high));
  }

  /** `math.randomseed(x)`. */
  function randomseed(...values: LuaValue[]): LuaResult {
    generator.seed(new Arguments("randomseed", values).number(1));
    return NO_VALUES;
  }

  return { random, randomseed };
}

/**
 * Makes the library's table.
 * @param randomSeed - what `math.random` starts from
 */
export function mathLibrary(randomSeed: number): LuaTable {
  return library({
    abs,
    acos: ofNumber("acos", Math.acos),
    asin: ofNumber("asin", Math.asin),
    atan: ofNumber("atan", Math.atan),
    atan2: ofTwoNumbers("atan2", Math.atan2),
    ceil,
    cos,
    cosh: ofNumber("cosh", Math.cosh),
    deg: ofNumber("deg", (x) => x / (Math.PI / 180)),
    exp,
    floor,
    fmod,
    frexp: ofNumber("frexp", splitExponent),
    huge: Infinity,
    ldexp: ofTwoNumbers("ldexp", scaleExponent),
    log,
    log10: ofNumber("log10", Math.log10),
    max,
    min,
    modf: ofNumber("modf", splitInteger),
    pi: Math.PI,
    pow: ofTwoNumbers("pow", power),
    rad: ofNumber("rad", (x) => x * (Math.PI / 180)),
    ...randomFunctions(randomSeed),
    sin,
    sinh: ofNumber("sinh", Math.sinh),
    sqrt,
    tan,
    tanh: ofNumber("tanh", Math.tanh),
  });
}
