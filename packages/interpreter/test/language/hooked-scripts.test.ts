/**
 * The scripts with expected output once more, in code that calls hooks: a hook that does nothing changes
 * nothing. See scripts/README.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { MODES, runProgram } from "./run-program.js";

const folder = new URL("scripts/lua-5.2/", import.meta.url);

/** These print through `__tostring`, for which the tests' own `print` cannot be suspended. */
const NOT_HOOKED = new Set(["base-arguments.lua", "debug-metatables.lua"]);

const scripts = readdirSync(folder).filter(
  (file) => file.endsWith(".lua") && !NOT_HOOKED.has(file) && !file.startsWith("debug-hooks"),
);

/** Gives a program a hook for everything. */
const DRIVER = `
local program = ...
return function(...)
  debug.sethook(function() end, "crl", 5)
  return program(...)
end`;

// Lets the guard against endless loops see that the tests go on.
beforeEach(() => setImmediate());

describe("a script under a hook", () => {
  it.each(scripts)("prints what is expected: %s", (file) => {
    const source = readFileSync(new URL(file, folder), "latin1");
    const { output, error } = runProgram(source, `@${file}`, MODES[0]!, 0, DRIVER);
    expect(error).toBeNull();
    expect(output).toBe(readFileSync(new URL(file.replace(".lua", ".out"), folder), "latin1"));
  });
});
