/**
 * The engine contract, part one: what arrives. Every engine must pass, over real sockets.
 */
import { describe, expect, test } from "vitest";
import { ResponseHead } from "../../src/engine/response-head.js";
import { engines, everyByte } from "./engines.js";
import { fieldValues, RawClient } from "./raw-client.js";
import { aborted, reply, serve, serveByHand } from "./serve.js";

describe.each(engines)("%s engine requests", (_, engine) => {
  test("a GET is delivered with method, target, query and peer", async () => {
    const listener = serve(engine, (exchange) => {
      const { method, target, remoteAddress, requestBody } = exchange;
      reply(exchange, JSON.stringify({ method, target, remoteAddress, requestBody }));
    });
    const response = await fetch(`http://127.0.0.1:${listener.port}/a%20b?c=d%3F&e?`);
    expect(await response.json()).toEqual({
      method: "GET",
      target: "/a%20b?c=d%3F&e?",
      remoteAddress: "127.0.0.1",
      requestBody: "",
    });
  });

  test("a target keeps an empty query's question mark", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.target));
    const client = await RawClient.connect(listener.port);
    await client.request("GET /x?");
    expect((await client.response()).body).toBe("/x?");
    await client.request("GET /x");
    expect((await client.response()).body).toBe("/x");
    client.close();
  });

  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])(
    "the method %s arrives as sent",
    async (method) => {
      const listener = serve(engine, (exchange) => reply(exchange, exchange.method));
      const client = await RawClient.connect(listener.port);
      await client.request(`${method} /`);
      expect((await client.response()).body).toBe(method);
      client.close();
    },
  );

  test("header names are canonical, duplicates are joined and any case finds them", async () => {
    const listener = serve(engine, (exchange) => {
      const headers = exchange.requestHeaders;
      expect(headers.get("X-MULTI")).toBe("one, two");
      expect(headers.get("absent")).toBeUndefined();
      reply(exchange, JSON.stringify([...headers]));
    });
    const client = await RawClient.connect(listener.port);
    const fields = ["x-multi: one", "COOKIE: a=1", "X-Multi: two", "cookie: b=2", "x-empty:"];
    await client.request("GET /", fields);
    expect(JSON.parse((await client.response()).body)).toEqual([
      ["Host", "test"],
      ["X-Multi", "one, two"],
      ["Cookie", "a=1; b=2"],
      ["X-Empty", ""],
    ]);
    client.close();
  });

  test("header values beyond ASCII arrive as bytes, UTF-8 or not", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, `${exchange.requestHeaders.get("a")}|${exchange.requestHeaders.get("b")}`);
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["A: caf\xe9\xff!", "B: caf\xc3\xa9!"]);
    expect((await client.response()).body).toBe("caf\xe9\xff!|caf\xc3\xa9!");
    client.close();
  });

  test("a body of every byte arrives unchanged", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.requestBody));
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 256"], everyByte);
    expect((await client.response()).body).toBe(everyByte);
    client.close();
  });

  test("a body is delivered whole, however it was cut", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.requestBody));
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 256"]);
    for (let start = 0; start < 256; start += 50)
      await client.send(everyByte.slice(start, start + 50));
    expect((await client.response()).body).toBe(everyByte);
    client.close();
  });

  test("a chunked body is delivered without its framing", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.requestBody));
    const client = await RawClient.connect(listener.port);
    await client.request(
      "POST /",
      ["Transfer-Encoding: chunked"],
      `3\r\na\0c\r\n100\r\n${everyByte}\r\n`,
    );
    await client.send("1\r\n!\r\n0\r\n\r\n");
    expect((await client.response()).body).toBe(`a\0c${everyByte}!`);
    client.close();
  });

  test.each([
    ["a small answer", 200, "POST", "small"],
    ["a large answer", 200, "POST", "x".repeat(3_000_000)],
    ["an answer of bytes", 200, "POST", everyByte],
    ["204", 204, "POST", ""],
    ["205", 205, "POST", ""],
    ["304", 304, "POST", ""],
    ["an answer to HEAD", 200, "HEAD", "length"],
  ])("a chunked body can be answered with %s", async (_, status, method, body) => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request(`${method} /`, ["Transfer-Encoding: chunked"], "3\r\nabc\r\n0\r\n\r\n");
    const exchange = await next();
    expect(exchange.requestBody).toBe("abc");
    expect(exchange.respond(new ResponseHead().setStatus(status), body)).toBe(true);
    const response = await client.response(method);
    expect(response.status).toBe(status);
    expect(response.body === (method === "HEAD" ? "" : body)).toBe(true);
    const length = status === 204 || status === 304 ? [] : [String(body.length)];
    expect(fieldValues(response, "content-length")).toEqual(length);
    expect(fieldValues(response, "date")).toHaveLength(1);
    // Whether or not the connection is closed, it says so.
    if (fieldValues(response, "connection").includes("close")) {
      expect(await client.closed()).toBe("");
    } else {
      await client.request("GET /next");
      expect((await next()).target).toBe("/next");
      client.close();
    }
  });

  test("a head that two servers could read differently is refused before the program sees it", async () => {
    const { listener, arrived } = serveByHand(engine);
    const heads = [
      ["Content-Length: 1", "Content-Length: 2"],
      ["Content-Length:", "Content-Length: 1"],
      ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
      ["Transfer-Encoding: identity"],
      ["Host: other"],
    ];
    for (const fields of heads) {
      const client = await RawClient.connect(listener.port);
      await client.request("POST /", fields);
      const response = await client.response();
      expect([fields, response.status]).toEqual([fields, 400]);
      expect(fieldValues(response, "connection")).toEqual(["close"]);
      expect(await client.closed()).toBe("");
    }
    expect(arrived).toEqual([]);
    expect(listener.pendingCount).toBe(0);
  });

  test("a HEAD that is refused gets no body", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, "served"));
    const client = await RawClient.connect(listener.port);
    await client.request("HEAD /", ["Host: other"]);
    expect((await client.response("HEAD")).status).toBe(400);
    expect(await client.closed()).toBe("");
  });

  test("a large body arrives unchanged", async () => {
    const body = everyByte.repeat(16 * 1024);
    const listener = serve(engine, (exchange) => {
      reply(exchange, String(exchange.requestBody === body));
    });
    const response = await fetch(`http://127.0.0.1:${listener.port}/`, {
      method: "POST",
      body: Buffer.from(body, "latin1"),
    });
    expect(await response.text()).toBe("true");
  });

  test("a request without a body has an empty one, whatever its method", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, JSON.stringify([exchange.method, exchange.requestBody]));
    });
    const client = await RawClient.connect(listener.port);
    await client.request("POST /");
    expect((await client.response()).body).toBe('["POST",""]');
    await client.request("POST /", ["Content-Length: 0"]);
    expect((await client.response()).body).toBe('["POST",""]');
    client.close();
  });

  test("a GET may have a body", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.requestBody));
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["Content-Length: 5"], "hello");
    expect((await client.response()).body).toBe("hello");
    client.close();
  });

  test("a client that waits for 100 Continue gets it", async () => {
    const listener = serve(engine, (exchange) => reply(exchange, exchange.requestBody));
    const client = await RawClient.connect(listener.port);
    await client.request("POST /", ["Content-Length: 5", "Expect: 100-continue"]);
    expect((await client.response()).status).toBe(100);
    await client.send("hello");
    expect((await client.response()).body).toBe("hello");
    client.close();
  });

  test("requests on one connection are answered one after the other", async () => {
    let count = 0;
    const listener = serve(engine, (exchange) => reply(exchange, `${exchange.target} ${++count}`));
    const client = await RawClient.connect(listener.port);
    for (const number of [1, 2, 3]) {
      await client.request(`GET /${number}`);
      expect((await client.response()).body).toBe(`/${number} ${number}`);
    }
    client.close();
  });

  test("pipelined requests that are answered at once get their answers in order", async () => {
    const listener = serve(engine, (exchange) => {
      reply(exchange, exchange.target + exchange.requestBody);
    });
    const client = await RawClient.connect(listener.port);
    const get = "GET /1 HTTP/1.1\r\nHost: test\r\n\r\n";
    const post = "POST /2 HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody";
    await client.send(get + post + get);
    expect((await client.response()).body).toBe("/1");
    expect((await client.response()).body).toBe("/2body");
    expect((await client.response()).body).toBe("/1");
    client.close();
  });

  test("an exchange that is answered later still knows its request", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("PUT /later?x", ["X-A: b", "Content-Length: 3"], "abc");
    const exchange = await next();
    await new Promise(setImmediate);
    expect([exchange.method, exchange.target, exchange.requestBody]).toEqual([
      "PUT",
      "/later?x",
      "abc",
    ]);
    expect(exchange.requestHeaders.get("x-a")).toBe("b");
    expect(exchange.remoteAddress).toBe("127.0.0.1");
    reply(exchange, "done");
    expect((await client.response()).body).toBe("done");
    client.close();
  });

  test("an exchange that was answered and retained still knows its request", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /retained", ["X-A: b"]);
    const answered = next().then((exchange) => {
      exchange.retain();
      reply(exchange, "done");
      return exchange;
    });
    expect((await client.response()).body).toBe("done");
    const exchange = await answered;
    expect(exchange.isOpen).toBe(false);
    expect(exchange.target).toBe("/retained");
    expect(exchange.requestHeaders.get("x-a")).toBe("b");
    expect(exchange.remoteAddress).toBe("127.0.0.1");
    client.close();
  });

  test("a client that leaves before the answer is noticed, and the answer is dropped", async () => {
    const { listener, next } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("GET /");
    const exchange = await next();
    const left = aborted(exchange);
    client.leave();
    await left;
    expect(exchange.isOpen).toBe(false);
    expect(reply(exchange, "too late")).toBe(false);
    expect(listener.pendingCount).toBe(0);
  });

  test("a client that leaves in the middle of its body is never delivered", async () => {
    const { listener, next, arrived } = serveByHand(engine);
    const client = await RawClient.connect(listener.port);
    await client.request("POST /half", ["Content-Length: 10"], "half");
    client.leave();
    const second = await RawClient.connect(listener.port);
    await second.request("GET /whole");
    expect((await next()).target).toBe("/whole");
    expect(arrived).toEqual([]);
    second.close();
  });

  test("an exchange cannot be answered twice", async () => {
    const faults: unknown[] = [];
    const listener = serve(
      engine,
      (exchange) => {
        reply(exchange, "first");
        reply(exchange, "second");
      },
      { onFault: (fault) => faults.push(fault) },
    );
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe("first");
    expect(faults.map(String)).toEqual(["Error: the exchange has been answered before"]);
  });

  test("a handler that throws is reported and the client gets 500", async () => {
    const faults: unknown[] = [];
    const fault = new Error("deliberate");
    const listener = serve(
      engine,
      () => {
        throw fault;
      },
      { onFault: (caught) => faults.push(caught) },
    );
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("deliberate");
    expect(faults).toEqual([fault]);
  });
});
