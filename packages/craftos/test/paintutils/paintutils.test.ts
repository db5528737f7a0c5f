/**
 * `paintutils`. Expected: tweaked.cc, paintutils.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

/** Draws on a window of 6 by 4 and gives the colours behind its places. */
function drawn(source: string, files: Readonly<Record<string, string>> = {}): string[] {
  const output = outputOf(
    `local win = window.create(term.current(), 1, 1, 6, 4, false)
     local before = term.redirect(win) ${source} term.redirect(before)
     for i = 1, 4 do print((select(3, win.getLine(i)))) end`,
    { files },
  );
  return output.trimEnd().split("\n");
}

test("drawPixel() draws a dot in a colour, or in that of before", () => {
  expect(drawn(`paintutils.drawPixel(2, 1, colors.red) paintutils.drawPixel(6, 4)`)).toEqual([
    "feffff",
    "ffffff",
    "ffffff",
    "fffffe",
  ]);
});

test.each([
  ["1, 1, 4, 4", ["1fffff", "f1ffff", "ff1fff", "fff1ff"]],
  ["6, 2, 1, 2", ["ffffff", "111111", "ffffff", "ffffff"]],
  ["2, 4, 2, 2", ["ffffff", "f1ffff", "f1ffff", "f1ffff"]],
  ["3, 3, 3, 3", ["ffffff", "ffffff", "ff1fff", "ffffff"]],
])("drawLine(%s) draws a line", (args, rows) => {
  expect(drawn(`paintutils.drawLine(${args}, colors.orange)`)).toEqual(rows);
});

test("drawBox() and drawFilledBox() draw from any corner", () => {
  expect(drawn(`paintutils.drawBox(5, 4, 2, 1, colors.blue)`)).toEqual([
    "fbbbbf",
    "fbffbf",
    "fbffbf",
    "fbbbbf",
  ]);
  expect(drawn(`paintutils.drawFilledBox(2, 3, 3, 2, colors.lime)`)).toEqual([
    "ffffff",
    "f55fff",
    "f55fff",
    "ffffff",
  ]);
});

test("pictures are read from text or a file, and drawn without what is empty", () => {
  expect(
    drawn(`paintutils.drawImage(paintutils.loadImage("p.nfp"), 2, 2)`, { "p.nfp": "e e\n 1\n" }),
  ).toEqual(["ffffff", "fefeff", "ff1fff", "ffffff"]);
  expect(
    outputOf(
      `local image = paintutils.parseImage("e 0\\n\\nf") print(#image, #image[1], image[1][1], image[1][2], image[1][3], #image[2])
       print(paintutils.loadImage("none"))`,
    ),
  ).toBe("3\t3\t16384\t0\t1\t0\nnil\n");
});

test("wrong arguments are errors", () => {
  expect(
    outputOf(
      `print(pcall(paintutils.drawPixel, "x")) print(pcall(paintutils.drawLine, 1, 2, 3))
       print(pcall(paintutils.drawBox, 1, 2, 3, 4, "red")) print(pcall(paintutils.drawFilledBox, {}))
       print(pcall(paintutils.drawImage, "x")) print(pcall(paintutils.parseImage)) print(pcall(paintutils.loadImage))`,
    ),
  ).toBe(
    "false\tbad argument #1 (number expected, got string)\nfalse\tbad argument #4 (number expected, got nil)\n" +
      "false\tbad argument #5 (number expected, got string)\nfalse\tbad argument #1 (number expected, got table)\n" +
      "false\tbad argument #1 (table expected, got string)\nfalse\tbad argument #1 (string expected, got nil)\n" +
      "false\tbad argument #1 (string expected, got nil)\n",
  );
});
