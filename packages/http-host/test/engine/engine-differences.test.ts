/**
 * Where the engines differ, held fast: each line of the README's table of differences is one test,
 * so that a new version of an engine that changes one of them is noticed.
 */
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../src/engine/engine.js";
import type { RequestEnd } from "../../src/engine/exchange-observer.js";
import { collectingObserver } from "./collecting-observer.js";
import { engines } from "./engines.js";
import { ResponseHead } from "../../src/engine/response-head.js";
import { fieldValues, RawClient } from "./raw-client.js";
import { aborted, reply, serve, serveByHand } from "./serve.js";

const byName = new Map(engines.map(([name, engine]) => [name, engine]));

/** What a server answers to exactly these bytes: the first status, or `closed`. */
async function firstStatus(port: number, bytes: string): Promise<number | "closed"> {
  const client = await RawClient.connect(port);
  await client.send(bytes);
  try {
    return (await client.response()).status;
  } catch {
    return "closed";
  } finally {
    client.close();
  }
}

const cases: [what: string, bytes: string, uws: number | "closed", node: number | "closed"][] = [
  ["HTTP/1.0", "GET / HTTP/1.0\r\nHost: test\r\n\r\n", 505, 200],
  ["OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n", 505, 200],
  ["an absolute target", "GET http://test/ HTTP/1.1\r\nHost: test\r\n\r\n", 505, 200],
  ["CONNECT", "CONNECT test:80 HTTP/1.1\r\nHost: test:80\r\n\r\n", 505, 501],
  ["UTF-8 in a target", "GET /caf\xc3\xa9 HTTP/1.1\r\nHost: test\r\n\r\n", 200, 400],
  [
    "a chunk extension",
    `POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n0;a="b c"\r\n\r\n`,
    400,
    200,
  ],
  ["an unknown Expect", "GET / HTTP/1.1\r\nHost: test\r\nExpect: x\r\n\r\n", 200, 417],
];

describe.each(["uws", "node"] as const)("%s engine", (name) => {
  const engine = byName.get(name);

  test.skipIf(engine === undefined).each(cases)(
    "%s is answered as the README says",
    async (_, bytes, uwsStatus, nodeStatus) => {
      const listener = serve(engine!, (exchange) => reply(exchange, "served"));
      const expected = name === "uws" ? uwsStatus : nodeStatus;
      expect(await firstStatus(listener.port, bytes)).toBe(expected);
    },
  );
});

const pipelined = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";

test("node engine answers requests pipelined behind a waiting one in order", async () => {
  const { listener, next } = serveByHand(byName.get("node")!);
  const client = await RawClient.connect(listener.port);
  await client.send(pipelined);
  const exchanges: Exchange[] = [await next(), await next()];
  for (const exchange of exchanges.reverse()) reply(exchange, exchange.target);
  expect((await client.response()).body).toBe("/1");
  expect((await client.response()).body).toBe("/2");
  client.close();
});

test("node engine answers a CONNECT pipelined behind a waiting request after it", async () => {
  const ends: RequestEnd[] = [];
  const { listener, next } = serveByHand(byName.get("node")!, {
    observer: collectingObserver(ends),
  });
  const client = await RawClient.connect(listener.port);
  await client.send(
    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nCONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n",
  );
  reply(await next(), "first");
  expect((await client.response()).body).toBe("first");
  expect((await client.response()).status).toBe(501);
  expect(await client.closed()).toBe("");
  expect(ends.map(({ exchange, status, outcome }) => [exchange?.method, status, outcome])).toEqual([
    ["GET", 200, "answered"],
    ["CONNECT", 501, "refused"],
  ]);
});

test("node engine knows of every pipelined request that its client has left", async () => {
  const { listener, next } = serveByHand(byName.get("node")!);
  const client = await RawClient.connect(listener.port);
  await client.send(pipelined);
  const exchanges = [await next(), await next()];
  const left = Promise.all(exchanges.map(aborted));
  client.leave();
  await left;
  expect(exchanges.map((exchange) => exchange.isOpen)).toEqual([false, false]);
  expect(listener.pendingCount).toBe(0);
});

