/**
 * The shell of a program that the command runs, with real files and the network.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run, runProgram, writeFiles } from "./command-process.js";

/** Serves a file and runs commands meanwhile. */
function withServer(commands: string): string {
  return `
    local port = http.addListener(0)
    local url = "http://127.0.0.1:" .. port
    parallel.waitForAny(function()
      while true do
        local _, _, request, response = os.pullEvent("http_request")
        if request.getURL() == "/nothing" then response.setStatusCode(404) end
        response.write("print('downloaded', ...) -- \\200")
        response.close()
      end
    end, function() ${commands} end)`;
}

test("a program runs others that lie beside it, whose errors are shown", async () => {
  const cwd = writeFiles({
    "main.lua": `print(shell.getRunningProgram(), shell.resolve("x")) print(shell.run("other a 'b'")) print(shell.run("fails"))`,
    "other.lua": "print(shell.getRunningProgram(), ...)",
    "fails.lua": "\nerror('on purpose')",
  });
  const { status, stdout, stderr } = await run(["run", "main.lua"], { cwd });
  expect(stdout).toBe("main.lua\tx\nother.lua\ta\t'b'\ntrue\nfalse\n");
  expect(stderr).toBe("/fails.lua:2: on purpose\n");
  expect(status).toBe(0);
});

test("shell reads commands from standard input", async () => {
  const cwd = writeFiles({ "main.lua": 'shell.run("shell")', "say.lua": "print('said', ...)" });
  const { stdout, status } = await run(["run", "main.lua"], {
    cwd,
    input: "say a\nlua\n1 + 1\nexit()\nexit\nsay b\n",
  });
  expect(stdout).toContain("> said\ta\n> Interactive Lua prompt.\n");
  expect(stdout).toMatch(/lua> 2\nlua> > $/);
  expect(status).toBe(0);
});

test("a line of input that is longer than --max-input-line comes in parts", async () => {
  const cwd = writeFiles({
    "main.lua": "print(read()) print(read()) print(io.read('a') == 'x\\n')",
  });
  const input = "12345678\nx";
  const cut = await run(["run", "--max-input-line", "5", "main.lua"], { cwd, input });
  expect(cut.stdout).toBe("12345\n678\ntrue\n");
  const whole = await run(["run", "main.lua"], { cwd, input });
  expect(whole.stdout).toBe("12345678\nx\nfalse\n");
});

test("wget downloads a file, byte for byte, and does not replace one", async () => {
  const cwd = writeFiles({
    "main.lua":
      withServer(`shell.run("wget", url .. "/page.lua?x#y") shell.run("wget", url .. "/page.lua")
      shell.run("wget", url .. "/page.lua", "other") shell.run("wget", url .. "/nothing")`),
  });
  const { stdout, stderr } = await run(["run", "-q", "main.lua"], { cwd });
  expect(stdout).toMatch(
    /^Connecting to \S+\.\.\. Success\.\nDownloaded as page\.lua\nFile already exists\nConnecting to \S+\.\.\. Success\.\nDownloaded as other\nConnecting to \S+\.\.\. Failed\.\n$/,
  );
  expect(stderr).toBe("Not Found\n");
  for (const name of ["page.lua", "other"]) {
    expect(readFileSync(`${cwd}/${name}`, "latin1")).toBe("print('downloaded', ...) -- \u00c8");
  }
});

test("wget run runs what it downloads", async () => {
  const { stdout } = await runProgram(withServer(`shell.run("wget run", url .. "/x", "a b", "c")`));
  expect(stdout).toMatch(/Success\.\ndownloaded\ta\tb\tc\n$/);
});
