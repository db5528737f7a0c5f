/**
 * The options of `run` that look into a program: what they take, and what they cannot be used with.
 */
import { expect, test } from "vitest";
import { chosenDebugging, DEBUG_OPTIONS } from "../../../src/commands/run/debug-options.js";
import { resolveOptions } from "../../../src/options/resolve-options.js";
import { runMain } from "../../run-main.js";

function choose(flags: Readonly<Record<string, string>>) {
  const written = Object.entries(flags).map(([name, text]) => {
    return [name, [{ text, folder: process.cwd(), order: 0 }]] as const;
  });
  const sources = { command: "run", flags: new Map(written), env: {}, config: undefined };
  return chosenDebugging(resolveOptions(DEBUG_OPTIONS, sources));
}

test.each([
  ["", "127.0.0.1", 9229],
  ["9230", "127.0.0.1", 9230],
  ["localhost", "localhost", 9229],
  ["0.0.0.0:0", "0.0.0.0", 0],
  ["[::1]:9230", "::1", 9230],
  ["[::1]", "::1", 9229],
])("--inspect=%s is %s and port %d", (text, host, port) => {
  expect(choose({ inspect: text }).debugger).toEqual({ host, port, waits: false });
  expect(choose({ "inspect-brk": text }).debugger).toEqual({ host, port, waits: true });
});

test.each([
  ["70000", "A port is expected: 0 to 65535."],
  ["example.com:1", "An IPv4 or IPv6 address or localhost is expected."],
  ["::1", "An IPv4 or IPv6 address or localhost is expected."],
])("--inspect=%s is refused: %s", async (text, message) => {
  const { status, errors } = await runMain(["run", `--inspect=${text}`, "x.lua"]);
  expect(status).toBe(2);
  expect(errors).toContain(message);
});

test.each([
  [["--inspect", "--workers", "2"], "options '--workers' and '--inspect' cannot be used together"],
  [
    ["--inspect-brk", "--record", "x"],
    "options '--record' and '--inspect-brk' cannot be used together",
  ],
  [["--inspect", "--inspect-brk"], "--inspect-brk"],
  [
    ["--cpu-prof", "--workers", "2"],
    "options '--workers' and '--cpu-prof' cannot be used together",
  ],
  [
    ["--cpu-prof=a", "--cpu-prof-dir", "b"],
    "--cpu-prof with a file cannot be used with --cpu-prof-dir.",
  ],
])("%j is refused", async (flags, message) => {
  const { status, errors } = await runMain(["run", ...flags, "x.lua"]);
  expect(status).toBe(2);
  expect(errors).toContain(message);
});

test("a profile goes to a file, or to a new one of a folder", () => {
  expect(choose({})).toEqual({ debugger: undefined, profile: undefined });
  expect(choose({ "cpu-prof": "" }).profile).toEqual({ file: undefined, folder: undefined });
  expect(choose({ "cpu-prof": "a.cpuprofile" }).profile).toMatchObject({ file: "a.cpuprofile" });
  expect(choose({ "cpu-prof-dir": "p" }).profile).toEqual({ file: undefined, folder: "p" });
});
