/**
 * Lines of several workers, kept apart.
 */
import { expect, test } from "vitest";
import { LinePrefixer } from "../../src/workers/line-prefixer.js";

function prefixed(pieces: readonly string[]): string[] {
  const written: string[] = [];
  const lines = new LinePrefixer("[1] ", (text) => written.push(text));
  for (const piece of pieces) lines.push(piece);
  lines.end();
  return written;
}

test("lines are passed on when they are complete, those of one piece together", () => {
  expect(prefixed(["a\nb", "c\n\nd\n"])).toEqual(["[1] a\n", "[1] bc\n[1] \n[1] d\n"]);
});

test("what has no line break is passed on at the end", () => {
  expect(prefixed(["a\nb", "c"])).toEqual(["[1] a\n", "[1] bc\n"]);
  expect(prefixed([])).toEqual([]);
});

test("a line that does not end is passed on in parts", () => {
  const long = "x".repeat(70_000);
  expect(prefixed([long, "y\n"])).toEqual([`[1] ${long}\n`, "[1] y\n"]);
});
