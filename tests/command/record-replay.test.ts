/**
 * `run --record` and `replay`: a served program is recorded through real sockets and replayed without
 * any, and differences are shown.
 */
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start, writeFiles } from "./command-process.js";

const SERVER = `
local secret = require("secret")
local count = 0
http.listen(0, function(request, response)
  count = count + 1
  local url = request.getURL()
  if url == "/stop" then response.close() return true end
  if url:find("^/sleep") then sleep(0.001) end
  if url == "/fail" then error("failed on purpose") end
  if url == "/kept" then sleep(1e6) end
  response.setStatusCode(url == "/teapot" and 418 or 200)
  response.setResponseHeader("X-Count", tostring(count))
  response.setResponseHeader("X-Token", tostring(request.getRequestHeaders()["x-token"]))
  response.write(request.getMethod(), url, " ", count, " ", secret, " ", math.random(1e6), " ")
  response.write(os.epoch("utc"), " ", collectgarbage("count"), " ", tostring({}), " ")
  response.write(request.readAll() or "")
  response.close()
  if count % 1000 == 0 then print("answered", count) end
end)
print("done")`;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Asks once and reads the whole answer. */
async function ask(url: string, body = "", headers: Record<string, string> = {}): Promise<number> {
  const sent = request(url, { agent, method: body === "" ? "GET" : "POST", headers });
  sent.end(Buffer.from(body, "latin1"));
  const [response] = (await once(sent, "response")) as [
    NodeJS.ReadableStream & { statusCode: number },
  ];
  response.resume();
  await once(response, "end");
  return response.statusCode;
}

/** Records the server while something is done to it. */
async function record(
  act: (address: string) => Promise<void>,
  options: { readonly server?: string; readonly flags?: readonly string[] } = {},
): Promise<{ readonly folder: string; readonly trace: string }> {
  const folder = writeFiles({
    "server.lua": options.server ?? SERVER,
    "secret.lua": `return "\\0\\255"`,
  });
  const args = ["run", "--record", "trace.bin", ...(options.flags ?? []), "server.lua"];
  const server = start(args, { cwd: folder });
  const address = await server.address();
  await act(address);
  await ask(`${address}/stop`);
  expect((await server.ended).status).toBe(0);
  return { folder, trace: join(folder, "trace.bin") };
}

const replay = (folder: string, ...args: string[]) =>
  run(["replay", "trace.bin", ...args], { cwd: folder });

