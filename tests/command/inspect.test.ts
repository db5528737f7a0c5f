/**
 * `--inspect`: a debugger of JavaScript stops a program where its source says, shows its variables, and steps
 * through its lines.
 */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type CommandProcess, start, startProgram, writeFiles } from "./command-process.js";
import { DebuggerClient } from "./debugger-client.js";

const clients: DebuggerClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

interface Debugged {
  readonly process: CommandProcess;
  readonly client: DebuggerClient;
  /** The URL of the program. */
  readonly source: string;
}

/** Starts a program with a debugger. */
async function debug(name: string, text: string, option = "--inspect=0"): Promise<Debugged> {
  const folder = writeFiles({ [name]: text });
  const process = start(["run", option, name], { cwd: folder });
  const [, url = ""] = await process.says(/Debugger listening on (ws:\S+)/);
  const client = await DebuggerClient.connect(url);
  clients.push(client);
  return { process, client, source: pathToFileURL(join(folder, name)).href };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const GREETER = `local server = { count = 0, name = "greeter" }

local function greet(name)
  local text = "hello " .. name
  text = text .. "!"
  return text
end

http.addListener(0)
while true do
  local _, _, request, response = os.pullEvent("http_request")
  server.count = server.count + 1
  response.write(greet("you"))
  response.close()
end
`;

test("a breakpoint on a line of Lua stops there, with the names and values of the source", async () => {
  const { process, client, source } = await debug("greet.lua", GREETER);
  const address = await process.address();
  expect(client.sources.get(source)).toBe(GREETER);
  expect(await client.breakAt(source, 5)).toBeGreaterThan(0);

  const stopped = client.stopped();
  const answer = fetch(address);
  const stop = await stopped;
  expect(stop).toMatchObject({ source, line: 5 });
  expect(stop.calls).toEqual(["greet", "main chunk"]);
  const variables = await client.variables(stop.frame);
  expect(variables.get("name")).toMatchObject({ type: "string", value: "you" });
  expect(variables.get("text")).toMatchObject({ type: "string", value: "hello you" });

  const next = await client.stepOver(stop);
  expect(next).toMatchObject({ source, line: 6 });
  expect((await client.variables(next.frame)).get("text")).toMatchObject({ value: "hello you!" });
  await client.resume();
  expect(await (await answer).text()).toBe("hello you!");
});

test("a variable can be changed at a breakpoint, and steps go from line to line", async () => {
  const { process, client, source } = await debug("greet.lua", GREETER);
  const address = await process.address();
  await client.breakAt(source, 12);
  const stopped = client.stopped();
  const answer = fetch(address);
  let stop = await stopped;
  const server = (await client.variables(stop.frame)).get("server")!;
  expect(await client.shown(server, "debug.properties")).toEqual({ count: 0, name: "greeter" });
  expect(await client.shown(server, "debug.description")).toBe('{count = 0, name = "greeter"}');
  const lines: (number | null)[] = [];
  for (let i = 0; i < 2; i++) {
    stop = await client.stepOver(stop);
    lines.push(stop.line);
  }
  expect(lines).toEqual([13, 14]);
  await client.resume();
  expect((await answer).status).toBe(200);
});

const SLEEPER = `local function rest(seconds)
  local before = seconds * 2
  sleep(seconds)
  local after = before + 1
  return after
end

http.listen(0, function(request, response)
  local rested = rest(0)
  response.write("rested " .. rested)
  response.close()
end)
`;

test("a breakpoint stops in a coroutine, in a call that was carried on after a yield", async () => {
  const { process, client, source } = await debug("sleep.lua", SLEEPER);
  const address = await process.address();
  await client.breakAt(source, 4);
  await client.breakAt(source, 10);
  const stopped = client.stopped();
  const answer = fetch(address);
  const inCallee = await stopped;
  expect(inCallee).toMatchObject({ source, line: 4 });
  expect(inCallee.calls[0]).toBe("rest");
  expect((await client.variables(inCallee.frame)).get("before")).toMatchObject({ value: 0 });
  const next = await client.stepOver(inCallee);
  expect(next).toMatchObject({ source, line: 5 });

  const stoppedAgain = client.stopped();
  await client.resume();
  const inCaller = await stoppedAgain;
  expect(inCaller).toMatchObject({ source, line: 10 });
  expect(inCaller.calls[0]).toBe("function <8>");
  expect((await client.variables(inCaller.frame)).get("rested")).toMatchObject({ value: 1 });
  await client.resume();
  expect(await (await answer).text()).toBe("rested 1");
});

test("--inspect-brk waits for the debugger and stops before the first line", async () => {
  const source = `-- a comment\n\nprint("first")\nprint("second")\n`;
  const { process, client, source: url } = await debug("brk.lua", source, "--inspect-brk=0");
  const stopped = client.stopped();
  await client.send("Runtime.runIfWaitingForDebugger");
  const stop = await stopped;
  expect(stop).toMatchObject({ source: url, line: 3, calls: ["main chunk"] });
  expect(process.stdout).toBe("");
  const next = await client.stepOver(stop);
  expect(next).toMatchObject({ line: 4 });
  await client.resume();
  // As every program of Node does.
  await process.says("Waiting for the debugger to disconnect");
  client.close();
  expect(await process.ended).toMatchObject({ status: 0, stdout: "first\nsecond\n" });
});

test("a program in TypeScript is debugged in TypeScript", async () => {
  const program = `interface Greeting {
  text: string;
}

function greet(name: string): Greeting {
  const text = \`hello \${name}\`;
  return { text };
}

http.listen(0, (_request, response) => {
  response.write(greet("you").text);
  response.close();
});
`;
  const { process, client, source } = await debug("greet.ts", program);
  const address = await process.address();
  expect(client.sources.get(source)).toBe(program);
  await client.breakAt(source, 7);
  const stopped = client.stopped();
  const answer = fetch(address);
  const stop = await stopped;
  expect(stop).toMatchObject({ source, line: 7 });
  expect(stop.calls[0]).toBe("greet");
  expect((await client.variables(stop.frame)).get("text")).toMatchObject({ value: "hello you" });
  await client.resume();
  expect(await (await answer).text()).toBe("hello you");
});

test("the program itself cannot connect to its debugger", async () => {
  const port = await freePort();
  const program = `print(http.get("http://127.0.0.1:${port}/json/list"))
print(http.websocket("ws://localhost:${port}/"))
`;
  const process = startProgram(program, [], [`--inspect=${port}`]);
  const { status, stdout } = await process.ended;
  expect(status).toBe(0);
  expect(stdout).toBe("nil\tDomain not permitted\nfalse\tDomain not permitted\n");
});

test("a debugger's port that is taken is said, and nothing is run", async () => {
  const { process: first } = await debug("greet.lua", GREETER);
  const [, port = ""] = await first.says(/Debugger listening on ws:\/\/127.0.0.1:(\d+)/);
  const second = startProgram("print('ran')", [], [`--inspect=${port}`]);
  const { status, stdout, stderr } = await second.ended;
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(
    `craftos-http: The debugger's port ${port} on 127.0.0.1 cannot be opened; ` +
      "name another: --inspect=9230.\n",
  );
});

test("a debugger's port that others may reach is warned of", async () => {
  // This machine's own address, written so that it is not taken for one.
  const process = startProgram("os.pullEvent('x')", [], ["--inspect=[::ffff:127.0.0.1]:0"]);
  const [, port] = await process.says(
    /craftos-http: warning: whoever reaches port (\d+) on ::ffff:127\.0\.0\.1 can run code on this machine with your rights\.\n/,
  );
  expect(process.stderr).toContain(`Debugger listening on ws://[::ffff:127.0.0.1]:${port}/`);
});
