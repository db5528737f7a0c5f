/**
 * `keys`. Expected: tweaked.cc, keys; the key tokens of GLFW 3.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("keys have the numbers of GLFW", () => {
  expect(
    outputOf(
      `print(keys.space, keys.apostrophe, keys.comma, keys.slash, keys.zero, keys.nine, keys.semicolon, keys.equals)
       print(keys.a, keys.z, keys.leftBracket, keys.rightBracket, keys.grave)
       print(keys.enter, keys.tab, keys.backspace, keys.right, keys.left, keys.down, keys.up, keys.pageUp, keys["end"])
       print(keys.capsLock, keys.pause, keys.f1, keys.f12, keys.f25)
       print(keys.numPad0, keys.numPad9, keys.numPadDecimal, keys.numPadEqual, keys.leftShift, keys.rightAlt, keys.menu)`,
    ),
  ).toBe(
    "32\t39\t44\t47\t48\t57\t59\t61\n65\t90\t91\t93\t96\n" +
      "257\t258\t259\t262\t263\t264\t265\t266\t269\n280\t284\t290\t301\t314\n" +
      "320\t329\t330\t336\t340\t346\t348\n",
  );
});

test("enter and scrollLock have their older names too", () => {
  expect(outputOf(`print(keys["return"] == keys.enter, keys.scollLock == keys.scrollLock)`)).toBe(
    "true\ttrue\n",
  );
});

test("getName() gives the name of a key's number, and nil for others", () => {
  expect(
    outputOf(
      `print(keys.getName(257), keys.getName(281), keys.getName(keys.q), keys.getName(0), keys.getName(0.5))
       print(pcall(keys.getName, "a"))`,
    ),
  ).toBe("enter\tscrollLock\tq\tnil\tnil\nfalse\tbad argument #1 (number expected, got string)\n");
});

test("every key but the older names has its own number, which has its name", () => {
  expect(
    outputOf(
      `for name, code in pairs(keys) do
         if type(code) == "number" and keys.getName(code) ~= name then print(name) end
       end`,
    )
      .trim()
      .split("\n")
      .sort(),
  ).toEqual(["return", "scollLock"]);
});
