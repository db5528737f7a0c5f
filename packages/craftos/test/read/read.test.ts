/**
 * `read` from an input in lines. Expected: tweaked.cc, _G.read, as far as there are no keys.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

test("read() gives the lines of the input, then nil", () => {
  expect(
    outputOf(`write("Name? ") print(read()) print(read()) print(read(), read())`, {
      input: ["Ann", ""],
    }),
  ).toBe("Name? Ann\n\nnil\tnil\n");
});

test("read() gives nil where there is no input", () => {
  expect(outputOf(`print(read())`)).toBe("nil\n");
});

test("read() takes a mask, a history, a function that completes, and a default for an empty line", () => {
  expect(
    outputOf(
      `print(read("*", { "before" }, function(text) return { text } end, "default"))
       print(read(nil, nil, nil, "default"))`,
      { input: ["secret", ""] },
    ),
  ).toBe("secret\ndefault\n");
});

test("read() refuses arguments of other types", () => {
  expect(
    outputOf(
      `print(pcall(read, 1)) print(pcall(read, nil, "x")) print(pcall(read, nil, nil, {})) print(pcall(read, nil, nil, nil, 1))`,
    ),
  ).toBe(
    "false\tbad argument #1 (string expected, got number)\nfalse\tbad argument #2 (table expected, got string)\n" +
      "false\tbad argument #3 (function expected, got table)\nfalse\tbad argument #4 (string expected, got number)\n",
  );
});

test("each of several that read at once gets a line of its own", () => {
  expect(
    outputOf(
      `local got = {}
       parallel.waitForAll(function() got[1] = read() end, function() got[2] = read() end, function() sleep(1) end)
       print(got[1], got[2])`,
      { input: ["one", "two"] },
    ),
  ).toBe("one\ttwo\n");
});

test("io.read() and io.lines() read the same input", () => {
  expect(
    outputOf(
      `print(io.read()) for line in io.lines() do print("[" .. line .. "]") end print(io.read())`,
      {
        input: ["a", "b", "c"],
      },
    ),
  ).toBe("a\n[b]\n[c]\nnil\n");
});

test("the cursor goes to the next row when a line was read", () => {
  expect(outputOf(`write("Name? ") read() print(term.getCursorPos())`, { input: ["Ann"] })).toBe(
    "Name? 1\t2\n",
  );
});

test("terminate ends a wait for a line", () => {
  const { computer, clock } = runProgram(`os.queueEvent("terminate") read()`, { input: [] });
  clock.runUntilIdle();
  expect(computer.end).toMatchObject({ kind: "failed", error: { message: "Terminated" } });
});
