/**
 * The command as a function: where its output goes, and what a fault of ours looks like.
 */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main, type MainProcess } from "../src/main.js";

let folder: string;
let out: string;
let errors: string;
let left: number[];
let process: MainProcess & EventEmitter;

/** What every report of a fault begins with. */
const FAULT =
  /^craftos-http: internal error\. This is a fault in craftos-http, not in your program\./;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-main-"));
  out = "";
  errors = "";
  left = [];
  process = Object.assign(new EventEmitter(), {
    env: {},
    stdout: new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        out += chunk.toString();
        done();
      },
    }),
    stderr: new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        errors += chunk.toString();
        done();
      },
    }),
    exit: (status: number) => void left.push(status) as never,
  });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeProgram(source: string): string {
  const file = join(folder, "program.lua");
  writeFileSync(file, source);
  return file;
}

test("main() gives the program's exit status", async () => {
  const file = writeProgram(`print(...) os.shutdown(9)`);
  expect(await main(["run", file, "a"], process)).toBe(9);
  expect({ out, errors }).toEqual({ out: "a\n", errors: "" });
});

test("help and version go to standard output, complaints to standard error", async () => {
  expect(await main(["--help"], process)).toBe(0);
  expect(out).toMatch(/^Usage: craftos-http \[options\] \[command\]\n/);
  expect(errors).toBe("");
  expect(await main(["--nonsense", "x.lua"], process)).toBe(2);
  expect(errors).toMatch(/^error: unknown option '--nonsense'\nRun `craftos-http run --help`/);
});

test("a fault of ours inside a native is shown with its stack, and no pcall hides it", async () => {
  Object.defineProperty(process, "stdout", {
    get: () => {
      throw new TypeError("nobody expected this");
    },
  });
  // So much text is written at once.
  const file = writeProgram(`pcall(print, ("x"):rep(100000)) os.shutdown(0)`);
  expect(await main([file], process)).toBe(70);
  expect(errors).toMatch(FAULT);
  expect(errors).toMatch(/TypeError: nobody expected this\n {4}at /);
});

test("what nothing caught is shown the same way, and ends the process", async () => {
  await main(["--version"], process);
  process.emit("uncaughtException", new RangeError("out of nowhere"));
  await expect.poll(() => left).toEqual([70]);
  expect(errors).toMatch(FAULT);
  expect(errors).toContain("RangeError: out of nowhere\n    at ");
});
