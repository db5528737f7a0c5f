/**
 * `craftos-http repl` on a terminal: prompts, keys, the history, and what is written meanwhile.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ReplOptions, runRepl } from "../../src/repl/run-repl.js";
import { FakeTerminal } from "../terminal/fake-terminal.js";

let folder: string;
let historyFile: string;
let terminal: FakeTerminal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-repl-"));
  historyFile = join(folder, "state", "history");
  terminal = new FakeTerminal(60, 20);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(options: Partial<ReplOptions> = {}): Promise<number> {
  return runRepl({
    ...{ historyFile, historyLinesMax: 1000, isQuiet: true, files: { disk: { kind: "memory" } } },
    process: terminal,
    ...options,
  });
}

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const UP = "\u001b[A";

/** Types one key after the other: what comes at once is taken for pasted. */
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    terminal.type(key);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a prompt stands in front of what is typed, another where more is expected", async () => {
  const end = start({ isQuiet: false });
  await terminal.shows(/^lua>$/m);
  await press("x = {1,\r");
  await terminal.shows(/^\.\.\.>$/m);
  await press("2}\r");
  await press("x\r");
  await terminal.shows(/lua> x\n.*\nlua>$/);
  expect(terminal.text).toMatch(
    /^craftos-http \S+: Lua as programs have it\. exit\(\) leaves\.\nlua> x = \{1,\n\.\.\.> 2\}\nlua> x\n\{ 1, 2 \}\nlua>$/,
  );
  await press(CTRL_D);
  expect(await end).toBe(0);
  expect(terminal.stdin.isRaw).toBe(false);
});

test("an error is shown, and the prompt is back", async () => {
  const end = start();
  await press("error('bad')\r");
  await terminal.shows(/main chunk\nlua>$/);
  await press("= = 1\r");
  await terminal.shows(/lua\[2\]:1: unexpected symbol near '='\nlua>$/);
  await press("exit(5)\r");
  expect(await end).toBe(5);
});

test("Tab completes names of globals and fields", async () => {
  const end = start();
  await terminal.shows(/lua>$/);
  await press("server = { listenAll = print, list = 1 }\r");
  await terminal.shows(/lua> server = .*\nlua>$/);
  await press("textu", "\t", "serialiseJ", "\t");
  await terminal.shows(/lua> textutils\.serialiseJSON\($/);
  await press("server.", "\t", "en", "\t");
  await terminal.shows(/lua> textutils\.serialiseJSON\(server\.listenAll\($/);
  await press(CTRL_C);
  await terminal.shows(/\^C\nlua>$/);
  await press("server.lis", "\t", "\t");
  await terminal.shows(/^list\s+listenAll\(/m);
  await press(CTRL_C, CTRL_D);
  expect(await end).toBe(0);
});

test("Ctrl+C drops what is typed, ends what runs, and leaves when it is pressed twice", async () => {
  const end = start();
  await terminal.shows(/lua>$/);
  await press("x = {", "\r");
  await terminal.shows(/\.\.\.>$/);
  await press("junk", CTRL_C);
  await terminal.shows(/\.\.\.> \^C\nlua>$/);
  await press("print('runs') sleep(1e6)", "\r");
  await terminal.shows(/\nruns$/);
  await press(CTRL_C);
  await terminal.shows(/Terminated\nlua>$/);
  await press(CTRL_C);
  await terminal.shows(/\^C\n\(Ctrl\+C again, Ctrl\+D or exit\(\) leaves\)\nlua>$/);
  await press(CTRL_C);
  expect(await end).toBe(0);
});

test("Ctrl+C leaves a program that catches the first one", async () => {
  const end = start();
  await press("print('runs') while true do print((pcall(os.pullEvent))) end\r");
  await terminal.shows(/\nruns$/);
  await press(CTRL_C);
  await terminal.shows(/\nfalse$/);
  await press(CTRL_C);
  expect(await end).toBe(130);
});

test("the history is kept in a file of its owner's, without what programs read", async () => {
  const first = start();
  await terminal.shows(/lua>$/);
  await press("write('Password: ') secret = read()\r");
  await terminal.shows(/Password:$/);
  await press("hunter2\r");
  await terminal.shows(/hunter2\nlua>$/);
  await press("secret\r", "secret\r", " \r", CTRL_D);
  expect(await first).toBe(0);
  expect(terminal.text).toContain('"hunter2"');
  expect(readFileSync(historyFile, "utf8")).toBe("write('Password: ') secret = read()\nsecret\n");
  expect(statSync(historyFile).mode & 0o777).toBe(0o600);

  terminal = new FakeTerminal(60, 20);
  const second = start();
  await terminal.shows(/lua>$/);
  await press(UP, UP);
  await terminal.shows(/lua> write\('Password: '\) secret = read\(\)$/);
  await press(CTRL_C, CTRL_D);
  expect(await second).toBe(0);
});

test("of a history that is too long the end is kept; without one nothing is written", async () => {
  mkdirSync(join(folder, "state"));
  writeFileSync(historyFile, "a\nb\nc\nd\ne\n");
  const end = start({ historyLinesMax: 2 });
  await terminal.shows(/lua>$/);
  expect(readFileSync(historyFile, "utf8")).toBe("d\ne\n");
  await press(UP, UP, UP);
  await terminal.shows(/lua> d$/);
  await press(CTRL_C, CTRL_D);
  await end;
  const without = start({ historyFile: undefined });
  await press("1\r", CTRL_D);
  await without;
  expect(readFileSync(historyFile, "utf8")).toBe("d\ne\n");
});

test("a history that cannot be kept is said once", async () => {
  writeFileSync(join(folder, "state"), "a file");
  const end = start();
  await terminal.shows(/craftos-http: the history is not kept: .*\n(.*\n)?lua>$/);
  await press("1\r", "2\r");
  await terminal.shows(/2\nlua>$/);
  expect(terminal.text.match(/not kept/g)).toHaveLength(1);
  await press(CTRL_D);
  expect(await end).toBe(0);
});

test("what is written while a line is typed comes above it", async () => {
  const end = start();
  await terminal.shows(/lua>$/);
  await press(
    "f = fs.open('t.lua', 'w') f.write(\"os.pullEvent('go') print('from beside')\") f.close()\r",
  );
  await press("shell.openTab('t.lua')\r");
  await terminal.shows(/2\nlua>$/);
  // Longer than a row.
  const typed = `os.queueEvent('go') -- ${"x".repeat(60)}`;
  await press(`${typed}\r`, ...typed.split(/(?=.)/));
  await terminal.shows(/from beside\nlua> os.queueEvent/);
  await terminal.shows(new RegExp(`from beside\nlua> os.queueEvent[^]*x{3}\\s*$`));
  expect(terminal.text.match(/from beside/g)?.length).toBe(2);
  await press(CTRL_C, CTRL_D);
  expect(await end).toBe(0);
});

test("what is typed while Lua runs is the next input", async () => {
  const end = start();
  await terminal.shows(/lua>$/);
  await press("os.pullEvent('never')\r", "later = 7\r", CTRL_C);
  await terminal.shows(/Terminated\nlua>$/);
  await press("later\r");
  await terminal.shows(/7\nlua>$/);
  await press(CTRL_D);
  expect(await end).toBe(0);
});

test("SIGTERM leaves", async () => {
  const end = start();
  await terminal.shows(/lua>$/);
  terminal.emit("SIGTERM");
  expect(await end).toBe(0);
});
