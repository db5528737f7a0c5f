/**
 * The options of the command that are about a program's requests.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { run, runProgram } from "./command-process.js";

/** Sends a byte whenever the last has gone, for ever. */
function drip(response: http.ServerResponse): void {
  if (!response.destroyed) response.write("x", () => setTimeout(() => drip(response), 5));
}

/** Starts a server that answers with as many bytes as the path says, or with a redirect. */
async function serve(): Promise<string> {
  const server = http.createServer((request, response) => {
    const [, what = "", count = "0"] = /^\/(\w+)\/(\d+)/.exec(request.url ?? "") ?? [];
    if (what === "moved")
      response.writeHead(302, { Location: `/moved/${Number(count) + 1}` }).end();
    else if (what === "bytes") response.end("x".repeat(Number(count)));
    else if (what === "wait") setTimeout(() => response.end("late"), Number(count));
    else if (what === "drip") drip(response);
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ["--http-timeout", "50ms", `http.get(url .. "/silence/0")`, "nil\tTimed out"],
  ["--http-total-timeout", "50ms", `http.get(url .. "/drip/0")`, "nil\tTimed out"],
  ["--max-redirects", "3", `http.get(url .. "/moved/0")`, "nil\tToo many redirects\t"],
  ["--max-download-bytes", "1KiB", `http.get(url .. "/bytes/1025")`, "nil\tResponse is too large"],
  [
    "--max-upload-bytes",
    "1KiB",
    `http.post(url .. "/bytes/1", ("x"):rep(1025))`,
    "nil\tRequest body is too large",
  ],
  [
    "--max-http-waiting",
    "1",
    `(function() for i = 1, 18 do http.request(url .. "/silence/0") end end)()`,
    "Too many ongoing HTTP requests",
  ],
  [
    "--max-http-requests",
    "1",
    `(function()
      http.request(url .. "/wait/100")
      http.request(url .. "/bytes/1")
      local _, first = os.pullEvent("http_success")
      return first == url .. "/wait/100"
    end)()`,
    "true",
  ],
  [
    "--max-websockets",
    "1",
    `(function()
      for i = 1, 2 do http.websocketAsync(url:gsub("http", "ws") .. "/silence/0") end
    end)()`,
    "Too many websockets already open",
  ],
])("%s %s sets the limit", async (flag, value, call, printed) => {
  const program = `local url = ... print(${call}) os.shutdown()`;
  const { stdout, stderr } = await runProgram(program, [await serve()], [flag, value]);
  expect(stdout + stderr).toContain(printed);
});

test("--http-deny and --http-allow say where a program may connect to, in their order", async () => {
  const url = await serve();
  const port = new URL(url).port;
  const program = `
    print((http.get(({...})[1] .. "/bytes/1") or {}).readAll ~= nil)
    print(http.checkURL("http://localhost:1/"))
    print(http.checkURL("http://10.0.0.1/"))
    print(http.checkURL("http://10.0.0.2/"))`;
  const flags = ["--http-allow", `127.0.0.1:${port}`, "--http-deny", "$loopback"];
  flags.push("--http-deny=10.0.0.2", "--http-allow=10.0.0.0/8");
  const { stdout, stderr } = await runProgram(program, [url], flags);
  expect(stderr).toBe("");
  expect(stdout).toBe("true\nfalse\tDomain not permitted\ntrue\nfalse\tDomain not permitted\n");
});

test("a rule that cannot be read is a usage error", async () => {
  const { status, stderr } = await run(["run", "--http-allow", "10.0.0.0/99", "program.lua"]);
  expect(status).toBe(2);
  expect(stderr).toContain("'10.0.0.0/99' is not a rule (a host such as *.example.com, an address");
});

test("the help says what rules are", async () => {
  const { stdout } = await run(["run", "--help"]);
  expect(stdout).toContain("--http-allow <where>");
  expect(stdout).toContain("--http-deny <where>");
  expect(stdout).toContain("$loopback or $private");
});
