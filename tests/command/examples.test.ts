/**
 * The programs in `examples/`, each over real HTTP as its opening comment says.
 */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { type CommandProcess, start, writeFiles } from "./command-process.js";

/** Where notes are kept in a test. */
const notesFolder = writeFiles({});

function startExample(name: string): CommandProcess {
  const flags = name === "files" ? ["--data", notesFolder] : [];
  return start(["run", ...flags, `examples/${name}.lua`, "0"]);
}

/** What each example must do, by its name. */
const examples: Readonly<Record<string, (process: CommandProcess) => Promise<void>>> = {
  async hello(process) {
    const response = await fetch(await process.address());
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe("Hello from Lua!\n");
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
    expect(readFileSync(`${notesFolder}/notes/a note`, "utf8")).toBe("milk \u00e4");
    expect((await fetch(note, { method: "DELETE" })).status).toBe(200);
    expect((await fetch(note)).status).toBe(404);
    expect((await fetch(note, { method: "POST" })).status).toBe(405);
    expect(readdirSync(`${notesFolder}/notes`)).toEqual([]);
  },
};

test.for(Object.keys(examples))("examples/%s.lua does what it says", async (name) => {
  const process = startExample(name);
  await examples[name]?.(process);
  process.child.kill("SIGKILL");
  await process.ended;
});

test("every example is tried", () => {
  const names = readdirSync(new URL("../../examples", import.meta.url))
    .filter((name) => name.endsWith(".lua"))
    .map((name) => name.slice(0, -".lua".length));
  expect(names.sort()).toEqual(Object.keys(examples).sort());
});
