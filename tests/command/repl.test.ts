/**
 * `craftos-http repl` as a process: from a pipe, and on a terminal of the system's.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandFile, CommandProcess, run, writeFiles } from "./command-process.js";

test("lines from a pipe are run, up to the first error", async () => {
  const input = `x = 20 + 1\nx * 2\nsleep(0.01)\nerror("over")\nprint("never")\n`;
  const end = await run(["repl", "--ephemeral"], { input });
  expect(end).toMatchObject({ status: 1, stdout: "42\n" });
  expect(end.stderr).toMatch(/^lua\[4\]:1: over\nstack traceback:\n/);
});

// util-linux's; it gives a program a terminal.
const { stdout: version } = spawnSync("script", ["--version"], { encoding: "utf8" });
const hasScript = (version as string | null)?.includes("util-linux") === true;

test.runIf(hasScript)("on a terminal one is greeted, and the history is kept", async () => {
  const state = writeFiles({});
  const line = [process.execPath, commandFile, "repl", "--ephemeral"];
  const args = ["-qec", line.map((part) => `'${part}'`).join(" "), "/dev/null"];
  const command = new CommandProcess("script", args, {
    env: { XDG_STATE_HOME: state, TERM: "xterm", NO_COLOR: "1" },
    input: "6 * 7\nexit(3)\n",
  });
  const { status, stdout } = await command.ended;
  expect(status).toBe(3);
  expect(stdout).toContain(": Lua as programs have it. exit() leaves.\r\n");
  expect(stdout).toContain("42\r\n");
  const history = join(state, "craftos-http", "repl-history");
  expect(existsSync(history)).toBe(true);
  expect(readFileSync(history, "utf8")).toBe("6 * 7\nexit(3)\n");
});
