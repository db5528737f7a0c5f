/**
 * `craftos-http repl` on a pipe: what is shown, and the exit status.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMain } from "../run-main.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-repl-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function repl(lines: string, args: readonly string[] = []) {
  return await runMain(["repl", "--ephemeral", ...args], {
    env: { XDG_STATE_HOME: folder },
    stdin: lines,
  });
}

const fine = (out: string) => ({ status: 0, out, errors: "" });

test.each([
  ["an expression", "1 + 1\n", "2\n"],
  ["what = stands before", "= 1 + 1", "2\n"],
  ["every value", `"a", nil, { x = { 1 } }\n`, `"a"\nnil\n{ x = { 1 } }\n`],
  ["nothing of a statement", "x = 5\n", ""],
  ["globals of the lines before", "x = 5\nx\n", "5\n"],
  ["bytes as they are", `"h\u00e9"\n`, `"h\u00e9"\n`],
  ["escapes for control characters", `"\\27"\n`, `"\\27"\n`],
  ["what is in several lines", "for i = 1, 2 do\nprint(i)\nend\n", "1\n2\n"],
  ["an expression in several lines", "= 1 +\n\n2\n", "3\n"],
  ["a long string", "= [[a\nb]]\n", `"a\\nb"\n`],
  ["values on a line of their own", `write("abc")\n`, "abc\n0\n"],
  [
    "what a table says of itself",
    `setmetatable({}, { __tostring = function() return "me" end })`,
    "me\n",
  ],
  ["nothing for an empty line", "\n \n-- a comment\n", ""],
  ["that exit has to be called", "exit\n", "Call exit() to leave.\n"],
])("shows %s", async (_, lines, out) => {
  expect(await repl(lines)).toEqual(fine(out));
});

test("is a computer with everything: files, modules, events and timers in real time", async () => {
  const { out } = await repl(
    `
fs.exists("rom")
require("cc.strings").ensure_width("a", 3)
os.queueEvent("mine", 7) os.pullEvent("mine")
id = os.startTimer(0.01)
select(2, os.pullEvent("timer")) == id
before = os.epoch("utc") sleep(0.05)
os.epoch("utc") - before >= 49
`.trim(),
  );
  expect(out).toBe(`true\n"a  "\ntrue\ntrue\n`);
});

test("serves: a request is answered by the program that asks for it", async () => {
  const { out, errors } = await repl(
    `
done = false
port = http.addListener(0)
function serve() local _, _, q, r = os.pullEvent("http_request") r.write("served " .. q.getURL()) r.close() end
function ask() return http.get("http://127.0.0.1:" .. port .. "/x").readAll() end
parallel.waitForAll(serve, function() answer = ask() end)
answer
`.trim(),
  );
  expect(out).toBe(`"served /x"\n`);
  expect(errors).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+ \(.+\)\n$/);
});

test("programs read the lines behind the one that runs them", async () => {
  expect(await repl("name = read()\nElke\n= name\n")).toEqual(fine(`"Elke"\n`));
});

test("ends at the first error with status 1, and a traceback of the program's own calls", async () => {
  const { status, out, errors } = await repl(
    `print(1)\nfunction f() error("bad") end\nf()\nprint(2)\n`,
  );
  expect({ status, out, errors }).toEqual({
    status: 1,
    out: "1\n1\n",
    errors: `lua[2]:1: bad
stack traceback:
	[C]: in function 'error'
	lua[2]:1: in function 'f'
	lua[3]:1: in main chunk
`,
  });
});

test.each([
  ["x = = 1\n", "lua[1]:1: unexpected symbol near '='"],
  ["= 1 1\n", "lua[1]:1: <eof> expected near '1'"],
  ["for i = 1, 2 do\nprint(i)\n", "lua[1]:2: 'end' expected (to close 'for' at line 1) near <eof>"],
  ["error('x', 0)\n", "x"],
  ["error({ code = 1 })\n", "(error object is a table value)"],
  ["os.queueEvent('terminate') os.pullEvent()\n", "Terminated"],
  ["exit(256)\n", "lua[1]:1: bad argument #1 (exit status from 0 to 255 expected)"],
  ["exit('x')\n", "lua[1]:1: bad argument #1 (exit status from 0 to 255 expected)"],
])("%j is an error, which is said", async (lines, said) => {
  const { status, errors } = await repl(lines);
  expect({ status, said: errors.split("\n")[0] }).toEqual({ status: 1, said });
});

test.each([
  ["exit()\nprint('no')\n", 0],
  ["exit(3)\nprint('no')\n", 3],
  ["os.shutdown(4)\nprint('no')\n", 4],
  ["", 0],
])("%j ends with status %i", async (lines, status) => {
  expect(await repl(lines)).toEqual({ status, out: "", errors: "" });
});

test("nothing is kept of it in a history", async () => {
  await repl("1\n");
  expect(existsSync(join(folder, "craftos-http"))).toBe(false);
});

test("colours are in values and errors where they are wanted", async () => {
  const env = { FORCE_COLOR: "1" };
  const lines = `{ a = "x", b = -1.5, c = false, d = print, e1 = { [2] = "3" } }\nerror("y")\n`;
  const { out, errors } = await runMain(["repl", "--ephemeral"], { env, stdin: lines });
  const [red, magenta, dim] = ["31", "35", "2"].map((n) => (text: string) => {
    return `\u001b[${n}m${text}\u001b[${n === "2" ? 22 : 39}m`;
  }) as [(t: string) => string, (t: string) => string, (t: string) => string];
  expect(out).toBe(
    `{\n  a = ${red('"x"')},\n  b = ${magenta("-1.5")},\n  c = ${dim("false")},\n  d = function(...),\n` +
      `  e1 = { [${magenta("2")}] = ${red('"3"')} }\n}\n`,
  );
  expect(errors).toContain("\u001b[1m\u001b[31mlua[2]:1: y");
  const plain = await runMain(["repl", "--ephemeral"], {
    env: { ...env, NO_COLOR: "1" },
    stdin: lines,
  });
  expect(plain.out + plain.errors).not.toContain("\u001b");
});

test("options are those of run, and wrong ones are refused", async () => {
  expect(await repl("", ["extra"])).toMatchObject({
    status: 2,
    errors: expect.stringContaining("error: too many arguments for 'repl'.") as string,
  });
  expect(await repl("", ["--history-lines", "0"])).toMatchObject({
    status: 2,
    errors:
      "error: option '--history-lines': '0' from the command line: A whole number of at least 1 is " +
      "expected.\n",
  });
  expect(await repl("", ["--history-lines", "1000001"])).toMatchObject({
    status: 2,
    errors:
      "error: option '--history-lines': '1000001' from the command line: At most 1000000 is possible.\n",
  });
  const { errors } = await repl("http.get('http://127.0.0.1:1/')\nfs.list('m')", [
    ...["--mount", `ro:${folder}:/m`, "--http-deny", "$loopback"],
  ]);
  expect(errors).toBe("");
});
