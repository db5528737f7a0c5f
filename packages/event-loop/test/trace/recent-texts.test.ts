/**
 * Texts that come again: written once, read as often as they came.
 */
import { expect, test } from "vitest";
import { byteStringOf, ByteWriter } from "../../src/trace/byte-writer.js";
import { DataReader, TraceDamaged } from "../../src/trace/data-reader.js";
import { DataWriter, TEXT_BYTES_MAX, type TraceData } from "../../src/trace/data-writer.js";
import { DigestedText } from "../../src/trace/digest.js";
import { isSameData } from "../../src/trace/same-data.js";
import { explore, type SeededRandom } from "../../src/testing/index.js";

function anyText(random: SeededRandom): string {
  const length = random.below(4) === 0 ? random.below(3000) : random.below(12);
  // Few letters, so that texts come again and differ in few places.
  return Array.from({ length }, () => (random.below(length) === 0 ? "b" : "a")).join("");
}

test("any texts are read as they were written, those that come again too", () => {
  explore(20, (random) => {
    const out = new ByteWriter();
    const writer = new DataWriter(out);
    const written: TraceData[] = [];
    for (let n = 0; n < 200; n++) {
      const list = [anyText(random), anyText(random)];
      written.push(list);
      if (random.below(2) === 0) writer.write(list);
      else writer.writeDigested(list);
    }
    const reader = new DataReader(byteStringOf(out.take()));
    for (const list of written) expect(isSameData(reader.read(), list)).toBe(true);
    expect(reader.hasMore).toBe(false);
  });
});

test("a text that comes again takes three bytes at most, also when it goes out", () => {
  const out = new ByteWriter();
  const writer = new DataWriter(out);
  const bytesOf = (write: () => void): number => {
    write();
    return out.take().length;
  };
  const long = "\0\xff".repeat(TEXT_BYTES_MAX);
  for (const text of ["GET", "a header's value", "x".repeat(1000), long]) {
    expect(bytesOf(() => writer.write(text))).toBeGreaterThan(text.length);
    expect(bytesOf(() => writer.write(text))).toBeLessThanOrEqual(3);
    expect(bytesOf(() => writer.writeDigested(text))).toBeLessThanOrEqual(3);
  }
});

test("a text of which only the digest was written is not referred to", () => {
  const out = new ByteWriter();
  const writer = new DataWriter(out);
  const long = "ab".repeat(TEXT_BYTES_MAX);
  writer.writeDigested(long);
  writer.writeDigested(long);
  writer.write(long);
  const reader = new DataReader(byteStringOf(out.take()));
  expect(reader.read()).toBeInstanceOf(DigestedText);
  expect(reader.read()).toBeInstanceOf(DigestedText);
  expect(reader.read()).toBe(long);
});

test("texts that are too long to be kept are written each time", () => {
  const out = new ByteWriter();
  const writer = new DataWriter(out);
  const huge = "x".repeat(64 * 1024 + 1);
  writer.write(huge);
  writer.write(huge);
  expect(out.take().length).toBeGreaterThan(2 * huge.length);
});

test("a reference to where no text can be is damage", () => {
  expect(() => new DataReader("=\xff\x7f").read()).toThrow(TraceDamaged);
});

test.each<[TraceData, TraceData, boolean]>([
  [0, -0, false],
  [NaN, NaN, true],
  [undefined, null, false],
  [[1, ["a"]], [1, ["a"]], true],
  [[1, 2], [1], false],
  [[], {}, false],
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: undefined }, { b: undefined }, false],
  [Uint8Array.of(1), Uint8Array.of(1), true],
  [Uint8Array.of(1), [1], false],
  ["a", "b", false],
  ["1", 1, false],
])("isSameData(%j, %j) is %s", (recorded, actual, isSame) => {
  expect(isSameData(recorded, actual)).toBe(isSame);
});
