/**
 * Values of options as people write them.
 */
import { expect, test } from "vitest";
import { parseBytes, parseCount, parseMilliseconds } from "../../src/options/value-types.js";

test("parseBytes() reads plain numbers and binary units in any case", () => {
  const written = ["1", "512", "64KiB", "64kib", "16MiB", "1.5 MiB", "2GiB", "7B"];
  const bytes = [1, 512, 65_536, 65_536, 16_777_216, 1_572_864, 2_147_483_648, 7];
  expect(written.map(parseBytes)).toEqual(bytes);
});

test.each(["", "0", "-1", "many", "1.5", "1KB", "1e3", "0x10", "9999999GiB", "1 KiB x"])(
  "parseBytes() refuses %j",
  (text) => {
    expect(() => parseBytes(text)).toThrow("A size is expected");
  },
);

test("parseMilliseconds() takes seconds unless a unit says otherwise", () => {
  const written = ["15", "15s", "0.5", "500ms", "2m", "1h"];
  expect(written.map(parseMilliseconds)).toEqual([15_000, 15_000, 500, 500, 120_000, 3_600_000]);
});

test.each(["", "0", "0.0001s", "-1", "soon", "1d", "1000h"])(
  "parseMilliseconds() refuses %j",
  (text) => {
    expect(() => parseMilliseconds(text)).toThrow("A time is expected");
  },
);

test("parseCount() reads whole numbers from 1", () => {
  expect(["1", "4096"].map(parseCount)).toEqual([1, 4096]);
});

test.each(["", "0", "1.5", "-1", "1k", "99999999999999999999"])(
  "parseCount() refuses %j",
  (text) => {
    expect(() => parseCount(text)).toThrow("A whole number of at least 1 is expected");
  },
);
