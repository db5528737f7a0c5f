/**
 * A program that makes requests, recorded and replayed: the replay needs neither the network nor the
 * servers, and shows what the program would have sent differently.
 */
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run, writeFiles } from "./command-process.js";

/** A program that asks a server in every way; it gets the server's address. */
const CLIENT = `
local url = ...
local function ask(...)
  local response, problem, failed = http.get(...)
  local handle = response or failed
  if not handle then return print("failed", problem) end
  print(handle.getResponseCode())
  print(type(handle.getResponseHeaders()["Set-Cookie"]), problem)
  print(#handle.readAll(), handle.seek("set", 0), handle.readAll())
end
ask(url .. "/cookie", { Authorization = ("terces-eht"):reverse() })
ask(url .. "/missing")
ask(url .. "/moved")
ask("http://127.0.0.1:1/")
ask("ftp://127.0.0.1/")
print(http.post { url = url .. "/echo", body = "\\0\\255", binary = true }.read())
print(http.checkURL(url))
print(http.checkURL("http://10.0.0.1/"))
local answers = {}
local function count(n)
  return function() answers[n] = http.get(url .. "/count").readAll() end
end
parallel.waitForAll(count(1), count(2), count(3))
table.sort(answers)
print(table.concat(answers, " "))
for i = 1, 3 do http.request(url .. "/count") end
local timer = os.startTimer(60)
for i = 1, 3 do print((os.pullEvent("http_success"))) end
http.request(url .. "/never")
print(#http.get(url .. "/large").readAll())
`;

/** Starts the server. */
async function serve(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  let count = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      switch (request.url) {
        case "/cookie":
          response.writeHead(200, { "Set-Cookie": "id=hidden" }).end("a body");
          return;
        case "/moved":
          response.writeHead(302, { Location: "/cookie" }).end();
          return;
        case "/echo":
          response.end(Buffer.concat(chunks));
          return;
        case "/count":
          response.end(String(++count));
          return;
        case "/large":
          response.end(Buffer.alloc(3_000_000, "x"));
          return;
        case "/never":
          return;
        default:
          response.writeHead(404).end("nothing");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Records the program, and ends the server. */
async function record(flags: readonly string[] = []) {
  const folder = writeFiles({ "client.lua": CLIENT });
  const server = await serve();
  const args = ["run", "--record", "trace.bin", ...flags, "client.lua", server.url];
  const recorded = await run(args, { cwd: folder });
  await server.close();
  return { folder, recorded };
}

test("a program that makes requests replays without the server, with the same output", async () => {
  const { folder, recorded } = await record();
  expect(recorded.stderr).toBe("");
  expect(recorded.status).toBe(0);
  expect(recorded.stdout.split("\n").slice(0, 11)).toEqual([
    "200\tOK",
    "string\tnil",
    "6\t0\ta body",
    "404\tNot Found",
    "nil\tNot Found",
    "7\t0\tnothing",
    "200\tOK",
    "string\tnil",
    "6\t0\ta body",
    "failed\tCould not connect",
    "failed\tInvalid protocol 'ftp'",
  ]);
  const { status, stdout, stderr } = await run(["replay", "--output", "trace.bin"], {
    cwd: folder,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.startsWith(recorded.stdout)).toBe(true);
  expect(stdout).toContain("The replay is identical (");
  expect(stdout).toContain("13 × http client request");
});

test("a request that differs is shown with what was sent", async () => {
  const { folder } = await record();
  writeFileSync(join(folder, "changed.lua"), CLIENT.replace(`"/missing"`, `"/missing?"`));
  const { status, stderr } = await run(["replay", "trace.bin", "changed.lua"], { cwd: folder });
  expect(status).toBe(1);
  expect(stderr).toMatch(/expected:\n {2}request 2 of the program\n {2}GET http:.*\/missing\n/);
  expect(stderr).toMatch(/actual:\n {2}request 2 of the program\n {2}GET http:.*\/missing\?\n/);
  expect(stderr).toContain("/client.lua:4");
});

test("--record-redact keeps secrets of requests and responses out of the trace", async () => {
  const flags = ["--record-redact", "Authorization", "--record-redact", "Set-Cookie"];
  const { folder, recorded } = await record(flags);
  const trace = readFileSync(join(folder, "trace.bin"), "latin1");
  expect(trace).toContain("[redacted]");
  expect(trace).not.toContain("the-secret");
  expect(trace).not.toContain("id=hidden");
  expect(recorded.status).toBe(0);
  const { status, stderr } = await run(["replay", "trace.bin"], { cwd: folder });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

/** A program that is both ends of a WebSocket. */
const SOCKETS = `
local server = http.websocketServer(0)
local url = "ws://127.0.0.1:" .. server.port
parallel.waitForAll(function()
  local client = server.listen()
  for i = 1, 5 do client.send("message " .. i .. "\\0", i % 2 == 0) end
  print(client.receive())
  client.close(4001, "enough")
end, function()
  local ws = assert(http.websocket(url))
  sleep(0.01)
  for i = 1, 5 do print(ws.receive()) end
  ws.send("answer")
  local _, _, reason, code = os.pullEvent("websocket_closed")
  print(reason, code, pcall(ws.receive))
end)
print(http.websocket("ws://127.0.0.1:1/"))
print(http.websocket("ftp://a"))
http.websocketAsync("ws://10.0.0.1/")
print(os.pullEvent("websocket_failure"))
local ws = http.websocket(url)
ws.close()
print(http.websocket(url).receive(0.01))
server.close()
`;

test("a program that opens WebSockets replays without the network", async () => {
  const folder = writeFiles({ "sockets.lua": SOCKETS });
  const recorded = await run(["run", "-q", "--record", "trace.bin", "sockets.lua"], {
    cwd: folder,
  });
  expect(recorded.stderr).toBe("");
  expect(recorded.stdout).toContain("message 5\0\tfalse\nanswer\tfalse\nenough\t4001\tfalse");
  expect(recorded.stdout).toContain("false\tCould not connect\nfalse\tInvalid scheme 'ftp'\n");
  const { status, stdout, stderr } = await run(["replay", "--output", "trace.bin"], {
    cwd: folder,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.startsWith(recorded.stdout)).toBe(true);
  expect(stdout).toContain("5 × websocket client request");
});
