/**
 * Standard output: bytes, complete and in time, and what happens when nobody reads it.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { commandFile, runProgram, startProgram, writeFiles } from "./command-process.js";

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
  const cwd = writeFiles({ "b.lua": `write("\\0\\128\\255\\r\\n\\195\\164")` });
  const options = { cwd, encoding: "latin1" } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [commandFile, "b.lua"], options);
  expect(stdout).toBe("\0\x80\xff\r\n\xc3\xa4");
});

test("a reader that goes away ends the program, as it ends other commands", async () => {
  const cwd = writeFiles({ "yes.lua": `while true do print("y") sleep(0) end` });
  const stdio = ["ignore", "pipe", "ignore"] as const;
  const command = spawn(process.execPath, [commandFile, "yes.lua"], { cwd, stdio: [...stdio] });
  const [line] = (await once(createInterface(command.stdout), "line")) as [string];
  expect(line).toBe("y");
  command.stdout.destroy();
  expect(await once(command, "exit")).toEqual([141, null]);
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full is reported", async () => {
  const cwd = writeFiles({ "p.lua": `print("x")` });
  const full = openSync("/dev/full", "w");
  const command = spawn(process.execPath, [commandFile, "p.lua"], {
    cwd,
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  const ended = once(command, "exit");
  expect(await text(command.stderr!)).toMatch(
    /^craftos-http: cannot write to standard output: ENOSPC.*\n$/,
  );
  expect(await ended).toEqual([1, null]);
});
