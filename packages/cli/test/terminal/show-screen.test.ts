/**
 * A program at a terminal: what a person sees and types, and what is left of it at the end.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunOptions } from "../../src/program/run-options.js";
import { runProgram } from "../../src/program/run-program.js";
import { replayTrace } from "../../src/record/replay-trace.js";
import { FakeTerminal } from "./fake-terminal.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-terminal-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(source: string, options: Partial<RunOptions> = {}) {
  const file = join(folder, "program.lua");
  writeFileSync(file, source);
  const terminal = new FakeTerminal();
  const status = runProgram({ file, process: terminal, showsScreen: true, ...options });
  return { terminal, status };
}

/** The terminal is as it was before. */
function expectGivenBack(terminal: FakeTerminal): void {
  expect(terminal.terminal.isOnOtherScreen).toBe(false);
  expect(terminal.terminal.modes).toEqual([]);
  expect(terminal.stdin.isRaw).toBe(false);
  for (const event of ["exit", "uncaughtExceptionMonitor", "SIGCONT", "SIGHUP", "SIGQUIT"]) {
    expect(terminal.listenerCount(event)).toBe(0);
  }
}

test("the screen is shown while the program runs, and below what was there when it has ended", async () => {
  const { terminal, status } = start(
    `print("size", term.getSize()) term.setTextColor(colors.lime) write("> ") read() print("over")`,
  );
  await terminal.shows(/>/);
  expect(terminal.terminal.isOnOtherScreen).toBe(true);
  expect(terminal.terminal.modes).toEqual(["paste", "mouse", "no wrap"]);
  expect(terminal.stdin.isRaw).toBe(true);
  expect(terminal.text).toBe("size 40 10\n>");
  expect(terminal.terminal.cell(1, 2)).toMatchObject({ characters: ">", front: 0x7fcc19 });
  terminal.type("\r");
  expect(await status).toBe(0);
  expect(terminal.text).toBe("size 40 10\n>\nover");
  expectGivenBack(terminal);
});

test("read() edits a line, and takes pastes, completions and history", async () => {
  const { terminal, status } = start(`
    local function complete(line) if line == "hel" then return { "lo", "p" } end end
    while true do write("? ") local line = read(nil, { "old" }, complete) print("= " .. line) if line == "end" then break end end`);
  await terminal.shows(/\?/);
  terminal.type("ac\x1b[Db\r");
  await terminal.shows(/= abc/);
  terminal.type("hel");
  await terminal.shows(/\? hello/);
  terminal.type("\t\r");
  await terminal.shows(/= hello/);
  terminal.type("hel\x1b[B\t\x1b[200~ me\x1b[201~\r");
  await terminal.shows(/= help me/);
  terminal.type("\x1b[A\x7fder\r");
  await terminal.shows(/= older/);
  terminal.type("end\r");
  expect(await status).toBe(0);
});

test("keys, the mouse and a new size are events", async () => {
  const { terminal, status } = start(`
    print("ready") for _ = 1, 5 do print(os.pullEvent()) end
    os.pullEvent("term_resize") print("now", term.getSize())`);
  await terminal.shows(/ready/);
  terminal.type("q");
  terminal.type("\x1b[<0;3;2M\x1b[<0;3;2m");
  await terminal.shows(/mouse_up 1 3 2/);
  expect(terminal.text).toContain("key 81 false\nchar q\nkey_up 81\nmouse_click 1 3 2");
  terminal.type("\x1b[6~");
  terminal.resize(50, 12);
  expect(await status).toBe(0);
  expect(terminal.text).toMatch(/now 50 12$/);
});

test("errors are red on the screen; the error that ends the program is said when it has gone", async () => {
  const { terminal, status } = start(
    `printError("careful") io.stderr:write("more\\n") read() error("broken", 0)`,
  );
  await terminal.shows(/careful\nmore/);
  expect(terminal.terminal.cell(1, 1)).toMatchObject({ characters: "c", front: 0xcc4c4c });
  terminal.type("\r");
  expect(await status).toBe(1);
  expectGivenBack(terminal);
  await terminal.shows(/more\nbroken\n/);
});

