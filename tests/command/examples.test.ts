/**
 * The programs in `examples/`, each over real HTTP as its opening comment says.
 */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { type CommandProcess, start, writeFiles } from "./command-process.js";

/** Where examples that keep something keep it in a test. */
const dataFolder = writeFiles({});

/** What examples are given beside the port, and the command's own options for them. */
const further: Readonly<Record<string, { readonly flags?: string[]; readonly args?: string[] }>> = {
  files: { flags: ["--data", dataFolder] },
  notes: { flags: ["--data", dataFolder] },
  guestbook: { flags: ["--data", dataFolder] },
  "remote-shell": { args: ["secret"], flags: ["--ephemeral"] },
};

/** What examples read. */
const inputs: Readonly<Record<string, string>> = {
  dashboard: "pause\n",
  prompt: "type prompt.lua\nbg self-call\n",
};

function fileOf(name: string): string {
  return name === "todo" ? "todo.ts" : `${name}.lua`;
}

function startExample(name: string): CommandProcess {
  const { flags = [], args = [] } = further[name] ?? {};
  return start(["run", ...flags, `examples/${fileOf(name)}`, "0", ...args], {
    input: inputs[name] ?? "",
  });
}

/** What `todo.ts` answers: a status and JSON. */
async function askTodo(address: string, method: string, body?: unknown): Promise<unknown[]> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const headers = { Accept: "application/json" };
  const response = await fetch(address, { ...init, headers });
  const text = await response.text();
  return [response.status, text === "" ? undefined : (JSON.parse(text) as unknown)];
}

