/**
 * `print`, `write`, `printError` and the globals that name the host. Expected: tweaked.cc, _G.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

test("print() writes its arguments with tabs between them and counts the lines", () => {
  expect(outputOf(`print(print("a", 1, nil, true), print(), print("x\\ny"))`)).toBe(
    "a\t1\tnil\ttrue\n\nx\ny\n1\t1\t2\n",
  );
});

test("print() writes bytes as they are", () => {
  expect(outputOf(`print("\\0\\128\\255")`)).toBe("\0\x80\xff\n");
});

test("print() uses __tostring, which may wait", () => {
  const output = outputOf(`
    local t = setmetatable({}, { __tostring = function() sleep(1) return "slow" end })
    print("a", t, "b")`);
  expect(output).toBe("a\tslow\tb\n");
});

test("print() passes on an error of __tostring", () => {
  const output = outputOf(`
    local t = setmetatable({}, { __tostring = function() error("no", 0) end })
    print(pcall(print, t))`);
  expect(output).toBe("false\tno\n");
});

test("write() writes strings and numbers, no line end, and counts the line ends in them", () => {
  expect(outputOf(`print(write("a"), write(1.5), write("x\\n\\n"))`)).toBe("a1.5x\n\n0\t0\t2\n");
});

test("write() refuses other values", () => {
  expect(outputOf("print(pcall(write))")).toMatch(/bad argument #1 \(string or number expected/);
});

test("printError() writes elsewhere", () => {
  const { output, errorOutput } = runProgram(`printError("bad", 1) print("good")`);
  expect([output, errorOutput]).toEqual(["good\n", "bad\t1\n"]);
});

test("_HOST names the version of CC: Tweaked and _CC_DEFAULT_SETTINGS is empty", () => {
  expect(outputOf(`print(_HOST:match("^ComputerCraft [%d.]+") ~= nil, _CC_DEFAULT_SETTINGS)`)).toBe(
    "true\t\n",
  );
});
