/**
 * Values as bytes and back.
 */
import { LuaTable } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { byteStringOf, ByteWriter } from "../../src/trace/byte-writer.js";
import { DataReader, TraceDamaged } from "../../src/trace/data-reader.js";
import { DataWriter, TEXT_BYTES_MAX, type TraceData } from "../../src/trace/data-writer.js";
import { DigestedText, digestOf } from "../../src/trace/digest.js";
import { explore, type SeededRandom } from "../../src/testing/index.js";

const read = (bytes: string): unknown => new DataReader(bytes).read();

function encodeData(data: TraceData): string {
  const out = new ByteWriter();
  new DataWriter(out).write(data);
  return byteStringOf(out.take());
}

function encodeDigested(data: TraceData): string {
  const out = new ByteWriter();
  new DataWriter(out).writeDigested(data);
  return byteStringOf(out.take());
}

function anyData(random: SeededRandom, depth = 0): TraceData {
  switch (random.below(depth > 3 ? 7 : 9)) {
    case 0:
      return undefined;
    case 1:
      return random.below(2) === 0;
    case 2:
      return random.below(2 ** 31) * (random.below(3) - 1);
    case 3:
      return random.below(1e6) / 7;
    case 4:
      return String.fromCharCode(
        ...Array.from({ length: random.below(300) }, () => random.below(256)),
      );
    case 5:
      return null;
    case 6:
      return Uint8Array.from({ length: random.below(10) }, () => random.below(256));
    case 7:
      return Array.from({ length: random.below(5) }, () => anyData(random, depth + 1));
    default:
      return { a: anyData(random, depth + 1), "\xff": anyData(random, depth + 1) } as TraceData;
  }
}

test("data that is written is read back as it was", () => {
  explore(300, (random) => {
    const data = anyData(random);
    const bytes = encodeData(data);
    const reader = new DataReader(bytes);
    expect(reader.read()).toEqual(data);
    expect(reader.hasMore).toBe(false);
  });
});

test.each([0, -0, 1, -1, 0.1, 2 ** 53 - 1, 2 ** 53, 2 ** 60, NaN, Infinity, -Infinity, 5e-324])(
  "the number %d is read back as it was",
  (number) => {
    expect(read(encodeData(number))).toBe(number);
  },
);

test("a writer that grows keeps what it has", () => {
  const writer = new ByteWriter();
  const long = "\xff\0".repeat(100_000);
  const start = writer.beginLength();
  writer.varint(2 ** 53 - 1);
  writer.sized(long);
  writer.endLength(start);
  const reader = new DataReader(byteStringOf(writer.take()));
  expect(reader.varint()).toBe(200_000 + 3 + 8);
  expect([reader.varint(), reader.sized() === long, reader.hasMore]).toEqual([
    2 ** 53 - 1,
    true,
    false,
  ]);
});

test("Lua tables keep their order, their sharing and their cycles", () => {
  const shared = LuaTable.fromArray(["x"]);
  const table = LuaTable.fromFields([
    ["one", shared],
    ["two", shared],
    ["n", 1.5],
  ]);
  table.set("self", table);
  table.set(true, false);
  const again = read(encodeData(table)) as LuaTable;
  expect(again.getString("one")).toBe(again.getString("two"));
  expect((again.getString("one") as LuaTable).get(1)).toBe("x");
  expect(again.getString("self")).toBe(again);
  expect(again.get(true)).toBe(false);
  expect(encodeData(again)).toBe(encodeData(table));
});

test("what no trace can hold is refused when it is read, not when it is written", () => {
  const bytes = encodeData([1, (): undefined => undefined]);
  expect(() => read(bytes)).toThrow(TraceDamaged);
  expect(() => read(bytes)).toThrow("it holds a function");
});

test("of a long text that goes out only the beginning and a digest are kept", () => {
  const text = "ab".repeat(TEXT_BYTES_MAX);
  expect(read(encodeDigested(text))).toEqual(
    new DigestedText(text.length, digestOf(text), text.slice(0, 256)),
  );
  expect(read(encodeDigested("x".repeat(TEXT_BYTES_MAX)))).toHaveLength(TEXT_BYTES_MAX);
  expect(read(encodeData(text))).toBe(text);
});

test("digestOf() differs for texts that differ in one bit, their order or their length", () => {
  const digests = new Set<string>();
  explore(500, (random) => {
    const text = Array.from({ length: 50 }, () => random.below(256));
    const changed = [...text];
    changed[random.below(50)]! ^= 1 << random.below(8);
    for (const bytes of [text, changed, [...text].reverse(), text.slice(1)]) {
      digests.add(digestOf(String.fromCharCode(...bytes)));
    }
  });
  expect(digests.size).toBe(2000);
});

test("bytes that no writer writes are damage, never a crash", () => {
  explore(500, (random) => {
    const bytes = encodeData(anyData(random));
    const place = random.below(bytes.length);
    const damaged =
      bytes.slice(0, place) + String.fromCharCode(random.below(256)) + bytes.slice(place + 1);
    for (const candidate of [damaged, bytes.slice(0, place)]) {
      try {
        read(candidate);
      } catch (error) {
        expect(error).toBeInstanceOf(TraceDamaged);
      }
    }
  });
});
