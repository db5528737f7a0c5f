/**
 * What the command exits with, and what it says when it cannot run a program at all.
 */
import { createServer } from "node:net";
import { mkdirSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, runProgram, writeFiles } from "./command-process.js";

/** A JavaScript stack has lines such as `    at run (file.js:1:2)`. */
const JAVASCRIPT_STACK = /^ {4}at |\.js:\d+:\d+|node:internal/m;

describe("the exit status", () => {
  test("is 0 when the program ends", async () => {
    expect(await runProgram(`print("done")`)).toMatchObject({ status: 0, stdout: "done\n" });
  });

  test("is 0 when the program returns values", async () => {
    expect(await runProgram("return 1, false")).toMatchObject({ status: 0 });
  });

  test("is 1 when an error leaves the program", async () => {
    expect(await runProgram(`error("no")`)).toMatchObject({ status: 1 });
  });

  test("is the number given to os.shutdown", async () => {
    expect(await runProgram("os.shutdown(7)")).toMatchObject({ status: 7, stderr: "" });
  });

  test("is 0 when os.shutdown is given none", async () => {
    expect(await runProgram("os.shutdown()")).toMatchObject({ status: 0, stderr: "" });
  });

  test("is 2 for wrong usage, which is explained", async () => {
    const wrong: [string[], string][] = [
      [[], "Usage: craftos-http"],
      [["replay"], "missing required argument 'trace'"],
      [["run", "--no-such-option", "x.lua"], "unknown option '--no-such-option'"],
      [["--engine", "apache", "x.lua"], "Allowed choices are auto, uws, node"],
      [["--host", "example.com", "x.lua"], "An IPv4 or IPv6 address or localhost is expected"],
      [["--max-body-bytes", "many", "x.lua"], "A size is expected, such as 512, 64KiB or 16MiB"],
      [["--response-timeout", "0", "x.lua"], "A time is expected, such as 500ms, 15s, 2m or 1h"],
      [["--max-connections", "1.5", "x.lua"], "A whole number of at least 1 is expected"],
    ];
    for (const [args, message] of wrong) {
      const { status, stdout, stderr } = await run(args);
      expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: "" });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(JAVASCRIPT_STACK);
    }
  });

  test("is 0 for --version and --help, which print to standard output", async () => {
    expect(await run(["--version"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) as unknown,
      stderr: "",
    });
    for (const args of [["--help"], ["run", "--help"], ["help", "run"]]) {
      const { status, stdout, stderr } = await run(args);
      expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: "" });
      expect(stdout).toMatch(/^Usage: craftos-http/);
    }
  });
});

describe("a program that cannot be run", () => {
  async function expectRefusal(file: string, cwd: string, message: string): Promise<void> {
    const { status, stdout, stderr } = await run(["run", file], { cwd });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: message });
  }

  test("because its name with .lua is a folder's is named", async () => {
    const folder = writeFiles({});
    mkdirSync(join(folder, "server.lua"));
    const message = "craftos-http: 'server.lua' is a folder; name the program in it.\n";
    await expectRefusal("server", folder, message);
  });

  test("because the file is missing is named", async () => {
    const folder = writeFiles({});
    await expectRefusal("none.lua", folder, "craftos-http: There is no file 'none.lua'.\n");
    const message = "craftos-http: There is no file 'héllo'.\n";
    await expectRefusal("héllo", folder, message);
  });

  test("because it is a folder without one is named", async () => {
    const folder = writeFiles({});
    mkdirSync(join(folder, "app"));
    const message =
      "craftos-http: The folder 'app' has none of main.lua, startup.lua, main.ts. Name the " +
      'program, or give it as "main" in craftos-http.config.json.\n';
    await expectRefusal("app", folder, message);
  });

  test("because part of its path is no folder is named", async () => {
    const folder = writeFiles({ "a.lua": "" });
    const message =
      "craftos-http: There is no file 'a.lua/b.lua': part of the path is not a folder.\n";
    await expectRefusal("a.lua/b.lua", folder, message);
  });

  test("because it cannot be read is named", async () => {
    // A socket can be read by nobody, not even by root, who may run the tests.
    const folder = writeFiles({});
    const server = createServer().listen(join(folder, "socket.lua"));
    await once(server, "listening");
    try {
      const { status, stderr } = await run(["run", "socket.lua"], { cwd: folder });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^craftos-http: 'socket\.lua' cannot be read: .*\n$/);
    } finally {
      server.close();
    }
  });

  test("because it is not Lua is shown with the place", async () => {
    const folder = writeFiles({ "bad.lua": "local x = 1\nprint(x\nreturn\n" });
    await expectRefusal(
      "bad.lua",
      folder,
      [
        "/bad.lua:3: ')' expected (to close '(' at line 2) near 'return'",
        "  at bad.lua:3",
        "  1 | local x = 1",
        "  2 | print(x",
        "> 3 | return",
        "",
      ].join("\n"),
    );
  });
});

describe("the file's name", () => {
  test("may leave out .lua, and needs no `run`", async () => {
    const cwd = writeFiles({ "hello.lua": `print("hello", ...)` });
    for (const args of [["hello"], ["run", "hello"], ["hello.lua"]]) {
      expect(await run(args, { cwd })).toMatchObject({ status: 0, stdout: "hello\n" });
    }
  });

  test("is followed by the program's own arguments, whatever they look like", async () => {
    const cwd = writeFiles({ "args.lua": `print(select("#", ...), ...)` });
    const args = ["args.lua", "-x", "--help", "", "ä", "--", "run"];
    const expected = { status: 0, stdout: "6\t-x\t--help\t\tä\t--\trun\n" };
    expect(await run(args, { cwd })).toMatchObject(expected);
    expect(await run(["run", "-q", ...args], { cwd })).toMatchObject(expected);
  });

  test("may be anything the system allows", async () => {
    const cwd = writeFiles({ "hällo wörld.lua": `error("here")` });
    const { stderr } = await run(["hällo wörld.lua"], { cwd });
    expect(stderr).toContain("/hällo wörld.lua:1: here\n  at hällo wörld.lua:1\n");
  });
});