test("node engine hands pipelined requests on in order, whatever their bodies", async () => {
  const { listener, next } = serveByHand(byName.get("node")!);
  const client = await RawClient.connect(listener.port);
  const head = " HTTP/1.1\r\nHost: a\r\n";
  const chunked = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  await client.send(
    `POST /1${head}Content-Length: 3\r\n\r\nabcGET /2${head}\r\nPOST /3${head}${chunked}` +
      `PUT /4${head}Content-Length: 1\r\n\r\nxDELETE /5${head}\r\nGET /6${head}\r\n`,
  );
  for (let count = 1; count <= 6; count++) {
    const exchange = await next();
    expect(exchange.target).toBe(`/${count}`);
    reply(exchange, exchange.requestBody);
  }
  const bodies: string[] = [];
  for (let count = 1; count <= 6; count++) bodies.push((await client.response()).body);
  expect(bodies).toEqual(["abc", "", "abc", "x", "", ""]);
  client.close();
});

test.skipIf(!byName.has("uws"))(
  "uws engine closes a connection with a request pipelined behind a waiting one",
  async () => {
    const { listener, next } = serveByHand(byName.get("uws")!);
    const client = await RawClient.connect(listener.port);
    await client.send(pipelined);
    expect(await client.closed()).toBe("");
    expect((await next()).isOpen).toBe(false);
  },
);

describe.skipIf(!byName.has("uws"))("uws engine, when a stream answers a body in chunks,", () => {
  /** Sends a request in chunks; gives the stream that answers it. */
  async function begin() {
    const server = serveByHand(byName.get("uws")!);
    const client = await RawClient.connect(server.listener.port);
    await client.request("POST /", ["Transfer-Encoding: chunked"], "3\r\nabc\r\n0\r\n\r\n");
    const stream = (await server.next()).stream(new ResponseHead());
    return { ...server, client, stream };
  }

  test("says that the connection closes, and looks at nothing that comes behind", async () => {
    const { listener, arrived, client, stream } = await begin();
    stream.write("some");
    stream.end();
    expect(fieldValues(await client.head(), "connection")).toEqual(["close"]);
    expect(await client.chunks()).toBe("some");
    expect(listener.pendingCount).toBe(0);
    await client.request("GET /next");
    expect([await client.closed(), arrived]).toEqual(["", []]);
  });

  test("closes it when the listener closes", async () => {
    const { listener, client, stream } = await begin();
    stream.write("some");
    stream.end();
    await client.head();
    expect(await client.chunks()).toBe("some");
    listener.close();
    await listener.drained();
    expect(await client.closed()).toBe("");
  });

  test("sends a client that reads slowly everything", async () => {
    const { client, stream } = await begin();
    client.pause();
    const body = "0123456789abcdef".repeat(1024 * 1024);
    stream.write(body);
    stream.end();
    client.resume();
    await client.head();
    expect((await client.chunks()) === body).toBe(true);
    client.close();
  });

  test("is understood by fetch", async () => {
    const { port } = serve(byName.get("uws")!, (exchange) => {
      const stream = exchange.stream(new ResponseHead());
      stream.write(exchange.requestBody);
      stream.end();
    });
    for (const text of ["first", "second"]) {
      const body = new Blob([text]).stream();
      const request = { method: "POST", body, duplex: "half" } as const;
      expect(await (await fetch(`http://127.0.0.1:${port}/`, request)).text()).toBe(text);
    }
  });
});

test.skipIf(!byName.has("uws"))(
  "uws engine loses the bytes from 128 up at the end of a header value",
  async () => {
    const listener = serve(byName.get("uws")!, (exchange) => {
      reply(exchange, exchange.requestHeaders.get("x") ?? "");
    });
    const client = await RawClient.connect(listener.port);
    await client.request("GET /", ["X: caf\xc3\xa9"]);
    expect((await client.response()).body).toBe("caf");
    client.close();
  },
);
