/**
 * The library `craftos.web` over real connections, on both engines: what handlers get and what clients
 * are answered.
 */
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { askFor, ENGINES, serve } from "./web-server.js";

const headerOf = (response: Response, name: string): string | null => response.headers.get(name);

describe.each(ENGINES)("craftos.web on %s", (engine) => {
  test("routes have parameters, wildcards and methods; the first that fits answers", async () => {
    const { address } = await serve(
      engine,
      `app:get("/", function() return "home" end)
      app:get("/users/me", function() return "myself" end)
      app:get("/users/:id", function(request) return "user " .. request.params.id end)
      app:get("/files/*path", function(request) return "file " .. request.params.path end)
      app:post("/users", function(request, response)
        response:status(201):header("Location", "/users/7"):json { id = 7 }
      end)
      app:all("/any", function(request) return request.method end)
      app:route("PURGE", "/any2", function() return 202 end)
      app:get("/nothing", function() end)`,
    );
    const ask = async (path: string, init?: RequestInit): Promise<string> => {
      const response = await fetch(address + path, init);
      return `${response.status} ${await response.text()}`;
    };
    expect(await ask("/")).toBe("200 home");
    expect(await ask("/users/me")).toBe("200 myself");
    expect(await ask("/users/a%20b%2Fc?x=1")).toBe("200 user a b/c");
    expect(await ask("/users/7/")).toBe("200 user 7");
    expect(await ask("/files/a/b%20c.txt")).toBe("200 file a/b c.txt");
    expect(await ask("/files")).toBe("200 file ");
    expect(await ask("/users", { method: "POST" })).toBe(`201 {"id":7}`);
    expect(await ask("/any", { method: "DELETE" })).toBe("200 DELETE");
    expect(await ask("/any2", { method: "PURGE" })).toBe("202 ");
    expect(await ask("/nothing")).toBe("204 ");
    expect(await ask("/elsewhere")).toBe("404 Not Found\n");
    expect(await ask("/users/7", { method: "DELETE" })).toBe("405 Method Not Allowed\n");
    const head = await fetch(`${address}/users/me`, { method: "HEAD" });
    expect([head.status, headerOf(head, "content-length")]).toEqual([200, "6"]);
    const options = await fetch(`${address}/users/7`, { method: "OPTIONS" });
    expect([options.status, headerOf(options, "allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });

  test("middleware goes around what follows it, below its path", async () => {
    const { address } = await serve(
      engine,
      `app:use(function(request, response, next)
        response:header("X-Before", "1")
        next()
        response:header("X-Status", tostring(response.code or 200))
      end)
      local api = app:router()
      api:use(function(request, response, next)
        if request.headers["Authorization"] ~= "Bearer key" then app.fail(401, "who are you?") end
        return next()
      end)
      api:get("/items/:id", function(request) return { id = request.params.id, of = request.params.shop } end)
      app:use("/shops/:shop", api)
      app:get("/open", function(_, response) response:status(206) end)`,
    );
    const open = await fetch(`${address}/open`);
    expect([headerOf(open, "x-before"), headerOf(open, "x-status")]).toEqual(["1", "206"]);
    expect((await fetch(`${address}/shops/a/items/7`)).status).toBe(401);
    const headers = { Authorization: "Bearer key" };
    const item = await fetch(`${address}/shops/a/items/7`, { headers });
    expect(await item.json()).toEqual({ id: "7", of: "a" });
    expect((await fetch(`${address}/shops/a/elsewhere`, { headers })).status).toBe(404);
  });

  test("queries, forms, files of forms and JSON arrive as they were sent", async () => {
    const { address } = await serve(
      engine,
      `app:get("/query", function(request)
        local _, all = request:allQuery()
        return { first = request.query, all = all }
      end)
      app:post("/form", function(request)
        local fields, files = request:form()
        for _, file in ipairs(files) do file.data = #file.data .. " bytes" end
        return { fields = fields, files = #files > 0 and files or nil }
      end)
      app:post("/json", function(request) return { got = request:json() } end)`,
    );
    const query = await fetch(`${address}/query?a=1&a=2&b=%C3%BC+%26&c&=d&%zz=%`);
    expect(await query.json()).toEqual({
      first: { a: "1", b: "ü &", c: "", "": "d", "%zz": "%" },
      all: { a: ["1", "2"], b: ["ü &"], c: [""], "": ["d"], "%zz": ["%"] },
    });
    const post = async (
      path: string,
      body: string | URLSearchParams | FormData,
      type?: string,
    ): Promise<Response> =>
      await fetch(address + path, {
        ...{ method: "POST", body },
        ...(type === undefined ? {} : { headers: { "Content-Type": type } }),
      });
    const form = await post("/form", new URLSearchParams({ name: "A & B", empty: "" }));
    expect(await form.json()).toEqual({ fields: { name: "A & B", empty: "" } });

    const data = new FormData();
    data.set("name", "ü\r\n--x");
    data.set("file", new Blob([new Uint8Array(1000)], { type: "image/png" }), "a b.png");
    expect(await (await post("/form", data)).json()).toEqual({
      fields: { name: "ü\r\n--x" },
      files: [{ name: "file", filename: "a b.png", type: "image/png", data: "1000 bytes" }],
    });

    const json = await post("/json", JSON.stringify({ a: [1, { b: "ü" }] }), "application/json");
    expect(await json.json()).toEqual({ got: { a: [1, { b: "ü" }] } });
    const broken = await post("/json", "{", "application/json");
    expect([broken.status, await broken.text()]).toEqual([
      400,
      expect.stringMatching(/^the body is not JSON: /),
    ]);
    expect((await post("/form", "text", "text/plain")).status).toBe(415);
    expect((await post("/form", "x", "multipart/form-data; boundary=b")).status).toBe(400);
  });

  test("cookies go both ways, and are not for scripts unless that is said", async () => {
    const { address } = await serve(
      engine,
      `app:get("/", function(request, response)
        response:cookie("a", "1; b=2"):cookie("plain", 7, { httpOnly = false, maxAge = 60, secure = true, sameSite = "Strict" })
        response:clearCookie("old")
        return request.cookies.name or "none"
      end)`,
    );
    const response = await fetch(address, { headers: { Cookie: 'x=1; name="M%C3%BC"; name=2' } });
    expect(await response.text()).toBe("Mü");
    expect(response.headers.getSetCookie()).toEqual([
      "a=1%3B%20b%3D2; Path=/; SameSite=Lax; HttpOnly",
      "plain=7; Max-Age=60; Path=/; SameSite=Strict; Secure",
      "old=; Max-Age=0; Path=/; SameSite=Lax; HttpOnly",
    ]);
  });

  test("files have types, tags and ranges; folders have an index", async () => {
    const big = new Uint8Array(3_000_000).map((_, index) => index % 251);
    const { address } = await serve(engine, `app:static("/files", "/public", { maxAge = 60 })`, {
      "public/index.html": "<p>home</p>",
      "public/docs/index.html": "<p>docs</p>",
      "public/letters.txt": "abcdefghij",
      "public/big.bin": big,
      "public/.secret": "x",
    });
    const home = await fetch(`${address}/files/`);
    expect([headerOf(home, "content-type"), await home.text()]).toEqual([
      "text/html; charset=utf-8",
      "<p>home</p>",
    ]);
    const docs = await fetch(`${address}/files/docs?a=1`, { redirect: "manual" });
    expect([docs.status, headerOf(docs, "location")]).toEqual([301, "/files/docs/?a=1"]);

    const letters = await fetch(`${address}/files/letters.txt`);
    const tag = headerOf(letters, "etag") ?? "";
    expect(headerOf(letters, "cache-control")).toBe("max-age=60");
    expect([tag, await letters.text()]).toEqual([
      expect.stringMatching(/^W\/"a-[0-9a-f]+"$/),
      "abcdefghij",
    ]);
    const ask = async (headers: Record<string, string>): Promise<unknown[]> => {
      const response = await fetch(`${address}/files/letters.txt`, { headers });
      return [response.status, headerOf(response, "content-range"), await response.text()];
    };
    expect(await ask({ "If-None-Match": `"x", ${tag}` })).toEqual([304, null, ""]);
    expect(await ask({ "If-None-Match": `"x"` })).toEqual([200, null, "abcdefghij"]);
    const modified = headerOf(letters, "last-modified") ?? "";
    expect(await ask({ "If-Modified-Since": modified })).toEqual([304, null, ""]);
    expect(await ask({ Range: "bytes=2-4" })).toEqual([206, "bytes 2-4/10", "cde"]);
    expect(await ask({ Range: "bytes=-3" })).toEqual([206, "bytes 7-9/10", "hij"]);
    expect(await ask({ Range: "bytes=8-99" })).toEqual([206, "bytes 8-9/10", "ij"]);
    expect(await ask({ Range: "bytes=10-" })).toEqual([416, "bytes */10", ""]);
    expect(await ask({ Range: "bytes=4-2" })).toEqual([200, null, "abcdefghij"]);
    expect(await ask({ Range: "bytes=0-1", "If-Range": '"old"' })).toEqual([
      200,
      null,
      "abcdefghij",
    ]);

    const all = new Uint8Array(await (await fetch(`${address}/files/big.bin`)).arrayBuffer());
    expect(Buffer.compare(all, big)).toBe(0);
    const part = await fetch(`${address}/files/big.bin`, {
      headers: { Range: "bytes=1000000-2500000" },
    });
    const bytes = new Uint8Array(await part.arrayBuffer());
    expect(Buffer.compare(bytes, big.subarray(1_000_000, 2_500_001))).toBe(0);
    expect((await fetch(`${address}/files/.secret`)).status).toBe(404);
    expect((await fetch(`${address}/files/none.txt`)).status).toBe(404);
    expect((await fetch(`${address}/files/letters.txt`, { method: "PUT" })).status).toBe(405);
  });

  test("an error is answered with 500 and shown with its place; the app may answer itself", async () => {
    const failing = `app:get("/fail", function() error("on purpose") end)
      app:get("/teapot", function() app.fail(418, "I am a teapot") end)`;
    const plain = await serve(engine, failing);
    expect((await fetch(`${plain.address}/fail`)).status).toBe(500);
    await plain.process.says("/server.lua:2: on purpose\nstack traceback:");
    await plain.process.says("  at server.lua:2\n");
    const teapot = await fetch(`${plain.address}/teapot`, {
      headers: { Accept: "application/json" },
    });
    expect([teapot.status, await teapot.json()]).toEqual([418, { error: "I am a teapot" }]);

    const handled = await serve(
      engine,
      `${failing}
      app:onError(function(request, response, problem)
        return (problem.status or 500) .. " " .. tostring(problem.message or problem)
      end)`,
    );
    const ask = async (path: string): Promise<string> => {
      const response = await fetch(handled.address + path);
      return `${response.status}: ${await response.text()}`;
    };
    expect(await ask("/fail")).toBe("500: 500 /server.lua:2: on purpose");
    expect(await ask("/teapot")).toBe("418: 418 I am a teapot");
    expect(await ask("/nowhere")).toBe("404: 404 Not Found");
    await handled.process.says("/server.lua:2: on purpose\nstack traceback:");
  });

  test("pages of other origins are let in as far as CORS is told", async () => {
    const { address } = await serve(
      engine,
      `app:use(app.cors { origins = { "https://a.example" }, credentials = true, maxAge = 60 })
      app:put("/", function() return "put" end)`,
    );
    const preflight = async (origin: string): Promise<Response> =>
      await fetch(address, {
        method: "OPTIONS",
        headers: {
          Origin: origin,
          "Access-Control-Request-Method": "PUT",
          "Access-Control-Request-Headers": "x-key",
        },
      });
    const allowed = await preflight("https://a.example");
    expect(allowed.status).toBe(204);
    const shown = [...allowed.headers].filter(([name]) => name.startsWith("access-control"));
    expect(Object.fromEntries(shown)).toEqual({
      "access-control-allow-origin": "https://a.example",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": "x-key",
      "access-control-max-age": "60",
    });
    const refused = await preflight("https://b.example");
    expect(headerOf(refused, "access-control-allow-origin")).toBeNull();
    expect(headerOf(refused, "vary")).toBe("Origin");
    const put = await fetch(address, { method: "PUT", headers: { Origin: "https://a.example" } });
    expect(headerOf(put, "access-control-allow-origin")).toBe("https://a.example");
  });

  test("pages of other origins can read what errors say; other headers are gone then", async () => {
    const { address } = await serve(
      engine,
      `app:use(app.cors { origins = { "https://a.example" }, exposes = { "X-Kept" } })
      app:use(function(request, response, next)
        response:header("X-Gone", "1"):lasting("X-Kept", "2"):lasting("X-None", nil)
        return next()
      end)
      app:get("/fail", function() app.fail(418, "tea") end)
      local other = app:router()
      app:use("/other", other)
      other:get("/", function() error("broken", 0) end)
      app:onError(function(request, response, problem) return problem.message or problem end)`,
    );
    for (const [path, status, text] of [
      ["/fail", 418, "tea"],
      ["/none", 404, "Not Found"],
      ["/other", 500, "broken"],
    ] as const) {
      const answer = await fetch(address + path, { headers: { Origin: "https://a.example" } });
      expect([answer.status, await answer.text()]).toEqual([status, text]);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        ...{ "access-control-allow-origin": "https://a.example", vary: "Origin" },
        ...{ "access-control-expose-headers": "X-Kept", "x-kept": "2" },
      });
      expect(headerOf(answer, "x-gone")).toBeNull();
    }
  });

  test("server-sent events are sent while the handler runs, and end with it", async () => {
    const { address } = await serve(
      engine,
      `app:get("/events", function(request, response)
        local events = response:events()
        events:send("one\\ntwo", { event = "greeting", id = 7 })
        sleep(0.05)
        events:comment("still here")
        events:send("last")
      end)`,
    );
    const response = await fetch(`${address}/events`);
    expect(headerOf(response, "content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe(
      "event: greeting\nid: 7\ndata: one\ndata: two\n\n: still here\n\ndata: last\n\n",
    );
  });

  test("WebSockets have routes on the same port, and handlers that may wait", async () => {
    const { address, process } = await serve(
      engine,
      `app:get("/", function() return "page" end)
      local rooms = app:router()
      rooms:websocket("/:room", {
        open = function(socket, request)
          sleep(0.05)
          socket.send("welcome to " .. request.params.room)
        end,
        message = function(socket, text, isBinary)
          if text == "fail" then error("on purpose") end
          if text == "slow" then sleep(0.2) end
          socket.send(text:upper(), isBinary)
        end,
        close = function(_, code, reason) print("closed", code, reason) end,
      })
      app:use("/rooms", rooms)`,
    );
    expect(await (await fetch(address)).text()).toBe("page");
    const socket = new WebSocket(`${address.replace("http", "ws")}/rooms/a%20b`);
    const messages: string[] = [];
    socket.on("message", (data: Buffer) => messages.push(data.toString()));
    const received = async (count: number): Promise<string[]> => {
      while (messages.length < count) await once(socket, "message");
      return messages;
    };
    expect(await received(1)).toEqual(["welcome to a b"]);
    for (const text of ["fail", "slow", "quick"]) socket.send(text);
    expect(await received(3)).toEqual(["welcome to a b", "QUICK", "SLOW"]);
    await process.says("a WebSocket's handler failed: /server.lua:");
    socket.close(4001, "enough");
    await process.says("closed\t4001\tenough");

    const lost = new WebSocket(`${address.replace("http", "ws")}/elsewhere`);
    const [code] = (await once(lost, "close")) as [number];
    expect(code).toBe(1008);
  });
});

// uWebSockets.js (of about v20.41) refuses such a request itself.
test("a whole URL as the target is taken for its path", async () => {
  const { address } = await serve("node", `app:get("/a", function(r) return r.query.b end)`);
  expect(await askFor(address, "http://other.example/a?b=c")).toMatch(/\r\n\r\nc$/);
});
