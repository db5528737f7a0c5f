/**
 * `cc.require`. Expected: tweaked.cc, cc.require.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const files = { "lib/part.lua": "loads = (loads or 0) + 1 return 'part ' .. loads" };

test("make() gives an environment a require and a package of its own", () => {
  expect(
    outputOf(
      `local make = require("cc.require").make
       local env = setmetatable({}, { __index = _ENV })
       env.require, env.package = make(env, "/lib")
       print(env.require("part"), env.loads, loads, env.require("cc.require") ~= require("cc.require"))
       print(env.package.path == package.path, env.package ~= package, pcall(require, "part"))`,
      { files },
    ),
  ).toMatch(/^part 1\t1\tnil\ttrue\ntrue\ttrue\tfalse\tmodule 'part' not found:/);
});

test("make() may be had by dofile(), as shells do, and checks its arguments", () => {
  expect(
    outputOf(
      `local make = dofile("rom/modules/main/cc/require.lua").make
       print(pcall(make)) print(pcall(make, {}))
       local env = {} env.require = make(env, "lib") print(env.require("part"))`,
      { files },
    ),
  ).toBe(
    "false\tbad argument #1 (table expected, got nil)\nfalse\tbad argument #2 (string expected, got nil)\npart 1\n",
  );
});
