/**
 * The access log, the figures and the health of the command as a process.
 */
import { existsSync, readFileSync, renameSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  type CommandProcess,
  runProgram,
  start,
  startProgram,
  writeFiles,
} from "./command-process.js";
import { ENGINES, SHARING_ENGINES } from "./engines.js";

const SERVER = `
  http.listen(0, function(request, response)
    if request.getURL() == "/fail" then error("on purpose") end
    if request.getURL() == "/slow" then sleep(2) end
    response.write("12345")
    response.close()
  end)`;

async function figuresOf(process: CommandProcess): Promise<string> {
  const [, url = ""] = await process.says(/figures are on (http:\S+)/);
  return url;
}

/** Waits for a file to have what is looked for: it is written now and then. */
async function contents(file: string, text: string): Promise<string> {
  for (;;) {
    const found = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (found.includes(text)) return found;
    await delay(20);
  }
}

test.each(ENGINES)(
  "requests are logged to a file, which SIGHUP opens again (%s)",
  async (engine) => {
    const folder = writeFiles({ "server.lua": SERVER });
    const flags = ["--engine", engine, "--access-log", "access.log"];
    const process = start(["run", ...flags, "server.lua"], { cwd: folder });
    const address = await process.address();
    const [log, old] = [join(folder, "access.log"), join(folder, "old.log")];
    await fetch(`${address}/a?b`, { headers: { "User-Agent": "me" } });
    await fetch(`${address}/fail`, { method: "POST", body: "x" });
    expect(await contents(log, "/fail")).toMatch(
      /^127\.0\.0\.1 - - \[[^\]]+\] "GET \/a\?b HTTP\/1\.1" 200 5 "-" "me" 0\.\d{6} answered\n127\.0\.0\.1 .* "POST \/fail HTTP\/1\.1" 500 27 "-" "[^"]+" 0\.\d{6} failed\n$/,
    );
    renameSync(log, old);
    process.child.kill("SIGHUP");
    await process.says("craftos-http: SIGHUP: certificates and logs are opened again\n");
    await fetch(`${address}/after`);
    expect(await process.kill("SIGTERM")).toMatchObject({ status: 0 });
    expect(readFileSync(log, "utf8")).toMatch(/^[^\n]* "GET \/after HTTP\/1\.1" 200 5 [^\n]*\n$/);
    expect(readFileSync(old, "utf8").split("\n")).toHaveLength(3);
  },
);

test("requests are logged to standard output as JSON, with the address that a proxy reports", async () => {
  const flags = ["--access-log", "-", "--access-log-format", "json", "--trust-proxy"];
  const process = startProgram(SERVER, [], flags);
  await fetch(`${await process.address()}/x`, { headers: { "X-Forwarded-For": "192.0.2.7" } });
  const [line] = await process.says(/\{.*\}/);
  expect(JSON.parse(line)).toMatchObject({
    ...{ address: "192.0.2.7", method: "GET", target: "/x", status: 200, outcome: "answered" },
  });
});

test("a log that cannot be written ends the command with an explanation", async () => {
  const process = startProgram(SERVER, [], ["--access-log", "/no/such/folder/access.log"]);
  expect(await process.ended).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      "The log '/no/such/folder/access.log' cannot be written",
    ) as unknown,
  });
});

test.skipIf(!existsSync("/dev/full"))(
  "a log that takes nothing any more is said once, and the server goes on",
  async () => {
    const process = startProgram(SERVER, [], ["--access-log", "/dev/full"]);
    const address = await process.address();
    for (let count = 0; count < 2; count++) {
      expect((await fetch(address)).status).toBe(200);
      await process.says("The log '/dev/full' cannot be written: ENOSPC");
    }
    const end = await process.kill("SIGTERM");
    expect(end.status).toBe(0);
    expect(end.stderr.match(/cannot be written/g)).toHaveLength(1);
  },
);

test("figures count requests by method, status and outcome", async () => {
  const process = startProgram(SERVER, [], ["--metrics-port", "0"]);
  const address = await process.address();
  const figures = await figuresOf(process);
  await fetch(`${address}/a`);
  await fetch(`${address}/b`, { method: "PROPFIND" });
  await fetch(`${address}/fail`);
  const slow = fetch(`${address}/slow`);
  const inFlight = async (): Promise<string> => await (await fetch(figures)).text();
  while (!(await inFlight()).includes("craftos_http_requests_in_flight 1")) await delay(5);
  await slow;
  const response = await fetch(figures);
  expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const text = await response.text();
  for (const line of [
    `craftos_http_requests_total{method="GET",status="200",outcome="answered"} 2`,
    `craftos_http_requests_total{method="other",status="200",outcome="answered"} 1`,
    `craftos_http_requests_total{method="GET",status="500",outcome="failed"} 1`,
    "craftos_http_requests_in_flight 0",
    `craftos_http_request_duration_seconds_count{method="GET"} 3`,
    "craftos_http_response_body_bytes_total 42",
    "craftos_http_events_waiting 0",
    "craftos_http_websockets_open 0",
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/^craftos_http_lua_seconds 0\.\d*[1-9]/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect((await fetch(figures.replace("metrics", "other"))).status).toBe(404);
});

const WORKERS: [string, string[]][] =
  SHARING_ENGINES.length > 0 ? [["in workers", ["--workers", "1"]]] : [];

test.each([["by itself", []], ...WORKERS])(
  "a program %s cannot reach the port for figures, unless it is allowed to",
  async (_, flags) => {
    const source = `
    local port = tonumber((...))
    http.addListener(0)
    for _, host in ipairs({ "127.0.0.1", "localhost", "[::1]" }) do
      print(http.get("http://" .. host .. ":" .. port .. "/healthz"))
    end`;
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const metrics = ["--metrics-port", String(port), ...flags];
    const denied = await runProgram(source, [String(port)], metrics);
    expect(denied.stdout.match(/nil\tDomain not permitted/g)).toHaveLength(3);
    const allow = ["--http-allow", `127.0.0.1:${port}`];
    const allowed = await runProgram(source, [String(port)], [...metrics, ...allow]);
    expect(allowed.stdout).toMatch(/^(?:\[1\] )?table: /);
  },
);

test("health is bad while the program stops", async () => {
  const process = startProgram(SERVER, [], ["--metrics-port", "0"]);
  const address = await process.address();
  const figures = await figuresOf(process);
  const health = figures.replace("metrics", "healthz");
  expect(await (await fetch(health)).text()).toBe("ok\n");
  const slow = fetch(`${address}/slow`);
  const inFlight = /^craftos_http_requests_in_flight 1$/m;
  while (!inFlight.test(await (await fetch(figures)).text())) await delay(5);
  process.child.kill("SIGTERM");
  let response = await fetch(health);
  while (response.status === 200) response = await fetch(health);
  expect([response.status, await response.text()]).toEqual([503, "stopping\n"]);
  expect((await slow).status).toBe(200);
  expect(await process.ended).toMatchObject({ status: 0 });
});

test("a port for figures that is taken ends the command with an explanation", async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  const process = startProgram(SERVER, [], ["--metrics-port", String(port)]);
  expect(await process.ended).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      "The metrics port cannot be opened: listen EADDRINUSE",
    ) as unknown,
  });
  server.close();
});
