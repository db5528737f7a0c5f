/**
 * The engine contract, part three: opening, closing and limits. Every engine must pass, over real
 * sockets.
 */
import net from "node:net";
import { describe, expect, test } from "vitest";
import { engines } from "./engines.js";
import { fieldValues, RawClient } from "./raw-client.js";
import { aborted, reply, serve, serveByHand } from "./serve.js";

describe.each(engines)("%s engine listeners", (_, engine) => {
  const pong = (exchange: Parameters<typeof reply>[0]): void => {
    reply(exchange, "pong");
  };

  test("port 0 opens a port that is known at once", async () => {
    const listener = serve(engine, pong);
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.host).toBe("127.0.0.1");
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe("pong");
  });

  test("localhost is 127.0.0.1", () => {
    expect(serve(engine, pong, { host: "localhost" }).host).toBe("127.0.0.1");
  });

  test("an IPv6 address can be listened on", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.remoteAddress), {
      host: "::1",
    });
    expect(await (await fetch(`http://[::1]:${listener.port}/`)).text()).toBe("::1");
  });

  test("a peer on a dual-stack listener has its IPv4 address", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.remoteAddress), {
      host: "::",
    });
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe("127.0.0.1");
  });

  test("a port that this process listens on is in use, and says so at once", () => {
    const { port } = serve(engine, pong);
    expect(() => serve(engine, pong, { port })).toThrow(
      expect.objectContaining({
        code: "ADDRESS_IN_USE",
        message: `Address already in use: 127.0.0.1:${port}`,
      }),
    );
  });

  test("a port that another server listens on is in use", async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    expect(() => serve(engine, pong, { port })).toThrow(
      expect.objectContaining({ code: "ADDRESS_IN_USE" }),
    );
    await new Promise((resolve) => other.close(resolve));
    expect(serve(engine, pong, { port }).port).toBe(port);
  });

  test.each([
    [{ host: "no.such.name" }, "HOST_INVALID"],
    [{ host: "256.1.1.1" }, "HOST_INVALID"],
    [{ host: "192.0.2.1" }, "ADDRESS_NOT_AVAILABLE"],
    [{ port: -1 }, "PORT_OUT_OF_RANGE"],
    [{ port: 65_536 }, "PORT_OUT_OF_RANGE"],
    [{ port: 1.5 }, "PORT_OUT_OF_RANGE"],
    [{ limits: { requestTimeoutMs: 0 } }, "LIMIT_OUT_OF_RANGE"],
  ])("listening with %j is refused with %s", (options, code) => {
    expect(() => serve(engine, pong, options)).toThrow(expect.objectContaining({ code }));
  });

  test("close frees the port before it returns", async () => {
    const first = serve(engine, pong);
    const { port } = first;
    first.close();
    first.close();
    const second = serve(engine, (exchange) => reply(exchange, "second"), { port });
    expect(await (await fetch(`http://127.0.0.1:${second.port}/`)).text()).toBe("second");
  });

  test("close refuses new connections and closes idle ones", async () => {
    const listener = serve(engine, pong);
    const idle = await RawClient.connect(listener.port);
    await idle.request("GET /");
    expect((await idle.response()).body).toBe("pong");
    listener.close();
    await expect(RawClient.connect(listener.port)).rejects.toThrow("ECONNREFUSED");
    expect(await idle.closed()).toBe("");
  });

  test("a request in flight is answered after close, and its connection closes", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const exchange = await next();
    expect(listener.pendingCount).toBe(1);
    listener.close();
    await new Promise(setImmediate);
    expect(reply(exchange, "finished")).toBe(true);
    const response = await client.response();
    expect(response.body).toBe("finished");
    expect(fieldValues(response, "connection")).toEqual(["close"]);
    expect(await client.closed()).toBe("");
    await listener.drained();
    expect(listener.pendingCount).toBe(0);
  });

  test("a handler may close its listener and answer after that", async () => {
    const listener = serve(engine, (exchange) => {
      listener.close();
      reply(exchange, "last");
    });
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    expect(await response.text()).toBe("last");
    await listener.drained();
  });

  test("a large response in flight is sent whole after close", async () => {
    const body = "x".repeat(8 * 1024 * 1024);
    const listener = serve(engine, (exchange) => {
      reply(exchange, body);
      listener.close();
    });
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    expect((await response.text()).length).toBe(body.length);
    await listener.drained();
  });

  test("a request whose body arrives only after close gets 503", async () => {
    const { listener, next, arrived } = serveByHand(engine);
    const [holding, client] = await Promise.all([
      RawClient.connect(listener.port),
      RawClient.connect(listener.port),
    ]);
    await client.request("POST /", ["Content-Length: 10"], "half");
    await holding.request("GET /");
    const held = await next();
    listener.close();
    expect((await client.response()).status).toBe(503);
    reply(held, "done");
    expect((await holding.response()).body).toBe("done");
    expect(arrived).toEqual([]);
    client.close();
  });

  test("a listener that is closed and terminated again does not touch one opened since", async () => {
    const first = serve(engine, pong);
    first.close();
    await first.drained();
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const exchange = await next();
    first.close();
    first.terminate();
    await first.drained();
    await new Promise(setImmediate);
    reply(exchange, "unharmed");
    expect((await client.response()).body).toBe("unharmed");
    client.close();
  });

  test("terminate drops requests in flight", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const exchange = await next();
    const left = aborted(exchange);
    listener.terminate();
    await left;
    expect(await client.closed()).toBe("");
    await listener.drained();
  });

  test("drained waits for the last answer", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const exchange = await next();
    listener.close();
    let isDrained = false;
    const drained = listener.drained().then(() => {
      isDrained = true;
    });
    await new Promise(setImmediate);
    expect(isDrained).toBe(false);
    reply(exchange, "done");
    await drained;
    client.close();
  });
});

