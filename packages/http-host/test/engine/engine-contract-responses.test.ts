/**
 * The engine contract, part two: what is sent. Every engine must pass, over real sockets.
 */
import { describe, expect, test } from "vitest";
import { ResponseHead } from "../../src/engine/response-head.js";
import { engines, everyByte } from "./engines.js";
import { fieldValues, RawClient } from "./raw-client.js";
import { aborted, reply, serve, serveByHand } from "./serve.js";

describe.each(engines)("%s engine responses", (_, engine) => {
  test("a plain response has Date and Content-Length and names no software", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, "hello", { "Content-Type": "text/plain" });
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const response = await client.response();
    expect([response.status, response.reason, response.body]).toEqual([200, "OK", "hello"]);
    const names = response.fields.map(([name]) => name.toLowerCase()).sort();
    expect(names).toEqual(["content-length", "content-type", "date"]);
    const date = Date.parse(fieldValues(response, "date")[0] ?? "");
    expect(Math.abs(Date.now() - date)).toBeLessThan(60_000);
    client.close();
  });

  test("a body of every byte is sent unchanged", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, everyByte));
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    expect((await client.response()).body).toBe(everyByte);
    client.close();
  });

  test.each([0, 1, 1024, 16 * 1024, 16 * 1024 + 1, 1024 * 1024])(
    "a body of %i bytes is sent whole and the connection stays usable",
    async (byteCount) => {
      const body = everyByte.repeat(Math.ceil(byteCount / 256)).slice(0, byteCount);
      const listener = serve(engine, (exchange) => reply(exchange, body));
      const client = await RawClient.connect(listener.port);
      for (let round = 0; round < 2; round++) {
        await client.request("GET /");
        const response = await client.response();
        expect(response.body.length).toBe(byteCount);
        expect(response.body === body).toBe(true);
      }
      client.close();
    },
  );

  test("a response given in a later turn arrives whole, large or small", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    for (const body of ["small \xff", everyByte.repeat(8192)]) {
      await client.request("GET /");
      const exchange = await next();
      await new Promise(setImmediate);
      reply(exchange, body, { "X-A": "1", "X-B": "2" });
      const response = await client.response();
      expect(response.body === body).toBe(true);
      expect(fieldValues(response, "x-b")).toEqual(["2"]);
    }
    client.close();
  });

  test("header fields are sent as set, in order, several values as several fields", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, "", {
        "x-lower": "1",
        "Set-Cookie": ["a=1", "b=2; Path=/"],
        "X-Bytes": "caf\xe9",
      });
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const { fields } = await client.response();
    const own = fields.filter(([name]) => !["Date", "Content-Length"].includes(name));
    expect(own).toEqual([
      ["x-lower", "1"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2; Path=/"],
      ["X-Bytes", "caf\xe9"],
    ]);
    client.close();
  });

  test("fields that frame the message are the engine's own", async () => {
    const listener = serve(engine, (exchange) => {
      const head = new ResponseHead();
      for (const name of ["Content-Length", "transfer-encoding", "Connection", "Date"]) {
        expect(head.setHeader(name, "1")).toBe("ignored");
      }
      exchange.respond(head, "body");
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const response = await client.response();
    expect(response.body).toBe("body");
    expect(response.fields.map(([name]) => name).sort()).toEqual(["Content-Length", "Date"]);
    client.close();
  });

  test.each([
    [201, undefined, "Created"],
    [404, undefined, "Not Found"],
    [413, undefined, "Content Too Large"],
    [599, undefined, ""],
    [200, "Fine, thanks", "Fine, thanks"],
    [418, "caf\xe9", "caf\xe9"],
    [500, "", ""],
  ])("status %i with reason %j is sent with reason %j", async (status, reason, expected) => {
    const listener = serve(engine, (exchange) => {
      exchange.respond(new ResponseHead().setStatus(status, reason), "x");
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const response = await client.response();
    expect([response.status, response.reason, response.body]).toEqual([status, expected, "x"]);
    client.close();
  });

  test("HEAD gets the length of what was written and no body", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, "hello", { "X-A": "b" }));
    const client = await RawClient.connect(listener.port);
    await client.request("HEAD /");
    const head = await client.response("HEAD");
    expect(fieldValues(head, "content-length")).toEqual(["5"]);
    expect(fieldValues(head, "date")).toHaveLength(1);
    await client.request("GET /");
    expect((await client.response()).body).toBe("hello");
    client.close();
  });

  test.each([204, 304])("status %i is sent without body and length", async (status) => {
    const listener = serve(engine, (exchange) => {
      exchange.respond(new ResponseHead().setStatus(status), "ignored");
    });
    const client = await RawClient.connect(listener.port);
    for (let round = 0; round < 2; round++) {
      await client.request("GET /");
      const response = await client.response();
      expect(response.status).toBe(status);
      expect(fieldValues(response, "content-length")).toEqual([]);
      expect(fieldValues(response, "transfer-encoding")).toEqual([]);
    }
    client.close();
  });

  test("status 205 is sent with length 0", async () => {
    const listener = serve(engine, (exchange) => {
      exchange.respond(new ResponseHead().setStatus(205), "ignored");
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    expect(fieldValues(await client.response(), "content-length")).toEqual(["0"]);
    client.close();
  });

  test("a client that asks to close is closed after the response", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, "bye"));
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["Connection: close"]);
    expect((await client.response()).body).toBe("bye");
    expect(await client.closed()).toBe("");
  });

  test("a response given later, after which the connection closes, is what it was then", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["Connection: close"]);
    const exchange = await next();
    await new Promise((resolve) => setImmediate(resolve));
    const head = new ResponseHead().setStatus(201);
    head.setHeader("X", "then");
    exchange.respond(head, "bye");
    head.setStatus(500).setHeader("X", "later");
    const response = await client.response();
    expect([response.status, fieldValues(response, "x"), response.body]).toEqual([
      201,
      ["then"],
      "bye",
    ]);
    expect(await client.closed()).toBe("");
    expect(listener.pendingCount).toBe(0);
  });

  test("a client that leaves before a last response goes out does no harm", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["Connection: close"]);
    const exchange = await next();
    client.leave();
    await aborted(exchange);
    expect(reply(exchange, "too late")).toBe(false);
    expect(listener.pendingCount).toBe(0);
  });

  test.each(["close", "Close", "x, close"])(
    "a stream for a client that asks to close with %s says that the connection will",
    async (option) => {
      const { listener, next } = serveByHand(engine);
      const client = await RawClient.connect(listener.port);
      await client.request("GET /", [`Connection: ${option}`]);
      const stream = (await next()).stream(new ResponseHead());
      stream.write("bye");
      stream.end();
      expect(fieldValues(await client.head(), "connection")).toEqual(["close"]);
      expect([await client.chunk(), await client.chunk()]).toEqual(["bye", ""]);
      client.close();
    },
  );

  test.each([
    ["a body", 200, "bye"],
    ["an empty body", 200, ""],
    ["no body", 204, ""],
  ])(
    "nothing is answered behind a stream with %s that says the connection closes",
    async (_, status, body) => {
      const { listener, next, arrived } = serveByHand(engine);
      const client = await RawClient.connect(listener.port);
      await client.request("GET /", ["Connection: x, close"]);
      const stream = (await next()).stream(new ResponseHead().setStatus(status));
      stream.write(body);
      stream.end();
      const head = await client.head();
      expect([head.status, fieldValues(head, "connection")]).toEqual([status, ["close"]]);
      const isChunked = fieldValues(head, "transfer-encoding").length > 0;
      if (isChunked) expect(await client.chunks()).toBe(body);
      expect(fieldValues(head, "date").length).toBe(1);
      await client.request("GET /next");
      expect([await client.closed(), arrived]).toEqual(["", []]);
      expect(listener.pendingCount).toBe(0);
    },
  );

  test("a client that leaves during a large response does no harm", async () => {
    const body = "x".repeat(32 * 1024 * 1024);
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    client.pause();
    await client.request("GET /");
    const exchange = await next();
    expect(reply(exchange, body)).toBe(true);
    expect(listener.pendingCount).toBe(1);
    client.leave();
    const second = await RawClient.connect(listener.port);
    await second.request("GET /");
    reply(await next(), "still here");
    expect((await second.response()).body).toBe("still here");
    expect(listener.pendingCount).toBe(0);
    second.close();
  });

  test("a response over its limit is refused and the exchange stays open", async () => {
    const listener = serve(
      engine,
      (exchange) => {
        expect(() => reply(exchange, "12345")).toThrow(
          expect.objectContaining({ code: "RESPONSE_TOO_LARGE" }),
        );
        reply(exchange, "1234");
      },
      { limits: { responseBytesMax: 4 } },
    );
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe("1234");
  });
});