test("a recorded session of 10,000 requests replays identically", async () => {
  const { folder } = await record(async (address) => {
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < 10_000) {
        const n = next++;
        const path = n % 97 === 0 ? "/teapot" : n % 10 === 0 ? `/sleep?${n}` : `/r/${n}`;
        const status = await ask(address + path, n % 3 === 0 ? `\0\xff body ${n}` : "");
        if (status !== (n % 97 === 0 ? 418 : 200)) throw new Error(`request ${n}: ${status}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
  });
  const { status, stdout, stderr } = await replay(folder);
  expect(stderr).toBe("");
  expect(stdout).toContain("The replay is identical (10001 × http_request");
  expect(stdout).toContain("10001 × http response");
  expect(status).toBe(0);
}, 60_000);

test("an error of a callback, and a difference after it, are shown with request and place", async () => {
  const { folder } = await record(async (address) => {
    expect(await ask(`${address}/fail`)).toBe(500);
    expect(await ask(`${address}/teapot`)).toBe(418);
  });
  expect((await replay(folder)).status).toBe(0);
  const changed = SERVER.replace("418", "404");
  writeFileSync(join(folder, "changed.lua"), changed);
  const { status, stderr } = await replay(folder, "changed.lua");
  expect(status).toBe(1);
  expect(stderr).toContain("response to request 2 (GET /teapot)");
  expect(stderr).toMatch(/expected:[^]*418 I'm a Teapot[^]*actual:[^]*404 Not Found/);
  expect(stderr).toMatch(/> 17 \| {3}response\.close\(\)/);
  expect(stderr).toContain("/server.lua:17: in function");
});

test("--record-redact keeps a header's value out of what the program makes of it, too", async () => {
  const { folder, trace } = await record(
    async (address) => {
      for (const token of [
        "Bearer first-secret-token",
        "second-secret",
        "Bearer first-secret-token",
      ])
        await ask(`${address}/a`, "", { authorization: token });
    },
    {
      server: `
        http.listen(0, function(request, response)
          local token = request.getRequestHeaders().authorization or "none"
          print("token", token, (token:gsub("^Bearer ", "")))
          response.setResponseHeader("X-Token", token)
          response.write(("."):rep(2000), token)
          response.close()
          return request.getURL() == "/stop"
        end)`,
      flags: ["--record-redact", "Authorization"],
    },
  );
  expect(readFileSync(trace, "latin1")).not.toContain("secret");
  const { status, stderr } = await replay(folder);
  expect([stderr, status]).toEqual(["", 0]);
});

test("--record-redact keeps the values of a header out of the trace, both ways", async () => {
  const { folder, trace } = await record(
    async (address) => {
      await ask(`${address}/a`, "", { "x-token": "hidden" });
    },
    {
      server: SERVER.replace('["x-token"]', '["x-token"] or "x"'),
      flags: ["--record-redact", "X-Token", "--record-redact", "Authorization"],
    },
  );
  const bytes = readFileSync(trace, "latin1");
  expect(bytes).not.toContain("hidden");
  expect(bytes).toContain("[redacted]");
  expect((await replay(folder)).status).toBe(0);
});

test("the trace of a process that was killed replays up to there", async () => {
  const folder = writeFiles({ "server.lua": SERVER, "secret.lua": "return 1" });
  const server = start(["run", "--record", "trace.bin", "server.lua"], { cwd: folder });
  const address = await server.address();
  for (let n = 0; n < 20; n++) await ask(`${address}/r/${n}`);
  const trace = join(folder, "trace.bin");
  // What is recorded reaches the file within a tenth of a second, without anything else happening.
  while (!readFileSync(trace, "latin1").includes("/r/19")) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await server.kill("SIGKILL");
  const { status, stdout } = await replay(folder);
  expect(stdout).toContain("20 × http response");
  expect(status).toBe(0);
  writeFileSync(trace, readFileSync(trace).subarray(0, -1));
  expect((await replay(folder)).stdout).toContain("identical up to where the trace is cut short");
});

test("a reboot, SIGTERM and a request that is never answered are replayed", async () => {
  const folder = writeFiles({
    "server.lua": `
      print("boot", math.random(1e9))
      http.addListener(0)
      local kept = {}
      while true do
        local event, _, request, response = os.pullEvent()
        print(event)
        if event == "http_request" then
          if request.getURL() == "/reboot" then response.close() os.reboot() end
          kept[#kept + 1] = response
          response.write("late")
        elseif event == "server_stop" then
          return print("stopped with", #kept)
        end
      end`,
  });
  const flags = ["--record", "trace.bin", "--response-timeout", "50ms"];
  const server = start(["run", ...flags, "server.lua"], { cwd: folder });
  expect(await ask(`${await server.address()}/reboot`)).toBe(200);
  const [, address] = await server.says(/Listening on[^]*Listening on (http:\/\/\S+)/);
  expect(await ask(`${address}/late`)).toBe(200); // After the timeout, with what was written.
  const end = await server.kill("SIGTERM");
  expect(end).toMatchObject({ status: 0, signal: null });
  const { status, stdout, stderr } = await replay(folder, "--output");
  expect(stderr).toBe("");
  expect(stdout.replace(/The replay.*\n/, "")).toBe(end.stdout);
  expect(stdout).toContain("stopped with");
  expect(status).toBe(0);
});

test.skipIf(!existsSync("/dev/full"))(
  "a program goes on when its trace can be written no further, and that is said once",
  async () => {
    const folder = writeFiles({
      "a.lua": `for n = 1, 3 do print(n, os.clock() >= 0) sleep(0.2) end`,
    });
    const end = await run(["run", "--record", "/dev/full", "a.lua"], { cwd: folder });
    expect(end.status).toBe(0);
    expect(end.stdout).toBe("1\ttrue\n2\ttrue\n3\ttrue\n");
    expect(end.stderr).toMatch(/^craftos-http: The trace '\/dev\/full' cannot be written: .*\n$/);
  },
);

test("what is no trace, a trace that cannot be written and wrong usage are said in a sentence", async () => {
  const folder = writeFiles({ "a.lua": "return 1", "trace.bin": "no trace at all" });
  const noTrace = await replay(folder);
  expect([noTrace.status, noTrace.stderr]).toEqual([
    1,
    "craftos-http: trace.bin: this is no trace\n",
  ]);
  const missing = await run(["replay", "missing.bin"], { cwd: folder });
  expect([missing.status, missing.stderr]).toEqual([
    1,
    "craftos-http: There is no file 'missing.bin'.\n",
  ]);
  const unwritable = await run(["run", "--record", "no/such/folder", "a.lua"], { cwd: folder });
  expect(unwritable.status).toBe(1);
  expect(unwritable.stderr).toContain("The trace 'no/such/folder' cannot be written");
  expect((await run(["replay"], { cwd: folder })).status).toBe(2);
  expect((await run(["run", "--record-redact", "a b", "a.lua"], { cwd: folder })).status).toBe(2);
});
