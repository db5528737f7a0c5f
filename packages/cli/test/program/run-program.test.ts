/**
 * The wiring as a function: streams and signals are the test's own, nothing of this process is used.
 */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunOptions } from "../../src/program/run-options.js";
import { runProgram } from "../../src/program/run-program.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-run-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process of the test's own. */
class TestProcess extends EventEmitter {
  readonly env = {};
  out = "";
  errors = "";
  readonly stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      this.out += chunk.toString("latin1");
      this.emit("output");
      done();
    },
  });
  readonly stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      this.errors += chunk.toString("latin1");
      this.emit("output");
      done();
    },
  });

  /** Waits until it has said something. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.out) ?? pattern.exec(this.errors);
      if (found !== null) return found[1] ?? found[0];
      await new Promise((resolve) => this.once("output", resolve));
    }
  }
}

function start(source: string, options: Partial<RunOptions> = {}) {
  const file = join(folder, "program.lua");
  writeFileSync(file, source);
  const process = new TestProcess();
  return { process, status: runProgram({ file, process, ...options }) };
}

test("runProgram() gives the exit status when everything is written", async () => {
  const { process, status } = start(`print("hello", ...) os.shutdown(4)`, { args: ["ä"] });
  expect(await status).toBe(4);
  expect(process.out).toBe("hello\t\xc3\xa4\n");
});

test("runProgram() serves on the engine and address it is given, until it is stopped", async () => {
  const options = { engine: "node", host: "127.0.0.1" } as const;
  const { process, status } = start(
    `http.listen(0, function(_, response) response.write("hi") response.close() end)`,
    options,
  );
  const address = await process.says(/Listening on (http:\/\/127\.0\.0\.1:\d+) \(node:http/);
  expect(await (await fetch(address)).text()).toBe("hi");
  process.emit("SIGTERM");
  expect(await status).toBe(0);
});

test("runProgram() stops listening to signals at the end", async () => {
  const { process, status } = start("return");
  await status;
  expect(process.eventNames()).not.toContain("SIGINT");
  expect(process.eventNames()).not.toContain("SIGTERM");
});

test("runProgram() says what it could not write", async () => {
  const process = new TestProcess();
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => {
      done(new Error("disk full"));
    },
  });
  const { env, stderr } = process;
  const streams = { env, stderr, stdout, on: () => undefined, off: () => undefined };
  const { status } = start(`print("x")`, { process: streams });
  expect(await status).toBe(1);
  expect(process.errors).toBe("craftos-http: cannot write to standard output: disk full\n");
});

test("a program may be interrupted while it waits for what never comes", async () => {
  const { process, status } = start(`print("waiting") print(os.pullEventRaw("never"))`);
  await process.says(/waiting/);
  process.emit("SIGINT");
  expect(await status).toBe(0);
  expect(process.out).toBe("waiting\nterminate\n");
});

/** How many turns Node gets while a program computes for half a second, after some preparation. */
async function turnsOfNode(preparation: string): Promise<number> {
  const { process, status } = start(
    `${preparation} sleep(0) print("begun")
    local untilTime = os.clock() + 0.5
    while os.clock() < untilTime do end
    os.shutdown()`,
    { engine: "node" },
  );
  let turns = 0;
  let hasEnded = false;
  const count = (): void => {
    if (hasEnded) return;
    if (process.out.includes("begun")) turns++;
    setImmediate(count);
  };
  count();
  await status;
  hasEnded = true;
  return turns;
}

test("a program is seldom pre-empted as long as nothing but a signal can come from outside", async () => {
  // One turn a slice, and those in which the program begins and ends.
  expect(await turnsOfNode("")).toBeLessThan(12);
  expect(await turnsOfNode("http.addListener(0)")).toBeGreaterThan(15);
});

test.each([
  ["SIGTERM", 0],
  ["SIGINT", 130],
] as const)("%s before the program has begun keeps it from beginning", async (signal, expected) => {
  const { process, status } = start(`print("begun")`);
  process.emit(signal);
  expect(await status).toBe(expected);
  expect(process.out).toBe("");
});

test("runProgram() gives read() the lines of standard input, and loses none in a reboot", async () => {
  const stdin = new PassThrough();
  stdin.end("one\ntwo\n");
  const process = Object.assign(new TestProcess(), { stdin });
  const { status } = start(
    `print(read()) if not fs.exists("/again") then fs.open("/again", "w").close() os.reboot() end`,
    { process },
  );
  expect(await status).toBe(0);
  expect(process.out).toBe("one\ntwo\n");
});
