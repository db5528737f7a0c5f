/**
 * `os.run`, `os.loadAPI`, `os.unloadAPI`, and loading from `/rom` and mounts. Expected: tweaked.cc, os.
 */
import { expect, test } from "vitest";
import { FileSystem } from "../../src/files/file-system.js";
import { MemoryMount } from "../../src/files/memory-mount.js";
import { outputOf, runProgram } from "../run-program.js";

const files = {
  program: "print(mine, _G.mine, ...) made = 1 sleep(1)",
  fails: "sleep(1) error('on purpose')",
  silent: "error('', 0)",
  "api.lua": "value = 5 local hidden = 1 function twice(n) return n * 2 end",
  "waits.lua": "sleep(2) done = os.clock()",
  self: "print(os.loadAPI('self'))",
  syntax: "x = = 1",
};

test("os.run() runs a file in an environment, which may wait, and says whether it succeeded", () => {
  const output = outputOf(
    `local env = { mine = "own" }
     print(os.run(env, "program", "a", "b")) print(env.made, made, os.clock())
     print(getmetatable(env).__index == _G)`,
    { files },
  );
  expect(output).toBe("own\tnil\ta\tb\ntrue\n1\tnil\t1\ntrue\n");
});

test("os.run() shows why a program failed", () => {
  const { output, errorOutput } = runProgram(
    `print(os.run({}, "fails")) print(os.run({}, "nothing")) print(os.run({}, "silent"))
     print(os.run({}, "syntax")) print(pcall(os.run, "x")) print(pcall(os.run, {}))`,
    { files },
  );
  expect(errorOutput).toMatch(/^\/fails:1: on purpose\nFile not found\n\/syntax:1: .*\n$/);
  expect(output).toBe(
    "false\nfalse\nfalse\nfalse\nfalse\tbad argument #1 (table expected, got string)\n" +
      "false\tbad argument #2 (string expected, got nil)\n",
  );
});

test("os.loadAPI() makes a global of what a file leaves in its environment; unloadAPI() removes it", () => {
  const output = outputOf(
    `print(os.loadAPI("/api.lua"), api.value, api.twice(4), api.hidden, _G.api == api)
     os.unloadAPI("api") print(api) os.unloadAPI("print") os.unloadAPI("_G") print(type(_G), type(print))
     print(os.loadAPI("waits.lua"), waits.done)`,
    { files },
  );
  expect(output).toBe("true\t5\t8\tnil\ttrue\nnil\ntable\tfunction\ntrue\t2\n");
});

test("os.loadAPI() says what is wrong with a file", () => {
  const { output, errorOutput } = runProgram(
    `print(pcall(os.loadAPI, "fails")) print(pcall(os.loadAPI, "nothing")) print(os.loadAPI("self"))
     print(pcall(os.loadAPI))`,
    { files },
  );
  expect(output).toMatch(
    /^false\t.*Failed to load API fails due to \/fails:1: on purpose\nfalse\t.*Failed to load API nothing due to File not found\nfalse\ntrue\nfalse\tbad argument #1 \(string expected, got nil\)\n$/,
  );
  expect(errorOutput).toBe("API self is already being loaded\n");
});

test("require(), loadfile() and dofile() load from mounts, and follow what a program writes", () => {
  const fileSystem = new FileSystem({ disk: new MemoryMount() });
  const lib = new MemoryMount({ files: { "mod/init.lua": "return 'mounted'" } });
  fileSystem.mount({ location: "lib", mount: lib, isReadOnly: true });
  const output = outputOf(
    `package.path = "/lib/?/init.lua;" .. package.path
     print(require("mod"), fs.isReadOnly("lib/mod"), fs.getDrive("lib/mod"))
     local h = fs.open("made.lua", "w") h.write("return ...") h.close()
     print(require("made"), loadfile("made.lua")(7), dofile("made.lua"))
     print(fs.isDir("rom/modules/main"), fs.isReadOnly("rom"))`,
    { fileSystem },
  );
  expect(output).toBe("mounted\ttrue\tlib\nmade\t7\ntrue\ttrue\n");
});
