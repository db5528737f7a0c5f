/**
 * `colors` and `colours`. Expected: tweaked.cc, colors.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("colours are bits, from white to black, in both spellings", () => {
  expect(
    outputOf(
      `print(colors.white, colors.orange, colors.gray, colors.lightGray, colors.black, colors.grey)
       print(colours.grey, colours.lightGrey, colours.gray, colours.red == colors.red)`,
    ),
  ).toBe("1\t2\t128\t256\t32768\tnil\n128\t256\tnil\ttrue\n");
});

test("combine(), subtract() and test() work on sets of colours", () => {
  expect(
    outputOf(
      `local set = colors.combine(colors.white, colors.magenta, colours.lightBlue)
       print(set, colors.subtract(set, colors.white, colors.black), colors.combine(), colors.subtract(5))
       print(colors.test(set, colors.white), colors.test(set, colors.red), colors.test(13, 12))
       print(pcall(colors.combine, 1, "x")) print(pcall(colors.subtract, 1, 2, {})) print(pcall(colors.test, 1))`,
    ),
  ).toBe(
    "13\t12\t0\t5\ntrue\tfalse\ttrue\n" +
      "false\tbad argument #2 (number expected, got string)\n" +
      "false\tbad argument #3 (number expected, got table)\n" +
      "false\tbad argument #2 (number expected, got nil)\n",
  );
});

test("packRGB(), unpackRGB() and rgb8() convert between fractions and a number", () => {
  expect(
    outputOf(
      `print(colors.packRGB(0.7, 0.2, 0.6), colors.packRGB(1, 1, 1), colors.rgb8(1, 0, 0))
       print(colors.unpackRGB(0xb23399)) print(colors.rgb8(0xffffff))`,
    ),
  ).toBe("11678617\t16777215\t16711680\n0.69803921568627\t0.2\t0.6\n1\t1\t1\n");
});

test("toBlit() and fromBlit() convert between colours and digits", () => {
  expect(
    outputOf(
      `print(colors.toBlit(colors.white), colors.toBlit(colors.red), colors.toBlit(3), colors.toBlit(65535))
       print(colors.fromBlit("0"), colors.fromBlit("e"), colors.fromBlit("g"), colors.fromBlit("00"), colors.fromBlit(""))
       print(pcall(colors.toBlit, 65536)) print(pcall(colors.toBlit, 0))`,
    ),
  ).toBe(
    "0\te\t1\tf\n1\t16384\tnil\tnil\tnil\nfalse\tColour out of range\nfalse\tColour out of range\n",
  );
});
