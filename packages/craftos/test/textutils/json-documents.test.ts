/**
 * Random JSON, read by `unserializeJSON` and by JavaScript's own parser. A document is read as often as it
 * takes until its objects are made in the fast way, and must come out the same each time.
 */
import { explore, type SeededRandom } from "@craftos-http/event-loop/testing";
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { makeJsonConstants } from "../../src/textutils/json-constants.js";
import { MalformedJson, parseJson } from "../../src/textutils/parse-json.js";
import { serializeJson } from "../../src/textutils/serialize-json.js";

const OPTIONS = { isNbt: false, null: undefined, emptyArray: undefined };

/** So often each document is read. */
const READINGS = 10;

const SPACES = ["", "", "", " ", "\n", "\t\r "];
const KEYS = ["id", "name", "a", "b", "", "__proto__", "constructor", "1", "10", 'q"q', "\\", "né"];
const NUMBERS = [
  ...[
    "0",
    "-0",
    "7",
    "-12",
    "1.5",
    "-0.25",
    "123456789012345",
    "1234567890123456789",
    "1e3",
    "-2.5E-3",
  ],
  ...[
    "0.1",
    "3.141592653589793",
    "100000000000000.5",
    "1e400",
    "5e-324",
    "0.000001",
    "9007199254740993",
  ],
];
const CHARACTERS = [
  "a",
  "b",
  " ",
  "'",
  "é",
  "\\n",
  '\\"',
  "\\\\",
  "\\/",
  "\\u0041",
  "\\u00e9",
  "\\u20AC",
];
const ESCAPES = [
  ...CHARACTERS,
  "\\ud83d\\ude00",
  "\\ud83d",
  "\\ude00",
  "\\u0000",
  "word ".repeat(9),
];

function pick(random: SeededRandom, texts: readonly string[]): string {
  return texts[random.below(texts.length)] ?? "";
}

function randomString(random: SeededRandom): string {
  const pieces = random.below(3) === 0 ? ESCAPES : CHARACTERS.slice(0, 5);
  return `"${Array.from({ length: random.below(7) }, () => pick(random, pieces)).join("")}"`;
}

function randomList(random: SeededRandom, item: () => string): string {
  const items = Array.from({ length: random.below(5) }, item);
  return items.map((text) => pick(random, SPACES) + text + pick(random, SPACES)).join(",");
}

function randomJson(random: SeededRandom, depth: number): string {
  const kind = random.below(depth > 4 ? 4 : 7);
  const inner = (): string => randomJson(random, depth + 1);
  switch (kind) {
    case 0:
    case 1:
      return randomString(random);
    case 2:
      return pick(random, NUMBERS);
    case 3:
      return pick(random, ["true", "false", "null"]);
    case 4:
      return `[${randomList(random, inner)}]`;
    default: {
      const colon = (): string => `${pick(random, SPACES)}:${pick(random, SPACES)}`;
      const field = (): string => JSON.stringify(pick(random, KEYS)) + colon() + inner();
      return `{${randomList(random, field)}}`;
    }
  }
}

/** What a table should be: entries in order, which objects of JavaScript do not keep for keys like "10". */
function show(value: LuaValue): unknown {
  if (!(value instanceof LuaTable)) return value;
  const entries: unknown[] = [];
  for (let at = value.nextPosition(0); at >= 0; at = value.nextPosition(at + 1)) {
    entries.push([value.keyAt(at), show(value.valueAt(at))]);
  }
  return entries;
}

const encoder = new TextEncoder();

/** A string of JavaScript's whose characters past ASCII were escapes. */
function utf8(text: string): string {
  return String.fromCharCode(...encoder.encode(text));
}

/** Bytes past ASCII that stand for themselves, which JavaScript's parser cannot tell from escapes. */
const RAW = { byte: "é", code: "\\ue000" };

function expectedOf(value: unknown): unknown {
  if (typeof value === "string") return utf8(value).replaceAll(utf8("\ue000"), RAW.byte);
  if (value === null) return undefined;
  if (typeof value !== "object") return value;
  const entries = Array.isArray(value)
    ? value.map((item, index): [unknown, unknown] => [index + 1, item])
    : Object.entries(value).map(([key, item]): [unknown, unknown] => [expectedOf(key), item]);
  return entries
    .map(([key, item]) => [key, expectedOf(item)])
    .filter(([, item]) => item !== undefined);
}

/** Entries by key, since JavaScript has keys that are whole numbers first. */
function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const entries = value as [unknown, unknown][];
  const byKey = entries.map(([key, item]): [string, unknown] => [
    `${typeof key} ${String(key)}`,
    sorted(item),
  ]);
  return byKey.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