describe.each(engines)("%s engine limits", (_, engine) => {
  test("a body announced over the limit is refused with 413 before it is sent", async () => {
    const { listener, arrived } = serveByHand(engine, { limits: { requestBodyBytesMax: 100 } });
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 101"]);
    const response = await client.response();
    expect([response.status, response.reason]).toEqual([413, "Content Too Large"]);
    expect(fieldValues(response, "connection")).toEqual(["close"]);
    expect(fieldValues(response, "date")).toHaveLength(1);
    await client.send("x".repeat(101));
    expect(await client.closed()).toBe("");
    expect(arrived).toEqual([]);
  });

  test("a chunked body over the limit is refused with 413 while it arrives", async () => {
    const { listener, arrived } = serveByHand(engine, { limits: { requestBodyBytesMax: 100 } });
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Transfer-Encoding: chunked"]);
    await client.send(`64\r\n${"x".repeat(100)}\r\n`);
    await client.send("1\r\nx\r\n");
    expect((await client.response()).status).toBe(413);
    await client.send("1\r\nx\r\n0\r\n\r\n");
    expect(await client.closed()).toBe("");
    expect(arrived).toEqual([]);
  });

  test("what comes behind a body over the limit is not looked at", async () => {
    const hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const [framing, body] of [
      ["Content-Length: 101", "x".repeat(101)],
      ["Transfer-Encoding: chunked", `65\r\n${"x".repeat(101)}\r\n0\r\n\r\n`],
    ] as const) {
      const { listener, arrived } = serveByHand(engine, { limits: { requestBodyBytesMax: 100 } });
      const client = await RawClient.connect(listener.port);
      await client.request("POST /", [framing], body + hidden);
      await client.closed();
      expect(arrived).toEqual([]);
    }
  });

  test("a client that sends a whole body over the limit first still gets to read 413", async () => {
    const { listener } = serveByHand(engine, { limits: { requestBodyBytesMax: 1000 } });
    const response = await fetch(`http://127.0.0.1:${listener.port}/`, {
      method: "POST",
      body: Buffer.alloc(4 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
    await response.text();
  });

  test("a body of exactly the limit is taken", async () => {
    const listener = serve(
      engine,
      (exchange) => reply(exchange, String(exchange.requestBody.length)),
      { limits: { requestBodyBytesMax: 100 } },
    );
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 100"], "x".repeat(100));
    expect((await client.response()).body).toBe("100");
    await client.request("POST /", ["Transfer-Encoding: chunked"]);
    await client.send(`64\r\n${"x".repeat(100)}\r\n0\r\n\r\n`);
    expect((await client.response()).body).toBe("100");
    client.close();
  });

  test("half a body is timed out with 408 and never delivered", async () => {
    const { listener, arrived } = serveByHand(engine, { limits: { requestTimeoutMs: 100 } });
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 10"], "half");
    const response = await client.response();
    expect([response.status, response.reason]).toEqual([408, "Request Timeout"]);
    expect(fieldValues(response, "connection")).toEqual(["close"]);
    expect(await client.closed()).toBe("");
    expect(arrived).toEqual([]);
  });

  test("the request timeout does not touch a request that is being answered", async () => {
    const { listener, next } = serveByHand(engine, { limits: { requestTimeoutMs: 50 } });
    const [slow, half] = await Promise.all([
      RawClient.connect(listener.port),
      RawClient.connect(listener.port),
    ]);
    await slow.request("POST /", ["Content-Length: 4"], "body");
    const exchange = await next();
    await half.request("POST /", ["Content-Length: 10"], "half");
    expect((await half.response()).status).toBe(408);
    reply(exchange, exchange.requestBody);
    expect((await slow.response()).body).toBe("body");
    slow.close();
  });

  test("one connection more than the limit is closed, the others are served", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, "served"), {
      limits: { connectionsMax: 2 },
    });
    const first = await RawClient.connect(listener.port);
    const second = await RawClient.connect(listener.port);
    const third = await RawClient.connect(listener.port);
    expect(await third.closed()).toBe("");
    for (const client of [first, second]) {
      await client.request("GET /");
      expect((await client.response()).body).toBe("served");
      client.close();
    }
  });

  test("a head that arrives in pieces over the limit is refused with 431", async () => {
    const { listener, arrived } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.send(`GET / HTTP/1.1\r\nHost: test\r\nX-Long: ${"x".repeat(12_000)}`);
    await client.send("x".repeat(12_000));
    const refusal = await client.closed();
    expect(refusal).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(arrived).toEqual([]);
  });

  test("the limit of a head can be set, and one in one piece is refused with 431 too", async () => {
    const { listener, next, arrived } = serveByHand(engine, {
      limits: { requestHeadBytesMax: 1000 },
    });
    for (const head of [
      [`GET /${"x".repeat(1000)}`],
      ["GET /", `X-Long: ${"x".repeat(1000)}`],
      ["GET /", ...Array.from({ length: 90 }, (_, number) => `X-${number}: some`)],
    ]) {
      const [line = "", ...fields] = head;
      const client = await RawClient.connect(listener.port);
      await client.request(line, fields);
      expect((await client.response()).status).toBe(431);
      expect(await client.closed()).toBe("");
    }
    expect(arrived).toEqual([]);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", [`X-Long: ${"x".repeat(800)}`]);
    expect((await next()).requestHeaders.get("x-long")).toHaveLength(800);
    client.close();
  });

  test("a head of 12 KiB is served", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, String(exchange.requestHeaders.get("x-long")?.length));
    });
    const client = await RawClient.connect(listener.port);
    await client.send(`GET / HTTP/1.1\r\nHost: test\r\nX-Long: ${"x".repeat(6_000)}`);
    await client.send(`${"x".repeat(6_000)}\r\n\r\n`);
    expect((await client.response()).body).toBe("12000");
    client.close();
  });
});
