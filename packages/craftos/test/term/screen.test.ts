/**
 * What is on a screen. Expected: tweaked.cc, term.
 */
import { expect, test } from "vitest";
import { Screen } from "../../src/term/screen.js";

function linesOf(screen: Screen): string[] {
  return Array.from({ length: screen.height }, (_, y) => screen.row(y + 1)?.text ?? "");
}

test("text replaces what is in its place, in the colours that are set", () => {
  const screen = new Screen(6, 2);
  screen.write("abcdef");
  screen.foreground = "e";
  screen.background = "1";
  screen.cursorX = 3;
  screen.write("XY");
  expect(screen.row(1)).toEqual({ text: "abXYef", foreground: "00ee00", background: "ff11ff" });
  expect([screen.cursorX, screen.cursorY]).toEqual([5, 1]);
});

test("text outside the screen is lost, and the cursor goes behind it all the same", () => {
  const screen = new Screen(4, 1);
  screen.cursorX = -1;
  screen.write("abcdefgh");
  expect(linesOf(screen)).toEqual(["cdef"]);
  expect(screen.cursorX).toBe(7);
  screen.cursorX = 1;
  screen.cursorY = 2;
  screen.write("z");
  screen.cursorY = 0;
  screen.write("z");
  expect(linesOf(screen)).toEqual(["cdef"]);
});

test.each([
  [1, ["b", "c", " "]],
  [2, ["c", " ", " "]],
  [9, [" ", " ", " "]],
  [-1, [" ", "a", "b"]],
  [-9, [" ", " ", " "]],
  [0, ["a", "b", "c"]],
])("scroll(%d) moves what is there", (rows, lines) => {
  const screen = new Screen(1, 3);
  for (const [index, letter] of ["a", "b", "c"].entries()) {
    screen.cursorX = 1;
    screen.cursorY = index + 1;
    screen.write(letter);
  }
  screen.scroll(rows);
  expect(linesOf(screen)).toEqual(lines);
});

test.each([
  ["one two three", ["one two ", "three   ", "        "], 1],
  ["abcdefghijk", ["abcdefgh", "ijk     ", "        "], 1],
  ["a abcdefghijk", ["a abcdef", "ghijk   ", "        "], 1],
  ["1\n2\n3\n4", ["2       ", "3       ", "4       "], 3],
  ["12345678  x", ["12345678", "x       ", "        "], 1],
  ["12345678   ", ["12345678", "        ", "        "], 0],
  ["1234567 abc de", ["1234567 ", "abc de  ", "        "], 1],
  ["abcdefghijklmnopqrs", ["abcdefgh", "ijklmnop", "qrs     "], 2],
  ["12345678\n", ["12345678", "        ", "        "], 1],
])("writeWrapped(%j) wraps words and scrolls", (text, lines, count) => {
  const screen = new Screen(8, 3);
  expect(screen.writeWrapped(text)).toBe(count);
  expect(linesOf(screen)).toEqual(lines);
});

test("clear() and clearRow() leave blanks in the colour behind", () => {
  const screen = new Screen(2, 2);
  screen.write("ab");
  screen.background = "b";
  screen.clearRow(1);
  expect(screen.row(1)).toEqual({ text: "  ", foreground: "00", background: "bb" });
  expect(screen.row(2)?.background).toBe("ff");
  screen.clear();
  expect(screen.row(2)?.background).toBe("bb");
});