test("random documents are read as JavaScript reads them, the first time and every other", () => {
  explore(1000, (random) => {
    const json = randomJson(random, 0);
    const expected = expectedOf(JSON.parse(json.replaceAll(RAW.byte, RAW.code)) as unknown);
    const first = show(parseJson(json, OPTIONS));
    expect(sorted(first), json).toEqual(sorted(expected));
    for (let reading = 2; reading <= READINGS; reading++) {
      expect(show(parseJson(json, OPTIONS)), json).toEqual(first);
    }
  });
});

function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

function isRead(json: string): boolean {
  try {
    parseJson(json, OPTIONS);
    return true;
  } catch (error) {
    if (error instanceof MalformedJson) return false;
    throw error;
  }
}

test("what is no JSON for JavaScript is none here, wherever a document is damaged", () => {
  const pieces = ["", '"', "\\", ",", ":", "{", "}", "[", "]", "1", "0", ".", "e", "-", "\n", "x"];
  explore(3000, (random) => {
    const json = randomJson(random, 0);
    const at = random.below(json.length + 1);
    const damaged = json.slice(0, at) + pick(random, pieces) + json.slice(at + random.below(2));
    expect(isRead(damaged), damaged).toBe(isJson(damaged));
  });
});

const PLAIN = { isNbt: false, hasUnicodeStrings: false, allowsRepetitions: false };

/** What is written of a document that was read. */
function writtenAgain(json: string, options = PLAIN): string {
  const constants = makeJsonConstants();
  const value = parseJson(json, { ...OPTIONS, null: constants.null });
  return serializeJson(value, options, constants);
}

test("what was read is written alike, however it was read", () => {
  explore(500, (random) => {
    const json = randomJson(random, 0);
    const first = writtenAgain(json);
    // As in CC: Tweaked, what JSON has no number for is written as Lua does.
    expect(isJson(first.replaceAll("inf", "0")), json).toBe(true);
    for (let reading = 2; reading <= READINGS; reading++) {
      expect(writtenAgain(json), json).toBe(first);
    }
  });
});

test("keys that have to be escaped are written so, in each of the ways to write", () => {
  const key = `${"a long key ".repeat(4)}\u007f\u00c3\u00a9"\\\u0001`;
  const json = JSON.stringify({ [key]: 1, short: "\u00c3\u00a9" });
  const escaped = String.raw`${"a long key ".repeat(4)}\u007F\u00C3\u00A9\"\\\u0001`;
  for (let reading = 1; reading <= READINGS; reading++) {
    expect(writtenAgain(json)).toBe(`{"${escaped}":1,"short":"\\u00C3\\u00A9"}`);
    expect(writtenAgain(json, { ...PLAIN, hasUnicodeStrings: true })).toBe(
      `{"${escaped.replace("\\u00C3\\u00A9", "\\u00E9")}":1,"short":"\\u00E9"}`,
    );
    expect(writtenAgain(json, { ...PLAIN, isNbt: true })).toBe(`{${key}:1,short:"\\u00C3\\u00A9"}`);
  }
});

test("keys come in the order of the document, also such as programs name and whole numbers", () => {
  const json = '{"zz1":1,"name":2,"10":3,"id":4,"1":5,"name":6,"gone":null,"zz2":7}';
  const expected = [
    ["zz1", 1],
    ["name", 6],
    ["10", 3],
    ["id", 4],
    ["1", 5],
    ["zz2", 7],
  ];
  for (let reading = 1; reading <= READINGS; reading++) {
    expect(show(parseJson(json, OPTIONS))).toEqual(expected);
  }
});

test("a key that comes again with null is not there", () => {
  for (let reading = 1; reading <= READINGS; reading++) {
    expect(show(parseJson('{"a":1,"b":2,"a":null}', OPTIONS))).toEqual([["b", 2]]);
  }
});

test("long texts in large documents are read as they are in small ones", () => {
  const word = 'a word of more than a dozen bytes, with é and a \\" quote';
  const json = JSON.stringify(
    Array.from({ length: 1000 }, (_, index) => ({ [word]: `${word} ${index}` })),
  );
  const expected = Array.from({ length: 1000 }, (_, index) => [
    index + 1,
    [[word, `${word} ${index}`]],
  ]);
  expect(show(parseJson(json, OPTIONS))).toEqual(expected);
});

test("objects of more keys than a record has, and of thousands, are read whole", () => {
  for (const count of [16, 17, 50, 51, 60, 61, 100, 101, 5000]) {
    const fields = Array.from({ length: count }, (_, index) => [`key of ${count} ${index}`, index]);
    const json = JSON.stringify(Object.fromEntries(fields));
    for (let reading = 1; reading <= READINGS; reading++) {
      expect(show(parseJson(json, OPTIONS))).toEqual(fields);
    }
  }
});
