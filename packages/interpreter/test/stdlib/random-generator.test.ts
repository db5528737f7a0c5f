/**
 * The random generator against PUC Lua 5.4, and its statistics where there is no oracle.
 */
import { describe, expect, it } from "vitest";
import { RandomGenerator } from "../../src/stdlib/random-generator.js";
import { runPuc } from "../puc-oracle.js";

const SEEDS = [
  0,
  1,
  42,
  -1,
  -3,
  2 ** 31,
  2 ** 32,
  2 ** 40 + 7,
  -(2 ** 40) - 7,
  2 ** 53,
  -(2 ** 63),
];

const RANGES: readonly (readonly [number, number])[] = [
  ...([
    [1, 1],
    [1, 2],
    [1, 6],
    [0, 255],
    [1, 100],
    [-10, 10],
    [0, 2 ** 31 - 1],
  ] as const),
  ...([
    [0, 2 ** 32 - 1],
    [0, 2 ** 32],
    [1, 3 * 2 ** 40],
    [-(2 ** 52), 2 ** 52 - 1],
  ] as const),
];

describe("RandomGenerator", () => {
  it.each(SEEDS)("draws what PUC Lua 5.4 draws from seed %d", (seed) => {
    const draws = RANGES.map(([low, high]) => `math.random(${low}, ${high})`);
    const source = `
      math.randomseed(${seed === -(2 ** 63) ? "math.mininteger" : seed})
      local out = {}
      for _ = 1, 50 do
        for _, n in ipairs{math.random(), ${draws.join(", ")}} do
          out[#out + 1] = string.format("%.17g", n)
        end
      end
      return table.concat(out, " ")`;
    const generator = new RandomGenerator(seed);
    const drawn: number[] = [];
    for (let round = 0; round < 50; round++) {
      drawn.push(generator.nextFloat());
      for (const [low, high] of RANGES) {
        drawn.push(generator.nextInteger(low, high));
      }
    }
    expect(drawn).toEqual(runPuc("5.4", source).split(" ").map(Number));
  });

  it("starts again when seeded again", () => {
    const generator = new RandomGenerator(7);
    const first = [generator.nextFloat(), generator.nextFloat()];
    generator.seed(7);
    expect([generator.nextFloat(), generator.nextFloat()]).toEqual(first);
  });

  it("tells seeds apart that are no 64-bit integers", () => {
    const seeds = [0.5, 1.5, -0.5, 2 ** 63, 2 ** 70, Infinity, -Infinity, NaN];
    const drawn = new Set(seeds.map((seed) => new RandomGenerator(seed).nextFloat()));
    expect(drawn.size).toBe(seeds.length);
  });

  it("draws every integer of a small range about equally often", () => {
    const generator = new RandomGenerator(1);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      counts[generator.nextInteger(1, 6) - 1]! += 1;
    }
    for (const count of counts) {
      // Ten standard deviations.
      expect(Math.abs(count - 10_000)).toBeLessThan(1000);
    }
  });

  it("stays within ranges that doubles cannot count", () => {
    const generator = new RandomGenerator(1);
    for (let i = 0; i < 100; i++) {
      const n = generator.nextInteger(-(2 ** 60), 2 ** 60);
      expect(n >= -(2 ** 60) && n <= 2 ** 60 && Number.isInteger(n)).toBe(true);
    }
  });
});
