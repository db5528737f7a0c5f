/**
 * Chunk names in messages, compared with PUC Lua 5.2.
 */
import { describe, expect, it } from "vitest";
import { chunkDisplayName } from "../../src/parser/chunk-display-name.js";
import { askPuc } from "../puc-oracle.js";

const NAMES = [
  ...[
    "=name",
    "=",
    "@",
    "@file.lua",
    "",
    "short",
    "line 1\nline 2",
    "\nline 2",
    "cr\rcr",
    "a\0b",
    "=a\0b",
  ],
  ...["=", "@", ""].flatMap((prefix) =>
    [40, 43, 44, 45, 46, 55, 56, 57, 58, 59, 60, 61, 200].map(
      (length) => prefix + "0123456789".repeat(20).slice(0, length),
    ),
  ),
  `${"x".repeat(44)}\n`,
  `${"x".repeat(60)}\ny`,
];

describe("chunkDisplayName()", () => {
  it("names chunks as PUC does", () => {
    const callee = "function(name) local _, message = load('x', name) return message end";
    const answers = askPuc(
      "5.2",
      NAMES.map((name) => ({ callee, args: [name] })),
    );
    NAMES.forEach((name, index) => {
      expect(answers[index], JSON.stringify(name)).toEqual({
        ok: true,
        values: [`${chunkDisplayName(name)}:1: syntax error near <eof>`],
      });
    });
  });
});
