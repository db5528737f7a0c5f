/**
 * `redstone` of a computer with nothing beside it. Expected: tweaked.cc, redstone.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("getSides() lists the sides, and rs is the same table", () => {
  expect(outputOf(`print(table.concat(redstone.getSides(), " "), rs == redstone)`)).toBe(
    "bottom top back front right left\ttrue\n",
  );
});

test("what is put out is remembered for each side", () => {
  expect(
    outputOf(
      `redstone.setOutput("left", true) redstone.setAnalogOutput("Top", 7)
       print(redstone.getOutput("left"), redstone.getAnalogOutput("left"), redstone.getOutput("right"))
       print(redstone.getOutput("top"), redstone.getAnalogueOutput("top"))
       redstone.setAnalogueOutput("top", 0) redstone.setOutput("left", false)
       print(redstone.getOutput("top"), redstone.getAnalogOutput("left"))
       redstone.setBundledOutput("back", colors.red + colors.blue)
       print(redstone.getBundledOutput("back"), redstone.getBundledOutput("left"))`,
    ),
  ).toBe("true\t15\tfalse\ntrue\t7\nfalse\t0\n18432\t0\n");
});

test("nothing comes in", () => {
  expect(
    outputOf(
      `redstone.setOutput("left", true)
       print(redstone.getInput("left"), redstone.getAnalogInput("left"), redstone.getAnalogueInput("left"))
       print(redstone.getBundledInput("left"), redstone.testBundledInput("left", colors.red), redstone.testBundledInput("left", 0))`,
    ),
  ).toBe("false\t0\t0\n0\tfalse\ttrue\n");
});

test("wrong sides and strengths are errors", () => {
  expect(
    outputOf(
      `print(pcall(redstone.getInput, "middle")) print(pcall(redstone.setOutput, "left", 1))
       print(pcall(redstone.setAnalogOutput, "left", 16)) print(pcall(redstone.getOutput))`,
    ),
  ).toBe(
    "false\tbad argument #1 (unknown option middle, expected one of bottom, top, back, front, right, left)\n" +
      "false\tbad argument #2 (boolean expected, got number)\n" +
      "false\tExpected number in range 0-15\n" +
      "false\tbad argument #1 (string expected, got nil)\n",
  );
});
