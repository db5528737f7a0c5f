/**
 * The operations of bit32 against PUC Lua 5.2.
 */
import { describe, expect, it } from "vitest";
import * as bit32 from "../../src/stdlib/bit32-operations.js";
import { ArgumentError, LibraryError } from "../../src/stdlib/library-error.js";
import { type OracleAnswer, type OracleCall, askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

type Operation = (a: number, b: number, c?: number, d?: number) => number;

const FUNCTIONS: Readonly<Record<string, Operation>> = {
  band: (a, b) => bit32.bitAnd(a, b),
  bor: (a, b) => bit32.bitOr(a, b),
  bxor: (a, b) => bit32.bitXor(a, b),
  bnot: (a) => bit32.bitNot(a),
  lshift: (a, b) => bit32.shiftLeft(a, b),
  rshift: (a, b) => bit32.shiftRight(a, b),
  arshift: (a, b) => bit32.shiftArithmetic(a, b),
  lrotate: (a, b) => bit32.rotateLeft(a, b),
  rrotate: (a, b) => bit32.rotateRight(a, b),
  extract: (a, b, c = 1) => bit32.extractField(a, b, c),
  replace: (a, b, c = 0, d = 1) => bit32.replaceField(a, b, c, d),
};

function attempt(name: string, args: readonly number[]): OracleAnswer {
  try {
    return { ok: true, values: [FUNCTIONS[name]!(...(args as Parameters<Operation>))] };
  } catch (error) {
    if (error instanceof ArgumentError) {
      const message = `bad argument #${error.argument} to 'bit32.${name}' (${error.message})`;
      return { ok: false, message };
    }
    if (error instanceof LibraryError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

function expectSameAsPuc(cases: readonly (readonly [string, ...number[]])[], note: string): void {
  const calls: OracleCall[] = cases.map(([name, ...args]) => ({ callee: `bit32.${name}`, args }));
  askPuc("5.2", calls).forEach((answer, i) => {
    const [name, ...args] = cases[i]!;
    expect(attempt(name, args), `${note}: ${name}(${args.join(", ")})`).toEqual(answer);
  });
}

const NUMBERS = [
  ...[0, 1, 2, 5, 31, 32, 0x7fffffff, 0x80000000, 0xdeadbeef, 0xffffffff, 2 ** 32, 2 ** 32 + 5],
  ...[2 ** 40 + 12345, 2 ** 51 - 1, -1, -8, -0x80000000, -(2 ** 32), -(2 ** 51) + 1],
];

describe("bit32", () => {
  it("operates on numbers modulo 2^32 as PUC does", () => {
    const cases: [string, ...number[]][] = [];
    for (const a of NUMBERS) {
      cases.push(["bnot", a]);
      for (const b of NUMBERS) {
        cases.push(["band", a, b], ["bor", a, b], ["bxor", a, b]);
      }
    }
    expectSameAsPuc(cases, "operations");
  });

  it("shifts and rotates by any count as PUC does", () => {
    const cases: [string, ...number[]][] = [];
    for (const a of NUMBERS) {
      for (const count of [0, 1, 4, 30, 31, 32, 33, 64, 100, -1, -4, -31, -32, -33, -100]) {
        for (const name of ["lshift", "rshift", "arshift", "lrotate", "rrotate"]) {
          cases.push([name, a, count]);
        }
      }
    }
    expectSameAsPuc(cases, "shifts");
  });

  it("reads and writes fields, and rejects those that are none, as PUC does", () => {
    const cases: [string, ...number[]][] = [];
    for (const a of [0, 0xdeadbeef, -1]) {
      for (const field of [-1, 0, 1, 4, 31, 32]) {
        cases.push(["extract", a, field], ["replace", a, 0xcafe, field]);
        for (const width of [-1, 0, 1, 5, 28, 31, 32, 33]) {
          cases.push(["extract", a, field, width], ["replace", a, 0xcafebabe, field, width]);
        }
      }
    }
    expectSameAsPuc(cases, "fields");
  });

  it("operates on random numbers as PUC does", () => {
    const random = new SeededRandom();
    const cases: [string, ...number[]][] = [];
    const names = Object.keys(FUNCTIONS).filter((name) => name !== "extract" && name !== "replace");
    for (let i = 0; i < 2000; i++) {
      const a = Math.floor((random.next() - 0.5) * 2 ** 52);
      const b = random.below(2) === 0 ? random.below(70) - 35 : random.below(2 ** 32);
      const name = random.pick(names);
      const second = name.includes("shift") || name.includes("rotate") ? (b % 70) - 35 : b;
      cases.push(name === "bnot" ? [name, a] : [name, a, second]);
    }
    expectSameAsPuc(cases, `seed ${random.seed}`);
  });

  it("cuts fractions off and takes what is no finite number as 0", () => {
    expect(bit32.bitOr(1.9, 0)).toBe(1);
    expect(bit32.bitOr(-1.9, 0)).toBe(0xffffffff);
    expect(bit32.bitOr(NaN, 0)).toBe(0);
    expect(bit32.bitOr(Infinity, 0)).toBe(0);
    expect(bit32.shiftLeft(1, 1.9)).toBe(2);
  });
});
