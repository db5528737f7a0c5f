/** How large programs are optimised; the flags are V8's own, so each case has a process to itself. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const module = new URL("../../dist/program/large-programs.js", import.meta.url).href;

/** Gives the flags that are set when sources of these lengths are loaded. */
async function flagsAfter(...lengths: number[]): Promise<string> {
  const script = `
    const { noteSourceLength } = await import(${JSON.stringify(module)});
    const set = [];
    const v8 = process.getBuiltinModule("node:v8");
    v8.setFlagsFromString = (flag) => set.push(flag);
    for (const length of ${JSON.stringify(lengths)}) noteSourceLength(length);
    process.stdout.write(set.join(" "));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "-e",
    script,
  ]);
  return stdout;
}

const isNode20 = process.versions.v8.startsWith("11.");

test("a program whose files are small together is optimised as soon as ever", async () => {
  expect(await flagsAfter(40_000, 40_000)).toBe("");
});

test.runIf(isNode20)("how a large program is optimised is said to V8 once", async () => {
  expect(await flagsAfter(60_000, 60_000, 60_000)).toBe(
    "--no-concurrent-osr --interrupt-budget=40000",
  );
});
