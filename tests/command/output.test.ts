/**
 * Standard output: bytes, complete and in time, and what happens when nobody reads it.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { commandFile, runProgram, startProgram, writeFiles } from "./command-process.js";

const shell = async (line: string, cwd: string): Promise<string> => {
  const command = `node() { "${process.execPath}" "$@"; }; set -o pipefail; ${line}`;
  const { stdout } = await promisify(execFile)("bash", ["-c", command], {
    cwd,
    timeout: 20_000,
    encoding: "latin1",
  });
  return stdout;
};

test("what a program prints before it waits is out while it waits", async () => {
  const process = startProgram(`write("asking... ") os.pullEvent("never")`);
  await process.says("asking... ");
  expect(process.stdout).toBe("asking... ");
});

test("what a program prints before it computes is out while it computes", async () => {
  const process = startProgram(
    `print("computing") while true do end`,
    [],
    ["--yield-timeout", "20s"],
  );
  await process.says("computing\n");
});

test("a lot of output arrives whole", async () => {
  const { stdout } = await runProgram(`for i = 1, 100000 do print(i) end os.shutdown(0)`);
  expect(stdout.split("\n")).toHaveLength(100_001);
  expect(stdout.endsWith("\n99999\n100000\n")).toBe(true);
});

test("bytes stay bytes", async () => {
  const folder = writeFiles({ "b.lua": `write("\\0\\128\\255\\r\\n\\195\\164")` });
  expect(await shell(`node ${commandFile} b.lua`, folder)).toBe("\0\x80\xff\r\n\xc3\xa4");
});

test("a reader that goes away ends the program, as it ends other commands", async () => {
  const folder = writeFiles({ "yes.lua": `while true do print("y") sleep(0) end` });
  const line = `node ${commandFile} yes.lua | head -n 2; echo "\${PIPESTATUS[0]}"`;
  expect(await shell(line, folder)).toBe("y\ny\n141\n");
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full is reported", async () => {
  const folder = writeFiles({ "p.lua": `print("x")` });
  const line = `node ${commandFile} p.lua 2>&1 >/dev/full || echo "status $?"`;
  expect(await shell(line, folder)).toMatch(
    /^craftos-http: cannot write to standard output: ENOSPC.*\nstatus 1\n$/,
  );
});
