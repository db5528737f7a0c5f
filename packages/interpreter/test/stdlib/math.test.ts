/**
 * The math library against PUC Lua 5.2, and `math.random` against its own rules: its numbers are
 * not those of C's `rand`.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { SeededRandom } from "../seeded-random.js";
import { expectSameResults, runHere } from "./compare-with-puc.js";

const NUMBERS = ["0", "-0.0", "1", "-1", "0.5", "-0.5", "2.5", "-3.7", "1e300", "-1e300", "5e-324"];
const EDGES = [...NUMBERS, "1/0", "-1/0", "0/0"];

const EXACT = ["abs", "ceil", "floor", "sqrt", "modf", "frexp", "deg", "rad"];
const APPROXIMATE = [
  ...["acos", "asin", "atan", "cos", "cosh", "exp", "log", "log10", "sin", "sinh", "tan", "tanh"],
];

describe("functions of one number", () => {
  it("give PUC's results where those are exact", () => {
    const expressions = EXACT.flatMap((name) => EDGES.map((x) => `math.${name}(${x})`));
    // What frexp gives as the exponent of an infinity is up to the C library.
    expectSameResults(expressions.filter((text) => !/frexp\(.*\/0\)/.test(text)));
    expect(runHere("print(math.frexp(1/0)) print(math.frexp(0/0))")).toBe("inf 0\nnan 0");
  });

  it("give PUC's results to 14 digits elsewhere", () => {
    const small = ["0", "-0.0", "1", "-1", "0.5", "-0.25", "1/0", "-1/0", "0/0", "3", "100"];
    expectSameResults(
      APPROXIMATE.flatMap((name) =>
        small.map((x) => `(("%.14g"):format(math.${name}(${x})):gsub("-nan", "nan"))`),
      ),
    );
  });

  it("reject wrong arguments in PUC's words", () => {
    expectSameResults(
      [...EXACT, ...APPROXIMATE].flatMap((name) => [
        `math.${name}()`,
        `math.${name}(nil)`,
        `math.${name}({})`,
        `math.${name}('x')`,
        `math.${name}('0')`,
        `math.${name}(' 0x0 ')`,
      ]),
    );
  });
});

describe("functions of several numbers", () => {
  it("give PUC's results", () => {
    const pairs = EDGES.flatMap((x) => EDGES.map((y) => `${x}, ${y}`));
    expectSameResults(
      pairs.flatMap((pair) => [
        `math.max(${pair})`,
        `math.min(${pair})`,
        `math.fmod(${pair})`,
        `math.pow(${pair})`,
        `(("%.14g"):format(math.atan2(${pair})):gsub("-nan", "nan"))`,
      ]),
    );
    expectSameResults([
      "math.max(1)",
      "math.max(3, 1, 2)",
      "math.max(1, '5', 2)",
      "math.min(3, 1, 2)",
      "math.min(0/0, 1)",
      "math.max(1, 0/0)",
      "math.log(8, 2)",
      "math.log(100, 10)",
      "math.log(1000, 10)",
      "math.log(27, 3)",
      "math.log(2, nil)",
      "math.log(2, '10')",
    ]);
  });

  it("scale by powers of two, with one rounding", () => {
    const exponents = [0, 1, -1, 52, -52, 1023, 1024, -1022, -1074, -1075, -1100, 2000, -2000, 2.9];
    const mantissas = [
      "1",
      "0.5",
      "-0.75",
      "0.99999999999999989",
      "3",
      "1e300",
      "5e-324",
      "0",
      "1/0",
    ];
    expectSameResults(
      mantissas.flatMap((m) => [
        ...exponents.map((e) => `math.ldexp(${m}, ${e})`),
        `math.ldexp(math.frexp(${m}))`,
      ]),
    );
  });

  it("take random doubles apart and put them together", () => {
    const random = new SeededRandom();
    const numbers = Array.from({ length: 300 }, () => random.double()).filter(Number.isFinite);
    expectSameResults(
      numbers.flatMap((n) => {
        const exponent = random.below(2200) - 1100;
        return [`math.frexp(${n})`, `math.ldexp(${n}, ${exponent})`, `math.modf(${n})`];
      }),
    );
  });

  it("reject wrong arguments in PUC's words", () => {
    expectSameResults(
      ["max", "min", "fmod", "pow", "atan2", "ldexp"].flatMap((name) => [
        `math.${name}()`,
        `math.${name}(nil)`,
        `math.${name}(1, {})`,
        `math.${name}(1, 'x')`,
        `math.${name}({}, 1)`,
      ]),
    );
    expectSameResults(["math.max(1, 2, nil)", "math.min(1, 2, {})", "math.log(1, {})"]);
    expectSameResults(["math.fmod(1)", "math.pow(1)", "math.atan2(1)", "math.ldexp(1)"]);
  });
});

describe("math.random", () => {
  it("rejects wrong arguments in PUC's words", () => {
    expectSameResults([
      "math.random(0)",
      "math.random(-5)",
      "math.random(2, 1)",
      "math.random(0/0)",
      "math.random(1, 2, 3)",
      "math.random(nil)",
      "math.random({})",
      "math.random(1, {})",
      "math.random('x', 1)",
      "math.randomseed()",
      "math.randomseed({})",
      "math.randomseed(1)",
      "math.random(5, 5)",
      "math.random(1)",
      "math.random('1', 1)",
    ]);
  });

  it("draws every integer of a range and nothing else", () => {
    const source = `
      local seen = {}
      for i = 1, 2000 do
        local n, m, f = math.random(6), math.random(-3, 3), math.random()
        seen[n] = true
        seen[m] = true
        assert(f >= 0 and f < 1)
      end
      for i = -9, 9 do if seen[i] then io = (io or "") .. i .. " " end end
      print(io)
    `;
    expect(runHere(source)).toBe('"-3 -2 -1 0 1 2 3 4 5 6 "');
  });

  it("repeats itself after the same seed, and differs between seeds", () => {
    const source = `
      local function draw() return math.random(1e9) .. " " .. math.random(1e9) end
      math.randomseed(7) local first = draw()
      math.randomseed(8) local second = draw()
      math.randomseed(7)
      print(first == draw(), first ~= second)
    `;
    expect(runHere(source)).toBe("true true");
  });

  it("belongs to one state and starts from its seed", () => {
    const draw = (randomSeed: number): unknown => {
      const state = new LuaState({ randomSeed });
      const other = new LuaState({ randomSeed: 99 });
      other.call(other.load("math.randomseed(5) math.random()", "=other"));
      return state.call(state.load("return math.random()", "=t"))[0];
    };
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
  });
});
