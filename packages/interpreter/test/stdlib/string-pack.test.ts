/**
 * `string.pack`, `unpack` and `packsize` against PUC Lua 5.3. Sizes of `size_t` and `long` are those
 * of CC: Tweaked's machine, so options that depend on them have a table of their own.
 */
import { describe, expect, it } from "vitest";
import { ArgumentError, LibraryError } from "../../src/stdlib/library-error.js";
import { compilePackFormat } from "../../src/stdlib/pack-format.js";
import { Packing, PackSizing, type PackWork, Unpacking } from "../../src/stdlib/string-pack.js";
import { type OracleAnswer, type OracleCall, type OracleValue, askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

function work<Task extends PackWork>(format: string, task: Task): ReturnType<Task["finish"]> {
  for (const option of compilePackFormat(format)) task.take(option);
  return task.finish() as ReturnType<Task["finish"]>;
}

function pack(format: string, ...values: OracleValue[]): string {
  const task = new Packing({
    number: (index) => Number(values[index]),
    text: (index) => String(values[index]),
  });
  return work(format, task);
}

function packedSize(format: string): number {
  return work(format, new PackSizing());
}

function unpackValues(format: string, data: string, position: number): (number | string)[] {
  return work(format, new Unpacking(data, position));
}

function callOurs(callee: string, args: readonly OracleValue[]): OracleValue[] {
  const [first, second, third] = args;
  const format = String(first);
  switch (callee) {
    case "string.pack":
      return [pack(format, ...args.slice(1))];
    case "string.packsize":
      return [packedSize(format)];
    default:
      return unpackValues(format, String(second), Number(third ?? 1));
  }
}

function attempt({ callee, args }: OracleCall): OracleAnswer {
  try {
    return { ok: true, values: callOurs(callee, args) };
  } catch (error) {
    if (error instanceof ArgumentError) {
      const message = `bad argument #${error.argument} to '${callee}' (${error.message})`;
      return { ok: false, message };
    }
    if (error instanceof LibraryError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

function expectSameAsPuc(calls: readonly OracleCall[], note: string): void {
  askPuc("5.3", calls).forEach((answer, i) => {
    const call = calls[i]!;
    expect(attempt(call), `${note}: ${call.callee} ${JSON.stringify(call.args)}`).toEqual(answer);
  });
}

const INTEGERS = [
  ...[
    0,
    1,
    -1,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32767,
    32768,
    -32768,
    65535,
    65536,
    2 ** 23,
    2 ** 31,
  ],
  ...[-(2 ** 31), 2 ** 32 - 1, 2 ** 32, 2 ** 47, -(2 ** 47) - 1, 2 ** 53, -(2 ** 53), -(2 ** 62)],
  ...[1.5, Infinity, -Infinity, 1e300],
];

describe("string.pack", () => {
  it("packs and measures integers of every size as PUC does", () => {
    const calls: OracleCall[] = [];
    for (const order of ["<", ">", "=", ""]) {
      for (const option of [
        "b",
        "B",
        "h",
        "H",
        "j",
        "J",
        "i",
        "I",
        "i3",
        "I3",
        "i7",
        "I7",
        "i9",
        "I16",
        "i16",
      ]) {
        calls.push({ callee: "string.packsize", args: [order + option] });
        for (const n of INTEGERS) {
          calls.push({ callee: "string.pack", args: [order + option, n] });
        }
      }
    }
    expectSameAsPuc(calls, "integers");
  });

  it("packs reals and texts as PUC does", () => {
    const calls: OracleCall[] = [];
    for (const n of [0, -0, 1, -1.5, 0.1, 1e300, 1e-300, 5e-324, 2 ** -149, Infinity, -Infinity]) {
      calls.push({ callee: "string.pack", args: ["<f>f<d>d=n", n, n, n, n, n] });
    }
    for (const text of ["", "a", "abc", "a\0b", "\xff", "x".repeat(255), "x".repeat(256)]) {
      for (const option of ["z", "s1", ">s2", "s4", "c0", "c3", "c300", "zs1c300"]) {
        calls.push({ callee: "string.pack", args: [option, text, text, text] });
      }
    }
    expectSameAsPuc(calls, "reals and texts");
  });

  it("aligns as PUC does", () => {
    const formats = [
      ...[
        "!bi4",
        "!4bi8",
        "!2bi8",
        "!bXi4i2",
        "!b Xd d",
        "!8bs4",
        "!4bs4c3i4",
        "!bzi4",
        "!1bi8",
        "!b!i8",
      ],
      ...["<!4 i2 i8", "!16i16bi16", "bXi2", "!bXi2", "x", "xxi2x", "!2xXi2", "! < > = b"],
    ];
    const calls: OracleCall[] = [];
    for (const format of formats) {
      const values: OracleValue[] = [];
      for (const [letter] of format.replace(/X[a-z]\d*/g, "").matchAll(/[a-z]/g)) {
        if (letter !== "x") {
          values.push("szc".includes(letter) ? "ab" : 1);
        }
      }
      calls.push({ callee: "string.packsize", args: [format] });
      calls.push({ callee: "string.pack", args: [format, ...values] });
      const packed = attempt(calls.at(-1)!);
      const data = packed.ok ? String(packed.values[0]) : "";
      calls.push({ callee: "string.unpack", args: [format, data] });
      calls.push({ callee: "string.unpack", args: [format, "123" + data, 4] });
      calls.push({ callee: "string.unpack", args: [format, data.slice(0, -1)] });
    }
    expectSameAsPuc(calls, "alignment");
  });

  it("reports faults of a format in their turn, as PUC does", () => {
    const formats = [
      ...[
        "i17",
        "i0",
        "I99",
        "c",
        "y",
        "X",
        "Xz",
        "Xc1",
        "XX",
        "X ",
        "X<",
        "!3i3",
        "!4i3",
        "!0",
        "!17",
      ],
      ...[
        "s17",
        "i1y",
        "i1c",
        "i1 i0",
        "\xff",
        "c2147483647c2147483647",
        "i1\0y",
        "i099",
        "Xi17",
        "s1y",
      ],
    ];
    const calls: OracleCall[] = [];
    for (const format of formats) {
      calls.push({ callee: "string.packsize", args: [format] });
      calls.push({ callee: "string.unpack", args: [format, ""] });
      calls.push({ callee: "string.unpack", args: [format, "\x01\x02\x03"] });
      if (!format.startsWith("c2")) {
        calls.push({ callee: "string.pack", args: [format, 1, 1] });
        calls.push({ callee: "string.pack", args: [format, 1000, 1] });
      }
    }
    expectSameAsPuc(calls, "faults");
  });

  it("unpacks random bytes from anywhere as PUC does", () => {
    const random = new SeededRandom();
    const options = [
      "b",
      "B",
      "h",
      "H",
      "i3",
      "I3",
      "<i4",
      ">I4",
      "i6",
      ">i7",
      "I7",
      "j",
      ">i9",
      "z",
      "s1",
    ];
    const more = ["c2", "x", "!4", "Xi4", ">s2", "c0", "<", ">", "i16", " "];
    const bytes = ["\0", "\x01", "\x7f", "\x80", "\xff", "\xff\xff\xff\xff", "\0\0\0\0", "ab"];
    const calls: OracleCall[] = [];
    for (let i = 0; i < 4000; i++) {
      const format = random.text([...options, ...more], 4);
      const data = random.text(bytes, 8);
      calls.push({ callee: "string.unpack", args: [format, data, random.below(14) - 5] });
    }
    // Integers that doubles cannot hold print alike in both only once rounded.
    const rounded = calls.filter((call) => {
      const answer = attempt(call);
      return (
        !answer.ok || answer.values.every((v) => typeof v !== "number" || Math.abs(v) < 2 ** 53)
      );
    });
    expectSameAsPuc(rounded, `seed ${random.seed}`);
  });

  it("gives back what was packed", () => {
    const random = new SeededRandom();
    for (let i = 0; i < 2000; i++) {
      const size = 1 + random.below(16);
      const limit = Math.min(2 ** (8 * size - 1), 2 ** 53);
      const n = Math.floor((random.next() * 2 - 1) * limit);
      const real = random.double();
      const text = random.text(["\0", "\xff", "abc"], 5);
      const format = `${random.pick(["<", ">"])}!${random.pick([1, 2, 4, 8])} i${size === 1 || size > 8 || (size & (size - 1)) === 0 ? size : 4} d s2`;
      // Plus 0, which makes 0 of -0: an integer has one zero.
      const packedInteger = (format.includes(`i${size} `) ? n : n % 2 ** 31) + 0;
      const data = pack(format, packedInteger, real, text);
      const values = unpackValues(format, data, 1);
      expect(values, `seed ${random.seed}: ${format}`).toEqual([
        packedInteger,
        real,
        text,
        data.length + 1,
      ]);
    }
  });

  it("has the sizes of CC: Tweaked's machine", () => {
    expect(packedSize("l")).toBe(8);
    expect(packedSize("L")).toBe(8);
    expect(packedSize("T")).toBe(4);
    expect(pack("s", "ab")).toBe("\x02\0\0\0ab");
    expect(packedSize("!bXnb")).toBe(9);
  });

  it("reads 64-bit integers as signed, rounded to a double", () => {
    expect(unpackValues("<J", "\xff".repeat(8), 1)).toEqual([-1, 9]);
    expect(unpackValues("<j", "\x01\0\0\0\0\0\x20\0", 1)).toEqual([2 ** 53, 9]);
  });

  it("refuses to make a string that is too long", () => {
    expect(() => pack("c536870000", "")).toThrow("resulting string too large");
  });
});
