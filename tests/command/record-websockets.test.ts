/**
 * `run --record` and `replay` for programs with WebSockets: a chat is recorded through real sockets and
 * replayed without any.
 */
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { type CommandProcess, run, start, writeFiles } from "./command-process.js";
import { ENGINES } from "./engines.js";

/** A chat by events and a quiz by `receive`, on one port with HTTP. */
const CHAT = `
local port = http.addListener(0)
local server = http.websocketServer(port, { protocols = { "chat" } })
local people, said = {}, 0

local function serveEvents()
  while true do
    local event, a, b, c = os.pullEvent()
    if event == "websocket_server_connect" and b.getURL() ~= "/quiz" then
      people[b.clientID] = b
      b.send("welcome " .. b.clientID .. " " .. b.getRequestHeaders()["X-Name"] .. " " .. math.random(1e6))
      print("came", b.clientID, b.getRemoteAddress(), b.getProtocol())
    elseif event == "websocket_server_message" and people[a] then
      said = said + 1
      if b == "bye" then people[a].close(4000, "bye " .. a) else
        print("sent", server.broadcast(a .. ": " .. b, c, people[a]), people[a].send("ok", true))
      end
    elseif event == "websocket_server_closed" and people[a] then
      print("left", a, b, c)
      people[a] = nil
    elseif event == "http_request" then
      c.write(said)
      c.close()
      if b.getURL() == "/stop" then server.close() return end
    end
  end
end

local function askQuestions()
  while true do
    local client = server.listen()
    if client.getURL() == "/quiz" then
      client.send("how much is 6 * 7?")
      local answer = client.receive(60)
      client.send(answer == "42" and "right" or "wrong")
      print("quiz", answer, client.receive())
    end
  end
end

parallel.waitForAny(serveEvents, askQuestions)
print("said", said)
`;

/** A client that reads one message at a time. */
class Person {
  readonly socket: WebSocket;
  readonly #got: string[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      this.#got.push(data.toString("latin1"));
      this.#wake();
    });
  }

  static async comes(address: string, name: string, path = "/"): Promise<Person> {
    const url = address.replace("http", "ws") + path;
    const socket = new WebSocket(url, ["chat"], { headers: { "X-Name": name } });
    const person = new Person(socket);
    await once(socket, "open");
    return person;
  }

  async hears(): Promise<string> {
    while (this.#got.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#got.shift()!;
  }
}

async function recordChat(flags: readonly string[]): Promise<{
  readonly folder: string;
  readonly process: CommandProcess;
}> {
  const folder = writeFiles({ "chat.lua": CHAT });
  const args = ["run", "--record", "trace.bin", ...flags, "chat.lua"];
  const process = start(args, { cwd: folder });
  const address = await process.address();
  const people = [];
  for (const name of ["Ada", "Bob", "Zoë"]) {
    const person = await Person.comes(address, encodeURIComponent(name));
    expect(await person.hears()).toMatch(/^welcome \d \S+ \d+$/);
    people.push(person);
  }
  const [ada, bob, zoe] = people as [Person, Person, Person];
  for (let n = 0; n < 500; n++) {
    ada.socket.send(n % 2 === 0 ? `message ${n}` : Buffer.from([n & 255, 0, 255]));
    expect(await ada.hears()).toBe("ok");
    expect(await bob.hears()).toMatch(/^1: /);
  }
  const quiz = await Person.comes(address, "Q", "/quiz");
  expect(await quiz.hears()).toBe("how much is 6 * 7?");
  quiz.socket.send("42");
  expect(await quiz.hears()).toBe("right");
  quiz.socket.close(1000, "thanks");
  bob.socket.terminate();
  const zoeLeft = once(zoe.socket, "close") as Promise<[number]>;
  zoe.socket.send("bye");
  const [code] = await zoeLeft;
  expect(code).toBe(4000);
  await process.says("left\t2");
  const adaLeft = once(ada.socket, "close") as Promise<[number]>;
  expect(await (await fetch(`${address}/stop`)).text()).toBe("501");
  const [goingAway] = await adaLeft;
  expect(goingAway).toBe(1001);
  expect((await process.ended).status).toBe(0);
  return { folder, process };
}

test.each(ENGINES)(
  "a recorded chat replays identically (--engine %s)",
  async (engine) => {
    const { folder, process } = await recordChat(["--engine", engine, "--record-redact", "x-key"]);
    const options = { cwd: folder };
    const replay = await run(["replay", "--output", "trace.bin"], options);
    expect(replay.stderr).toBe("");
    expect(replay.stdout.replace(/The replay.*\n/, "")).toBe(process.stdout);
    expect(replay.stdout).toContain("The replay is identical");
    expect(replay.stdout).toContain("502 × websocket_server_message");
    expect(replay.stdout).toContain("500 × websocket broadcast");
    expect(replay.status).toBe(0);

    const changed = CHAT.replace('"right"', '"correct"');
    writeFileSync(join(folder, "changed.lua"), changed);
    const other = await run(["replay", "trace.bin", "changed.lua"], options);
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("websocket message");
    expect(other.stderr).toMatch(/right[^]*correct/);
  },
  60_000,
);

test("--record-redact keeps header values of handshakes out of the trace", async () => {
  const { folder } = await recordChat(["--record-redact", "X-Name"]);
  const bytes = readFileSync(join(folder, "trace.bin"), "latin1");
  expect(bytes).toContain("[redacted]");
}, 60_000);
