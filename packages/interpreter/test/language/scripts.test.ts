/**
 * Scripts with expected output beside them: each prints exactly that, however often it is suspended
 * and wherever it runs. See scripts/README.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { SeededRandom } from "../seeded-random.js";
import { MODES, runProgram } from "./run-program.js";

const folder = new URL("scripts/", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, folder), "latin1");
}

/** Combinations of script and mode that are meant to differ, with the reason. */
const exceptions = new Map(
  read("mode-exceptions.txt")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [script, mode, reason] = line.split("\t");
      return [`${script} ${mode}`, reason];
    }),
);

const scripts = ["lua-5.2", "lua-5.1", "own"].flatMap((origin) =>
  readdirSync(new URL(`${origin}/`, folder))
    .filter((file) => file.endsWith(".lua"))
    .map((file) => `${origin}/${file}`),
);

// Lets the guard against endless loops see that the tests go on.
beforeEach(() => setImmediate());

describe.each(MODES)("a script that runs $name", (mode) => {
  it.each(scripts)("prints what is expected: %s", (script) => {
    const { seed } = new SeededRandom();
    const chunkName = `@${script.slice(script.indexOf("/") + 1)}`;
    const { output, error, traceback } = runProgram(read(script), chunkName, mode, seed);
    const expected = read(script.replace(".lua", ".out"));
    const actual = error === null ? output : `${output}failed: ${error}\n${traceback ?? ""}`;
    if (exceptions.has(`${script} ${mode.name}`)) expect(actual).not.toBe(expected);
    else expect(actual, `seed ${seed}`).toBe(expected);
  });
});
