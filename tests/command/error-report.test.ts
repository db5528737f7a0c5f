/**
 * What a person sees of an error: the message, the place on the disk, the source line, the calls.
 */
import { expect, test } from "vitest";
import { run, runProgram, start, writeFiles } from "./command-process.js";

test("an uncaught error shows message, place, source line and traceback", async () => {
  const cwd = writeFiles({
    "err1.lua": [
      "local function greet(person)",
      "  return 'hello ' .. person.name",
      "end",
      "",
      "print(greet(nil))",
      "",
    ].join("\n"),
  });
  expect(await run(["err1"], { cwd })).toEqual({
    status: 1,
    signal: null,
    stdout: "",
    stderr: [
      "/err1.lua:2: attempt to index local 'person' (a nil value)",
      "  at err1.lua:2",
      "  1 | local function greet(person)",
      "> 2 |   return 'hello ' .. person.name",
      "  3 | end",
      "stack traceback:",
      "\t/err1.lua:2: in function 'greet'",
      "\t/err1.lua:5: in main chunk",
      "",
    ].join("\n"),
  });
});

test("an error in a module shows the module's line", async () => {
  const cwd = writeFiles({
    "main.lua": `local m = require("m")\nm.fail()\n`,
    "m.lua": `return { fail = function() error("broken") end }\n`,
  });
  const { stderr } = await run(["main.lua"], { cwd });
  expect(stderr).toContain("/m.lua:1: broken\n  at m.lua:1\n> 1 | return { fail =");
  expect(stderr).toContain("\t/main.lua:2: in main chunk\n");
});

test("an error without a position shows the line that raised it", async () => {
  const { stderr } = await runProgram(`print("x")\nerror("no position", 0)\n`);
  expect(stderr).toMatch(/^no position\n {2}at program\.lua:2\n {2}1 \| print/);
});

test("an error value that is no text is described", async () => {
  const shown = async (value: string): Promise<string | undefined> =>
    (await runProgram(`error(${value})`)).stderr.split("\n")[0];
  expect(await shown("{}")).toBe("(error object is a table value)");
  expect(await shown("nil")).toBe("(error object is a nil value)");
  expect(await shown("12.5")).toBe("12.5");
  expect(await shown("setmetatable({}, {__tostring = function() return 'mine' end})")).toBe("mine");
});

test("a program that runs too long without yielding is stopped with an error", async () => {
  const flags = ["--yield-timeout", "200ms"];
  const { status, stderr } = await runProgram("while true do end", [], flags);
  expect(status).toBe(1);
  expect(stderr).toContain("Too long without yielding");
});

test("bytes of a message reach standard error unchanged", async () => {
  const { stderr } = await runProgram(`error("größer als \\226\\130\\172", 0)`);
  expect(stderr.split("\n")[0]).toBe("größer als €");
});

test("colours are for terminals, or on request, and NO_COLOR wins", async () => {
  const cwd = writeFiles({ "err.lua": `error("red")` });
  const escape = "\u001b[";
  const plain = await run(["err.lua"], { cwd });
  expect(plain.stderr).not.toContain(escape);
  const colored = await run(["err.lua"], { cwd, env: { FORCE_COLOR: "1" } });
  expect(colored.stderr).toContain(escape);
  const refused = await run(["err.lua"], { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
  expect(refused.stderr).not.toContain(escape);
});

test("printError goes to standard error, in the order of the program", async () => {
  const process = start(["both.lua"], {
    cwd: writeFiles({ "both.lua": `print("one") printError("two") print("three")` }),
  });
  expect(await process.ended).toMatchObject({ status: 0, stdout: "one\nthree\n", stderr: "two\n" });
});