/** What each example must do, by its name. */
const examples: Readonly<Record<string, (process: CommandProcess) => Promise<void>>> = {
  async hello(process) {
    const response = await fetch(await process.address());
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe("Hello from Lua!\n");
  },

  async todo(process) {
    const todos = `${await process.address()}/todos`;
    expect(await askTodo(todos, "GET")).toEqual([200, { count: 0, todos: [] }]);
    const made = { id: 1, text: "mine coal", isDone: false };
    expect(await askTodo(todos, "POST", { text: "mine coal" })).toEqual([201, made]);
    expect(await askTodo(todos, "POST", {})).toEqual([
      400,
      { error: "text: a string is expected" },
    ]);
    expect(await askTodo(todos, "POST", { text: 7 })).toEqual([
      400,
      { error: "text: a string is expected" },
    ]);
    const done = { ...made, isDone: true };
    expect(await askTodo(`${todos}/1`, "PATCH", { isDone: true })).toEqual([200, done]);
    expect(await askTodo(`${todos}?done=true`, "GET")).toEqual([200, { count: 1, todos: [done] }]);
    expect(await askTodo(`${todos}/1`, "DELETE")).toEqual([204, undefined]);
    expect(await askTodo(`${todos}/1`, "GET")).toEqual([404, { error: "there is no todo 1" }]);
    expect(await askTodo(todos, "PUT")).toEqual([405, { error: "Method Not Allowed" }]);
    expect(process.stdout).toMatch(/^GET \/todos\n/);
  },

  async echo(process) {
    const response = await fetch(`${await process.address()}/path?a=1`, {
      method: "POST",
      headers: { "X-Colour": "red" },
      body: "some text",
    });
    const text = await response.text();
    expect(text).toMatch(/^POST \/path\?a=1\n/);
    expect(text).toContain("\nX-Colour: red\n");
    expect(text).toMatch(/\n\nsome text$/);
  },

  async counter(process) {
    const address = await process.address();
    expect(await (await fetch(address)).text()).toMatch(/^visit 1, after \d seconds\n$/);
    expect(await (await fetch(address)).text()).toMatch(/^visit 2, after \d seconds\n$/);
    expect(await process.kill("SIGINT")).toMatchObject({
      status: 0,
      stdout: "Goodbye after 2 visits.\n",
    });
  },

  async proxy() {
    const echo = startExample("echo");
    const proxy = start(["run", "examples/proxy.lua", "0", await echo.address()]);
    const address = await proxy.address();
    const response = await fetch(`${address}/path?a=1`, {
      method: "PUT",
      headers: { "X-Colour": "red", Connection: "close" },
      body: "some text",
    });
    const text = await response.text();
    expect(text).toMatch(/^PUT \/path\?a=1\n/);
    expect(text).toContain("\nX-Colour: red\n");
    expect(text).toContain("\nX-Forwarded-For: 127.0.0.1\n");
    expect(text).toMatch(/\n\nsome text$/);
    expect((await fetch(address, { method: "PROPFIND" })).status).toBe(501);
    await echo.kill("SIGKILL");
    expect((await fetch(address)).status).toBe(502);
  },

  async slow(process) {
    const address = await process.address();
    const order: string[] = [];
    const ask = async (path: string): Promise<void> => {
      order.push(await (await fetch(address + path)).text());
    };
    await Promise.all([ask("/0.6"), ask("/0.1"), ask("/0.3")]);
    expect(order).toEqual(["0.1", "0.3", "0.6"].map((s) => `waited for ${s} seconds\n`));
    expect((await fetch(`${address}/x`)).status).toBe(400);
  },

  async events(process) {
    const leaving = new AbortController();
    const response = await fetch(await process.address(), { signal: leaving.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString("latin1");
      if (text.includes("id: 2")) break;
    }
    leaving.abort();
    expect(text).toMatch(/^id: 1\ndata: \d\d:\d\d:\d\d\n\nid: 2\ndata: /);
    await process.says("a client left after 3 events");
  },

  async "websocket-chat"(process) {
    const address = await process.address();
    expect(await (await fetch(address)).text()).toContain("<title>Chat</title>");
    expect((await fetch(`${address}/x`)).status).toBe(404);
    const heard: string[] = [];
    const join = async (name: string): Promise<WebSocket> => {
      const socket = new WebSocket(`${address.replace("http", "ws")}/chat`);
      socket.on("message", (data: Buffer) => heard.push(`${name} hears: ${data.toString()}`));
      await once(socket, "message");
      socket.send(name);
      await once(socket, "message");
      return socket;
    };
    const ada = await join("Ada");
    const zoe = await join("Zoë");
    const adaHears = once(ada, "message");
    zoe.send("hello ☃");
    await Promise.all([adaHears, once(zoe, "message")]);
    const zoeLeft = once(ada, "message");
    zoe.close();
    await zoeLeft;
    expect(heard).toEqual(
      expect.arrayContaining([
        "Ada hears: Welcome! What is your name?",
        "Ada hears: Ada has come.",
        "Ada hears: Zoë has come.",
        "Zoë hears: Zoë: hello ☃",
        "Ada hears: Zoë: hello ☃",
        "Ada hears: Zoë has left.",
      ]),
    );
    ada.close();
  },

  async notes(process) {
    const notes = `${await process.address()}/notes`;
    expect(await (await fetch(notes)).json()).toEqual([]);
    const text = 'say "hi"\\\n\u0001 to Zoë';
    const added = await fetch(notes, { method: "POST", body: text });
    expect(added.status).toBe(201);
    expect(added.headers.get("location")).toBe("/notes/1");
    expect(await added.json()).toEqual({ id: 1, text });
    expect(await (await fetch(notes)).json()).toEqual([{ id: 1, text }]);
    expect(await (await fetch(`${notes}/1?x`)).json()).toEqual({ id: 1, text });
    const wrongMethod = await fetch(`${notes}/1`, { method: "PUT" });
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get("allow")).toBe("GET, DELETE");
    expect(JSON.parse(readFileSync(`${dataFolder}/notes.json`, "utf8"))).toEqual({
      lastId: 1,
      notes: [{ id: 1, text }],
    });
    expect((await fetch(`${notes}/1`, { method: "DELETE" })).status).toBe(204);
    expect((await fetch(`${notes}/1`)).status).toBe(404);
    expect((await fetch(notes, { method: "POST" })).status).toBe(400);
  },

  async files(process) {
    const address = await process.address();
    const page = await fetch(address);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("public/index.html");
    expect((await fetch(`${address}/nothing.html`)).status).toBe(404);
    // fetch would resolve the dots itself.
    expect((await fetch(`${address}/%2e%2e%2f%2e%2e/etc/passwd`)).status).toBe(403);

    const note = `${address}/notes/a%20note`;
    const put = async (body: string): Promise<number> =>
      (await fetch(note, { method: "PUT", body })).status;
    expect(await put("milk")).toBe(201);
    expect(await put("milk \u00e4")).toBe(200);
    expect(await (await fetch(note)).text()).toBe("milk \u00e4");
    expect(await (await fetch(`${address}/notes`)).json()).toEqual(["a note"]);
    expect(readFileSync(`${dataFolder}/notes/a note`, "utf8")).toBe("milk \u00e4");
    expect((await fetch(note, { method: "DELETE" })).status).toBe(200);
    expect((await fetch(note)).status).toBe(404);
    expect((await fetch(note, { method: "POST" })).status).toBe(405);
    expect(readdirSync(`${dataFolder}/notes`)).toEqual([]);
  },

  async router(process) {
    const address = await process.address();
    const users = `${address}/users`;
    expect(await (await fetch(users)).json()).toEqual([]);
    const added = await fetch(users, { method: "POST", body: '{"name":"Zo\u00eb"}' });
    expect([added.status, added.headers.get("location")]).toEqual([201, "/users/1"]);
    expect(await (await fetch(`${users}/1`)).json()).toEqual({ id: 1, name: "Zo\u00eb" });
    expect((await fetch(users, { method: "POST", body: "{" })).status).toBe(400);
    expect((await fetch(`${users}/2`)).status).toBe(404);
    expect((await fetch(`${address}/nothing`)).status).toBe(404);
    const wrong = await fetch(users, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
    const greeting = await fetch(`${address}/greet/a%20b?greeting=Good+evening`);
    expect(await greeting.text()).toBe("Good evening, a b!\n");
    await process.says("POST\t/users");
  },

  async pages(process) {
    const address = await process.address();
    expect(await (await fetch(address)).text()).toContain("This is visit 1,");
    const index = await fetch(address);
    expect(index.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await index.text()).toMatch(/visit 2.*\n.*<ul>\n.*"\/hello.lua"/);
    const hello = await fetch(`${address}/hello?name=%3Cb%3EAda+L`);
    expect(await hello.text()).toContain("<p>Hello, &lt;b&gt;Ada L!</p>");
    expect((await fetch(`${address}/hello?name=${"x".repeat(101)}`)).status).toBe(400);
    const style = await fetch(`${address}/style.css`);
    expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(await style.text()).toContain("body {");
    expect((await fetch(`${address}/%2e%2e/pages.lua`)).status).toBe(404);
    expect((await fetch(`${address}/nothing`)).status).toBe(404);
  },

  async guestbook(process) {
    const address = await process.address();
    const write = async (name: string, text: string): Promise<Response> =>
      await fetch(address, { method: "POST", body: new URLSearchParams({ name, text }) });
    expect(await (await write("Ada & <b>", "first\nline")).text()).toContain(
      "<p>first\nline<br>&mdash; Ada &amp; &lt;b&gt;</p>",
    );
    expect((await write("", "x")).status).toBe(400);
    await write("Zo\u00eb", "hello");
    expect(await (await fetch(address)).text()).toContain("&mdash; Zo\u00eb");
    expect(readFileSync(`${dataFolder}/guestbook.txt`, "utf8").split("\n")).toHaveLength(3);
  },

  async "self-call"(process) {
    const { status, stdout, stderr } = await process.ended;
    expect(stderr).toMatch(/^(?:warning: The uws engine .*\n)?Listening on \S+ .*\n$/);
    expect(stdout).toBe(
      "ok: numbers are added\nok: words are not\nok: and have a status\nok: ten at once\n",
    );
    expect(status).toBe(0);
  },

  async "rate-limit"(process) {
    const address = await process.address();
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let i = 0; i < 6; i++) {
      last = await fetch(address);
      statuses.push(last.status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect(last?.headers.get("retry-after")).toMatch(/^[12]$/);
  },

  async "long-polling"(process) {
    const messages = `${await process.address()}/messages`;
    const waiting = Promise.all([fetch(`${messages}?after=0`), fetch(messages)]);
    expect((await fetch(messages, { method: "POST", body: "hello" })).status).toBe(201);
    const [first, second] = await waiting;
    expect(await first.json()).toEqual([{ id: 1, text: "hello" }]);
    expect(await second.json()).toEqual([{ id: 1, text: "hello" }]);
    expect(await (await fetch(`${messages}?after=0`)).json()).toEqual([{ id: 1, text: "hello" }]);
    expect((await fetch(messages.slice(0, -1))).status).toBe(404);
  },

  async metrics(process) {
    const address = await process.address();
    const send = async (body: string): Promise<number> =>
      (await fetch(address, { method: "POST", body })).status;
    expect(await send("temperature 21.5")).toBe(204);
    expect(await send("requests 3\ntemperature 22\n")).toBe(204);
    expect(await send("requests many")).toBe(400);
    const figures = await (await fetch(address)).text();
    expect(figures).toContain("requests_count 1\nrequests_sum 3\n");
    expect(figures).toContain(
      "# TYPE temperature summary\ntemperature_count 2\ntemperature_sum 43.5\ntemperature_min 21.5\ntemperature_max 22\n",
    );
  },

  async prompt(process) {
    const { stdout, status } = await process.ended;
    expect(stdout).toMatch(/> file\n/);
    expect(stdout).toContain("ok: ten at once\n");
    expect(status).toBe(0);
  },

  async dashboard(process) {
    const address = await process.address();
    await process.says("paused");
    expect((await fetch(`${address}/x`)).status).toBe(503);
    await process.says("GET /x");
    await process.says("1 requests, 11 bytes sent");
  },

  async "remote-shell"(process) {
    const address = await process.address();
    const run = async (body: string, token = "secret"): Promise<[number, string]> => {
      const headers = { Authorization: `Bearer ${token}` };
      const response = await fetch(address, { method: "POST", headers, body });
      return [response.status, await response.text()];
    };
    expect(await run("type pages")).toEqual([200, "directory\n"]);
    expect(await run("mkdir new")).toEqual([200, ""]);
    expect(await run("ls new")).toEqual([200, ""]);
    expect(await run("nothing")).toEqual([422, "No such program\n"]);
    expect((await run("echo x", "wrong"))[0]).toBe(401);
    expect((await fetch(address, { headers: { Authorization: "Bearer secret" } })).status).toBe(
      405,
    );
    expect(await Promise.all([run("type pages"), run("type echo.lua")])).toEqual([
      [200, "directory\n"],
      [200, "file\n"],
    ]);
  },
};

test.for(Object.keys(examples))("the example %s does what it says", async (name) => {
  const process = startExample(name);
  await examples[name]?.(process);
  process.child.kill("SIGKILL");
  await process.ended;
});

test("every example is tried", () => {
  const names = readdirSync(new URL("../../examples", import.meta.url))
    .filter((name) => /\.(lua|ts)$/.test(name))
    .map((name) => name.replace(/\.\w+$/, ""));
  expect(names.sort()).toEqual(Object.keys(examples).sort());
});
