/**
 * `require` and `package`. Expected: tweaked.cc, require and package.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const files = {
  "app/util.lua": "count = (count or 0) + 1  print('loading', ...)  return { name = 'util' }",
  "app/deep/init.lua": "return 'deep'",
  "app/deep/er.lua": "return require('util')",
  "app/nothing.lua": "",
  "app/fails.lua": "error('in module')",
  "app/loop.lua": "return require('loop')",
  "app/slow.lua": "sleep(1) return 'slow'",
  "app/syntax.lua": "x = = 1",
  "root.lua": "return 'root'",
};

function output(source: string): string {
  return outputOf(source, { path: "app/main.lua", files });
}

test("require() loads a module once, with its name and path, beside the program", () => {
  expect(output(`print(require("util") == require("util"), require("util").name)`)).toBe(
    "loading\tutil\tapp/util.lua\ntrue\tutil\n",
  );
});

test("require() finds folders with init.lua and names with dots", () => {
  expect(output(`print(require("deep")) print(require("deep.er").name)`)).toBe(
    "deep\nloading\tutil\tapp/util.lua\nutil\n",
  );
});

test("modules share the program's globals", () => {
  expect(output(`require("util") print(count, _G.count)`)).toMatch(/\n1\tnil\n$/);
});

test("require() gives true for a module that returns nothing", () => {
  expect(output(`print(require("nothing"), package.loaded.nothing)`)).toBe("true\ttrue\n");
});

test("require() gives the libraries and what is preloaded", () => {
  const result = output(`
    package.preload.made = function(...) print(...) return "made" end
    print(require("string") == string, require("os") == os, require("made"), require("made"))`);
  expect(result).toBe("made\ntrue\ttrue\tmade\tmade\n");
});

test("require() follows package.path", () => {
  expect(output(`package.path = "/?.lua" print(require("root"))`)).toBe("root\n");
});

test("require() says where it looked for a module that there is not", () => {
  expect(output(`package.path = "?.lua;/lib/?.lua" print(pcall(require, "a.b"))`)).toBe(
    "false\tmodule 'a.b' not found:\n  no field package.preload['a.b']\n" +
      "  no file 'app/a/b.lua'\n  no file '/lib/a/b.lua'\n",
  );
});

test("require() raises a module's error as it is, and again as a loop", () => {
  const result = output(`print(pcall(require, "fails")) print(pcall(require, "fails"))`);
  expect(result).toBe(
    "false\t/app/fails.lua:1: in module\n" +
      "false\tloop or previous error loading module 'fails'\n",
  );
});

test("require() notices a module that requires itself", () => {
  expect(output(`print(pcall(require, "loop"))`)).toContain(
    "loop or previous error loading module 'loop'",
  );
});

test("require() raises a module's syntax error", () => {
  expect(output(`print(pcall(require, "syntax"))`)).toContain("/app/syntax.lua:1:");
});

test("a module may wait while it is loaded", () => {
  expect(output(`print(require("slow"), os.clock())`)).toBe("slow\t1\n");
});

test("require() asks searchers that a program adds, which may wait", () => {
  const result = output(`
    table.insert(package.loaders, function(name)
      sleep(1)
      return function(...) return name .. " made up " .. select("#", ...) end, "extra"
    end)
    print(require("anything"), os.clock())`);
  expect(result).toBe("anything made up 2\t1\n");
});

test("package.searchpath() finds a file or says where there is none", () => {
  expect(
    output(`print(package.searchpath("util", "?.lua")) print(package.searchpath("x", "?"))`),
  ).toBe("app/util.lua\nnil\tno file 'app/x'\n");
});
