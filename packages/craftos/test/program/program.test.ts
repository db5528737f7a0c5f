/**
 * Programs, their arguments and environments, and loading files. Expected: tweaked.cc, shell.run,
 * _G and require.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

test("a program gets its arguments as ... and in the table arg", () => {
  const output = outputOf("print(...) print(arg[0], #arg, arg[1], arg[2])", {
    path: "bin/tool.lua",
    args: ["a", "b c"],
  });
  expect(output).toBe("a\tb c\nbin/tool.lua\t2\ta\tb c\n");
});

test("globals that a program assigns are its own; _G has the computer's", () => {
  const output = outputOf("mine = 1 print(mine, _G.mine, _ENV.mine, _G.print == print)");
  expect(output).toBe("1\tnil\t1\ttrue\n");
});

test("errors speak of a program's path from the root", () => {
  const { computer } = runProgram("\nerror('here')", { path: "/dir/../err1.lua" });
  expect(computer.end).toMatchObject({ kind: "failed", error: { value: "/err1.lua:2: here" } });
});

test("a syntax error is a problem, not an exception", () => {
  expect(() => outputOf("x = = 1")).toThrow("/program.lua:1:");
});

test("loadfile() loads a file with the globals, or with an environment, old style or new", () => {
  const output = outputOf(
    `print(loadfile("lib/a.lua")())
     print(loadfile("/lib/a.lua", "t", { value = 1 })())
     print(loadfile("lib/a.lua", { value = 2 })())
     print(loadfile("nothing.lua"))
     print(loadfile("bad.lua"))`,
    { files: { "lib/a.lua": "return value, ...", "bad.lua": "\n\nx =" } },
  );
  expect(output).toMatch(/^nil\n1\n2\nnil\tFile not found\nnil\t\/bad\.lua:3: .*<eof>\n$/);
});

test("dofile() runs a file that may wait", () => {
  const output = outputOf(`print(dofile("a.lua")) print(pcall(dofile, "b.lua"))`, {
    files: { "a.lua": "sleep(1) return 1, 2" },
  });
  expect(output).toBe("1\t2\nfalse\tFile not found\n");
});

test("load() and loadstring() compile text", () => {
  expect(outputOf("print(load('return 1 + 1')(), loadstring('return 2')())")).toBe("2\t2\n");
});
