/**
 * The lines around a place.
 */
import { expect, test } from "vitest";
import { codeFrame, formatFrame } from "../../src/report/code-frame.js";

const frameOf = (source: string, line: number): string =>
  formatFrame(codeFrame(source, line), (text) => `${text} <`);

test("two lines before and one after are shown", () => {
  expect(frameOf("a\nb\nc\nd\ne\n", 3)).toBe("  1 | a\n  2 | b\n> 3 | c <\n  4 | d\n");
});

test("numbers are aligned", () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line${index + 1}`).join("\n");
  expect(frameOf(lines, 9)).toBe("   7 | line7\n   8 | line8\n>  9 | line9 <\n  10 | line10\n");
});

test("an error at the end of the file shows its last line", () => {
  expect(frameOf("a\nb\n", 3)).toBe("  1 | a\n> 2 | b <\n");
});

test("there is no frame for a line that is not there", () => {
  expect(frameOf("a\n", 9)).toBe("");
  expect(frameOf("a\n", 0)).toBe("");
});

test("every way to end a line counts as one line", () => {
  expect(frameOf("a\r\nb\rc\n\rd", 4)).toBe("  2 | b\n  3 | c\n> 4 | d <\n");
});

test("tabs become spaces, other control characters are not sent to a terminal", () => {
  expect(frameOf("\tx\u001b[31m", 1)).toBe("> 1 |     x?[31m <\n");
});

test("a very long line is cut", () => {
  expect(frameOf("x".repeat(1000), 1).length).toBeLessThan(200);
});

test("a part of the line is marked below it, where it is when tabs are shown as spaces", () => {
  const frame = codeFrame("a\n\tlet xyz = 1;\nb\n", 2, { start: 5, length: 3 });
  expect(formatFrame(frame, (text) => text)).toBe(
    "  1 | a\n> 2 |     let xyz = 1;\n    |         ^^^\n  3 | b\n",
  );
});

test("a part past the end of the file, or of what is shown, is not marked beyond it", () => {
  const plain = (text: string): string => text;
  expect(formatFrame(codeFrame("a\n", 2, { start: 0, length: 1 }), plain)).toBe("> 1 | a\n");
  const long = formatFrame(codeFrame("x".repeat(1000), 1, { start: 10, length: 900 }), plain);
  for (const line of long.split("\n")) expect(line.length).toBeLessThan(200);
});