test("what the command says does not tear the screen", async () => {
  const { terminal, status } = start(
    `http.addListener(0) print("ready") os.pullEvent("char") print("typed") read()`,
  );
  await terminal.shows(/ready/);
  terminal.type("x");
  await terminal.shows(/ready\ntyped/);
  expect(terminal.text).not.toContain("Listening");
  terminal.type("\x14");
  expect(await status).toBe(1);
  await terminal.shows(/Listening on http[^]*Terminated/);
});

test("what the command says goes to a standard error that is no terminal at once", async () => {
  const terminal = new FakeTerminal();
  const errors = new PassThrough();
  Object.defineProperty(terminal, "stderr", { value: errors });
  const said = new Promise((resolve) => errors.once("data", resolve));
  const file = join(folder, "program.lua");
  writeFileSync(file, `http.listen(0, function() end)`);
  const status = runProgram({ file, process: terminal, showsScreen: true });
  expect(String(await said)).toContain("Listening on");
  terminal.type("\x14");
  expect(await status).toBe(1);
});

test("Ctrl+C is the event terminate, which a program can refuse; twice it ends all", async () => {
  const { terminal, status } = start(
    `print("ready") while true do local event = os.pullEventRaw() print(event) end`,
  );
  await terminal.shows(/ready/);
  terminal.type("\x03");
  await terminal.shows(/terminate/);
  terminal.type("\x03");
  expect(await status).toBe(130);
  expectGivenBack(terminal);
});

test.each([
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
] as const)("%s leaves the terminal as it was", async (signal, expected) => {
  const { terminal, status } = start(`print("ready") os.pullEvent("never")`);
  await terminal.shows(/ready/);
  terminal.emit(signal);
  expect(await status).toBe(expected);
  expectGivenBack(terminal);
});

test("a terminal that is closed ends the program", async () => {
  const { terminal, status } = start(`print("ready") os.pullEvent("never")`);
  await terminal.shows(/ready/);
  terminal.stdin.end();
  expect(await status).toBe(129);
});

test("a process that ends without warning leaves the terminal as it was", async () => {
  const { terminal, status } = start(`print("ready") os.pullEvent("never")`);
  await terminal.shows(/ready/);
  terminal.emit("uncaughtExceptionMonitor");
  while (terminal.terminal.isOnOtherScreen) {
    await new Promise((resolve) => terminal.once("shown", resolve));
  }
  expectGivenBack(terminal);
  terminal.emit("SIGTERM");
  await status;
});

test("a process that was stopped and goes on takes the terminal over again", async () => {
  const { terminal, status } = start(`print("ready") os.pullEvent("key") print("over")`);
  await terminal.shows(/ready/);
  await terminal.terminal.write("\x1b[?1049l\x1b[?1002lshell$ fg\r\n");
  expect(terminal.text).not.toContain("ready");
  terminal.emit("SIGCONT");
  await terminal.shows(/^ready$/);
  expect(terminal.terminal.modes).toEqual(["paste", "mouse", "no wrap"]);
  terminal.type("x");
  expect(await status).toBe(0);
});

test("a program that is started again by os.reboot() has the terminal", async () => {
  const { terminal, status } = start(
    `if fs.exists("once") then print("second") read() else fs.open("once", "w").close() os.reboot() end`,
  );
  await terminal.shows(/second/);
  terminal.type("x\r");
  expect(await status).toBe(0);
});

test("without a terminal nothing is started, and that is said", async () => {
  const terminal = new FakeTerminal();
  Object.defineProperty(terminal, "stdin", { value: new PassThrough() });
  const file = join(folder, "program.lua");
  writeFileSync(file, `print("never")`);
  expect(await runProgram({ file, process: terminal, showsScreen: true })).toBe(1);
  await terminal.shows(/--term needs a terminal/);
  expect(terminal.text).not.toContain("never");
});

test("what was typed and the sizes are recorded, and replayed without a terminal", async () => {
  const trace = join(folder, "trace.bin");
  const { terminal, status } = start(
    `write("? ") local line = read() os.pullEvent("term_resize") print(line, term.getSize())`,
    { record: { file: trace } },
  );
  await terminal.shows(/\?/);
  terminal.type("typed\r");
  await terminal.shows(/\? typed/);
  terminal.resize(60, 11);
  expect(await status).toBe(0);
  expect(terminal.text).toMatch(/typed 60 11$/);
  const replay = new FakeTerminal(70, 6);
  expect(await replayTrace({ file: trace, process: replay })).toBe(0);
  await replay.shows(/The replay is identical/);
});
