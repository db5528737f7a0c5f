/**
 * Random calls of library functions, as Lua expressions: mostly with arguments that make sense, now
 * and then with any others. What is known to differ from PUC (docs/compatibility.md) is left out.
 */
import type { SeededRandom } from "../../seeded-random.js";
import { mayBeTie, type OracleVersion } from "../../puc-oracle.js";

/** A call: pieces of Lua text, arguments apart, so that a failing one can be made smaller. */
export interface LibraryCall {
  readonly callee: string;
  readonly args: readonly string[];
}

/** Calls to make of one PUC version: each of 5.2 but for what came later. */
export interface CallGenerator {
  readonly name: string;
  readonly version: OracleVersion;
  readonly call: (random: SeededRandom) => LibraryCall;
}

/** The characters of an ASCII text. */
function characters(text: string): string[] {
  return Array.from({ length: text.length }, (_, i) => text.charAt(i));
}

/** The text of a number, or of another one for those whose digits the oracle rounds wrongly. */
function writtenAlike(number: number): string {
  return mayBeTie(number) ? "0.5" : String(number);
}

/** Writes a call as a Lua expression. */
export function callText({ callee, args }: LibraryCall): string {
  return `${callee}(${args.join(", ")})`;
}

/** Writes bytes as a Lua string literal, in ASCII. */
function quote(text: string): string {
  const escaped = text.replace(/[^ !#-[\]-~]/g, (character) => {
    return `\\${String(character.charCodeAt(0)).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}

const TEXT_PIECES = [
  ...characters("aabbcc1 2_.-"),
  "ab",
  "abc",
  "(a)",
  "%",
  "\0",
  "\n",
  "\xe9",
  "\xff",
  "A",
  "Zz",
];
const PATTERN_PIECES = [
  ...characters("aab1.%()[]^$-*+?"),
  ..."%a %d %s %w %p %u %l %x %c %g %A %D %S %W %. %% %1 %2 %b() %bab".split(" "),
  "%f[%w]",
  "%f[^%a]",
  "[ab]",
  "[^ab]+",
  "[%w_]*",
  "[a-c]-",
  "[^%s]",
  "(.)",
  "(.-)",
  "()",
  "(%w*)",
  "((a)b)",
  ".-",
  ".*",
  "a+",
  "b?",
  "\0",
];
const REPLACEMENT_PIECES = ["x", "%0", "%1", "%2", "%%", "-", "\0", "longer text "];
const NUMBERS = [
  ..."0 1 2 3 -1 -2 4 5 7 8 10 16 31 32 33 36 64 100 255 256 -100 0.5 -0.5 1.5 2.5 1e15 1e16".split(
    " ",
  ),
  ..."2^31 2^31-1 -2^31 2^32 2^32-1 2^53 -2^53 1e100 1/3 -1/3 1e-7 123456.789 1/0 -1/0".split(" "),
];
const INTEGERS = NUMBERS.filter((text) => /^-?(\d{1,3}|2\^\d+(-1)?)$/.test(text));
const ANY = [..."nil true false print".split(" "), "{}", "{1,2,3}", '""', '"10"', '"0x1p4"', '"x"'];
const NUMERALS = [
  ..."0 1 9 10 007 .5 5. . 1e1 1E+1 1e-1 1e 0x10 0xA.8 0x.8p1 0x 0xp1 0x1p-2 0x1P+2 1e400 -1 - + +1 inf nan".split(
    " ",
  ),
  ...[
    " 1",
    "1 ",
    " 1 1",
    "\t2\n",
    "1_0",
    "0b1",
    "1e1.5",
    "ff",
    "zz",
    "1\0",
    "\0",
    "",
    "0x1e2",
    "4503599627370497.5",
  ],
];
const UTF8_PIECES = [
  "a",
  "\0",
  "\x7f",
  "é",
  "ÿ",
  "€",
  "\u{10ffff}",
  "\x80",
  "\xc0\x80",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80",
  "\xff",
  "\xe2\x82",
];

class Arguments {
  readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }

  any(): string {
    return this.chance(50) ? this.random.pick(ANY) : String(this.random.below(40) - 20);
  }

  /** An expression of the wanted kind, or seldom any other. */
  mostly(wanted: () => string): string {
    return this.chance(4) ? this.any() : wanted();
  }

  text(lengthMax = 8): string {
    return this.mostly(() => quote(this.random.text(TEXT_PIECES, lengthMax)));
  }

  pattern(): string {
    return this.mostly(() => quote(this.random.text(PATTERN_PIECES, 5)));
  }

  number(): string {
    return this.mostly(() => `(${this.random.pick(NUMBERS)})`);
  }

  /** Without fraction, and no larger than PUC on x86 takes modulo 2^32 as it should. */
  integer(): string {
    return this.mostly(() => `(${this.random.pick(INTEGERS)})`);
  }

  small(): string {
    return this.mostly(() => String(this.random.below(15) - 5));
  }

  numeral(): string {
    const text = this.random.pick(NUMERALS);
    if (this.chance(70)) return quote(text);
    return quote(this.random.text([...characters(text), "0", "1", "e", "x", "."], 6));
  }

  list(item: () => string, lengthMax: number): string[] {
    return Array.from({ length: this.random.below(lengthMax + 1) }, item);
  }

  table(item: () => string, lengthMax = 6): string {
    return this.mostly(() => `{${this.list(item, lengthMax).join(", ")}}`);
  }

  /** The arguments, sometimes without the last. */
  cut(args: readonly string[]): string[] {
    return this.chance(10) ? args.slice(0, -1) : [...args];
  }

  /** The arguments, with all, some or none of the optional ones. */
  with(args: readonly string[], optional: readonly string[]): string[] {
    return [...args, ...optional.slice(0, this.random.below(optional.length + 1))];
  }
}

type Maker = (a: Arguments) => LibraryCall;

function generator(name: string, version: OracleVersion, makers: readonly Maker[]): CallGenerator {
  return { name, version, call: (random) => random.pick(makers)(new Arguments(random)) };
}

function replacement(a: Arguments): string {
  switch (a.random.below(4)) {
    case 0:
      return "{ a = 'x', b = 1, ab = false, [1] = 'one', c = true }";
    case 1:
      return a.random.pick([
        "function(...) return select('#', ...) .. tostring((...)) end",
        "function(x, y) return y end",
        "function() end",
        "function(x) if x == 'a' then error('in it', 0) end return false end",
      ]);
    default:
      return a.mostly(() => quote(a.random.text(REPLACEMENT_PIECES, 3)));
  }
}

const EACH_MATCH = `(function(s, p)
 local all, n = {}, 0
 for a, b in string.gmatch(s, p) do n = n + 1 all[#all + 1] = tostring(a) .. "," .. tostring(b) if n > 40 then break end end
 return table.concat(all, ";")
end)`.replaceAll("\n", "");

const patterns: readonly Maker[] = [
  (a) => ({
    callee: "string.find",
    args: a.with([a.text(), a.pattern()], [a.small(), a.random.pick(["true", "false"])]),
  }),
  (a) => ({ callee: "string.match", args: a.with([a.text(), a.pattern()], [a.small()]) }),
  (a) => ({
    callee: "string.gsub",
    args: a.with([a.text(), a.pattern(), replacement(a)], [String(a.random.below(5))]),
  }),
  (a) => ({ callee: EACH_MATCH, args: [a.text(), a.pattern()] }),
];

/** Numbers that fit every directive of a PUC whose integers have 32 bits. */
const FORMATTED = [..."0 1 -1 0.5 -0.5 2.5 100 123456.789 1/3 2^31-1 1e-7 1e-5".split(" "), "-0.0"];

/** A directive, and an argument that it takes. No zero bytes for `%s`, and no integers past 2^31. */
function directive(a: Arguments): { text: string; argument: string } {
  const flags = a.random.text(characters("-+ #0"), 2);
  const width = a.random.pick(["", "", "1", "5", "12", "99", "100"]);
  const precision = a.random.pick(["", "", ".", ".0", ".3", ".10", ".99"]);
  const plain = a.random.pick(["abc", "", "x y", "long text that goes on"]);
  const integer = String(a.random.below(2000));
  const kinds: readonly (() => [string, string])[] = [
    () => ["d", a.random.pick([integer, quote(integer), "2^31-1", "3.99"])],
    () => [a.random.pick(["u", "o", "x", "X"]), String(a.random.below(100_000))],
    () => ["c", String(32 + a.random.below(90))],
    () => [a.random.pick(characters("eEfgG")), a.random.pick(FORMATTED)],
    () => [
      "s",
      a.random.pick([
        quote(plain),
        integer,
        "nil",
        "true",
        "setmetatable({}, {__tostring = function() return 'shown' end})",
      ]),
    ],
    () => ["q", a.text()],
    () => ["%", ""],
    () => [a.random.pick(characters("yzk ")), integer],
  ];
  const [letter, argument] = a.random.pick(kinds)();
  if (letter === "q" || letter === "%") return { text: `%${letter}`, argument };
  // The C library of PUC in WebAssembly pads `%0#9o` with spaces; others, as C says, with zeros.
  if (letter === "o" && flags.includes("#")) {
    return { text: `%${flags.replaceAll("0", "")}${width}${precision}o`, argument };
  }
  return { text: `%${flags}${width}${precision}${letter}`, argument };
}

const formats: readonly Maker[] = [
  (a) => {
    const directives = Array.from({ length: 1 + a.random.below(3) }, () => directive(a));
    const text = quote(directives.map((one) => one.text).join(a.random.pick([" ", "", "|"])));
    const args = directives.map((one) => one.argument).filter((one) => one !== "");
    return {
      callee: "string.format",
      args: a.cut([text, ...args.map((one) => (a.chance(4) ? a.random.pick(ANY) : one))]),
    };
  },
  (a) => {
    const flags = a.random.text(characters("-+ 0"), 2);
    const precision = a.random.pick(["", ".0", ".4", ".12"]);
    const value = String(a.random.below(2000) - 1000);
    return {
      callee: "string.format",
      args: [quote(`%${flags}${a.random.pick(["", "7"])}${precision}d`), value],
    };
  },
];

const strings: readonly Maker[] = [
  (a) => ({ callee: "string.sub", args: a.with([a.text(), a.small()], [a.small()]) }),
  (a) => ({ callee: "string.byte", args: a.with([a.text()], [a.small(), a.small()]) }),
  (a) => ({
    callee: "string.char",
    args: a.list(() => a.mostly(() => String(a.random.below(258))), 4),
  }),
  (a) => ({ callee: "string.rep", args: a.with([a.text(3), a.small()], [a.text(2)]) }),
  (a) => ({
    callee: `string.${a.random.pick(["len", "reverse", "upper", "lower"])}`,
    args: a.cut([a.text()]),
  }),
  (a) => ({ callee: "id", args: [`${a.text(3)} .. ${a.number()}`, `${a.text(3)} < ${a.text(3)}`] }),
];

const numbers: readonly Maker[] = [
  (a) => ({ callee: "tonumber", args: [a.numeral()] }),
  (a) => ({
    callee: "tonumber",
    args: a.cut([a.numeral(), a.mostly(() => String(1 + a.random.below(37)))]),
  }),
  (a) => ({
    callee: "tostring",
    args: a.cut([a.random.pick([a.random.pick(NUMBERS), writtenAlike(a.random.double())])]),
  }),
  (a) => ({
    callee: "id",
    args: [`${a.numeral()} ${a.random.pick(["+", "-", "*", "/"])} ${a.number()}`],
  }),
  (a) => ({
    callee: "(function(s) local f, m = load('return ' .. s, '=n') return f and f() or m end)",
    args: [a.numeral()],
  }),
  (a) => ({
    callee: `math.${a.random.pick(["floor", "ceil", "abs", "modf", "sqrt"])}`,
    args: a.cut([a.number()]),
  }),
  (a) => ({
    callee: `math.${a.random.pick(["fmod", "ldexp"])}`,
    args: a.cut([a.number(), a.small()]),
  }),
  (a) => ({
    callee: "math.frexp",
    args: [a.random.pick(NUMBERS.filter((text) => !text.endsWith("/0")))],
  }),
  (a) => ({ callee: `math.${a.random.pick(["max", "min"])}`, args: a.list(() => a.number(), 4) }),
];

const BITWISE = ["band", "bor", "bxor", "btest"];
const SHIFTS = ["lshift", "rshift", "arshift", "lrotate", "rrotate"];

const bits: readonly Maker[] = [
  (a) => ({ callee: `bit32.${a.random.pick(BITWISE)}`, args: a.list(() => a.integer(), 3) }),
  (a) => ({ callee: `bit32.${a.random.pick(SHIFTS)}`, args: a.cut([a.integer(), a.small()]) }),
  (a) => ({ callee: "bit32.extract", args: a.with([a.integer(), a.small()], [a.small()]) }),
  (a) => ({
    callee: "bit32.replace",
    args: a.with([a.integer(), a.integer(), a.small()], [a.small()]),
  }),
];

/** Calls a function that changes a table, and shows the table after it. */
function onTable(name: string, items = 9): string {
  return `(function(t, ...)
 local r = table.pack(pcall(function(...) return table.${name}(t, ...) end, ...))
 local s = {}
 if type(t) == "table" then for i = 1, ${items} do local v = t[i] s[i] = type(v) == "table" and "{}" or tostring(v) end end
 return table.concat(s, " "), table.unpack(r, 1, r.n)
end)`.replaceAll("\n", "");
}

const COMPARATORS = [
  "function(a, b) return a > b end",
  "function(a, b) return tostring(a) < tostring(b) end",
  "function(a, b) return a % 3 < b % 3 end",
  "nil",
];

const tables: readonly Maker[] = [
  (a) => ({
    callee: onTable("insert"),
    args: a.with([a.table(() => a.small()), a.small()], [a.small()]),
  }),
  (a) => ({ callee: onTable("remove"), args: a.with([a.table(() => a.small())], [a.small()]) }),
  (a) => ({
    callee: onTable("sort", 12),
    args: a.with([a.table(() => String(a.random.below(30)), 12)], [a.random.pick(COMPARATORS)]),
  }),
  (a) => ({
    callee: "table.concat",
    args: a.with(
      [a.table(() => (a.chance(50) ? a.text(2) : a.small()))],
      [a.text(2), a.small(), a.small()],
    ),
  }),
  (a) => ({
    callee: "table.unpack",
    args: a.with([a.table(() => a.small())], [a.small(), a.small()]),
  }),
  (a) => ({ callee: "select", args: [a.small(), ...a.list(() => a.any(), 5)] }),
  (a) => ({
    callee: a.random.pick(["rawequal", "rawget", "rawlen", "type", "next", "getmetatable"]),
    args: a.list(() => (a.chance(30) ? "{'a'}" : a.random.pick(ANY.slice(0, 3))), 2),
  }),
];

const PACK_OPTIONS = [
  ..."b B h H i I j J f d n z s s1 s2 i1 i3 i7 I2 I5 i16 x < > = ! !2 !4 Xi Xd X".split(" "),
  ..."c3 c0 c i17 s0 y".split(" "),
];

const packs: readonly Maker[] = [
  (a) => ({ callee: "string.packsize", args: [quote(a.random.text(PACK_OPTIONS, 5))] }),
  (a) => ({
    callee: "string.unpack",
    args: a.with(
      [
        quote(a.random.text(PACK_OPTIONS, 3)),
        quote(a.random.text(["\0", "\x01", "\x02abc", "\xff", "\x7f", "ab\0"], 12)),
      ],
      [String(a.random.below(8) - 3)],
    ),
  }),
  (a) => {
    const options = a.list(() => a.random.pick(PACK_OPTIONS), 3);
    const values = options.map((option) =>
      /^[szc]/.test(option)
        ? quote(a.random.text(["a", "bc"], 2))
        : String(a.random.below(400) - 100),
    );
    return { callee: "string.pack", args: [quote(options.join("")), ...values] };
  },
];

const utf8: readonly Maker[] = [
  (a) => ({
    callee: "utf8.char",
    args: a.list(
      () => String(a.random.pick([0, 65, 127, 128, 2047, 2048, 65535, 65536, 0x10ffff])),
      3,
    ),
  }),
  (a) => ({
    callee: `utf8.${a.random.pick(["len", "codepoint"])}`,
    args: a.with([quoteUtf8(a)], [a.small(), a.small()]),
  }),
  (a) => ({
    callee: "utf8.offset",
    args: a.with([quoteUtf8(a), String(a.random.below(9) - 4)], [a.small()]),
  }),
  (a) => ({
    callee:
      "(function(s) local all = {} for p, c in utf8.codes(s) do all[#all + 1] = p .. ':' .. c end return table.concat(all, ' ') end)",
    args: [quoteUtf8(a)],
  }),
];

function quoteUtf8(a: Arguments): string {
  const isWhole = a.chance(60);
  const pieces = isWhole ? UTF8_PIECES.slice(0, 7) : UTF8_PIECES;
  const bytes = Array.from({ length: a.random.below(6) }, () => a.random.pick(pieces)).map(
    (piece) =>
      UTF8_PIECES.indexOf(piece) < 7
        ? String.fromCharCode(...new TextEncoder().encode(piece))
        : piece,
  );
  return quote(bytes.join(""));
}

/** All of them. */
export const GENERATORS: readonly CallGenerator[] = [
  generator("patterns", "5.2", patterns),
  generator("format", "5.2", formats),
  generator("strings", "5.2", strings),
  generator("numbers", "5.2", numbers),
  generator("bit32", "5.2", bits),
  generator("tables", "5.2", tables),
  generator("pack", "5.3", packs),
  generator("utf8", "5.3", utf8),
];
