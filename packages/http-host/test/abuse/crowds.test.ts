/**
 * Clients that mean no good, many at once, on both engines: whatever they do, nobody else notices and
 * nothing is left of them.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../src/engine/engine.js";
import type { WebSocketAcceptor } from "../../src/engine/websocket.js";
import { engines } from "../engine/engines.js";
import { RawClient } from "../engine/raw-client.js";
import { reply, serve } from "../engine/serve.js";
import { crowd, eachGetsItsOwn, echo, isServed, isUnharmed } from "./crowd.js";

describe.each(engines)("%s engine under abuse", (name, engine) => {
  test("fifty requests that arrive byte by byte get an answer each, their own", async () => {
    const listener = serve(engine, echo);
    const clients = await crowd(listener.port, 50);
    // uWebSockets.js wants the first line in one piece.
    await Promise.all(clients.map((client, n) => client.send(`POST /${n} HTTP/1.1\r\n`)));
    for (const byte of "Host: test\r\nContent-Length: 5\r\n\r\nhello") {
      await Promise.all(clients.map((client) => client.send(byte)));
    }
    const answers = await Promise.all(clients.map((client) => client.response()));
    expect(answers.map((answer) => answer.body)).toEqual(clients.map((_, n) => `/${n} hello`));
    for (const client of clients) client.close();
    await isUnharmed(listener);
  });

  test("those above the limit of connections are closed, and make no room for others", async () => {
    const listener = serve(engine, echo, { limits: { connectionsMax: 50 } });
    const served = await crowd(listener.port, 50);
    for (let round = 0; round < 5; round++) {
      const refused = await crowd(listener.port, 50);
      for (const client of refused) expect(await client.closed()).toBe("");
    }
    await eachGetsItsOwn(served);
    for (const client of served) client.close();
    for (;;) {
      // They are gone when the server has noticed.
      const next = await RawClient.connect(listener.port);
      await next.request("GET /after");
      const answer = await next.response().catch(() => undefined);
      next.close();
      if (answer !== undefined) break;
    }
  });

  test("WebSockets count as connections while they are open, and no longer", async () => {
    const listener = serve(engine, echo, { limits: { connectionsMax: 3 } });
    listener.acceptWebSockets(acceptor());
    for (let round = 0; round < 5; round++) {
      const sockets = await Promise.all([1, 2, 3].map(() => openWebSocket(listener.port)));
      expect(listener.pendingCount).toBe(3);
      const refused = await RawClient.connect(listener.port);
      expect(await refused.closed()).toBe("");
      for (const [number, socket] of sockets.entries()) {
        if (number === round % 3) socket.leave();
        else socket.close();
      }
      while (listener.pendingCount > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await isUnharmed(listener);
  });

  test("2000 idle WebSockets cost nobody anything, and nothing is left of them", async () => {
    const listener = serve(engine, echo);
    listener.acceptWebSockets(acceptor());
    const sockets: RawClient[] = [];
    while (sockets.length < 2000) {
      const batch = Array.from({ length: 100 }, () => openWebSocket(listener.port));
      sockets.push(...(await Promise.all(batch)));
    }
    expect(listener.pendingCount).toBe(2000);
    await isServed(listener);
    for (const socket of sockets) socket.leave();
    await isUnharmed(listener);
  });

  test("2000 idle connections cost nobody anything, and each is served when it asks", async () => {
    const listener = serve(engine, echo);
    const clients = await crowd(listener.port, 2000);
    await isUnharmed(listener);
    await eachGetsItsOwn(clients);
    for (const client of clients) client.close();
    await isUnharmed(listener);
  });

  test("endless headers are cut off, however they come", async () => {
    let served = 0;
    const listener = serve(engine, (exchange) => {
      if (exchange.target !== "/after") served++;
      echo(exchange);
    });
    const clients = await crowd(listener.port, 20);
    await Promise.all(
      clients.map(async (client, number) => {
        await client.send("GET / HTTP/1.1\r\nHost: test\r\n");
        const isOneField = number % 2 === 0;
        if (isOneField) await client.send("X: ");
        const closed = client.closed();
        // A mebibyte is 64 times what is allowed; a write after the end fails, which is no matter.
        for (let sent = 0; sent < 2 ** 20 && !client.isEnded; sent += 1000) {
          await client.send(isOneField ? "x".repeat(1000) : `X${sent}: ${"x".repeat(980)}\r\n`);
          await new Promise((resolve) => setImmediate(resolve));
        }
        const answer = await closed;
        expect(answer).toMatch(/^(?:HTTP\/1\.1 431 [^]*)?$/);
      }),
    );
    expect(served).toBe(0);
    await isUnharmed(listener);
  });

  test("a thousand requests in one piece are answered in order", async () => {
    const listener = serve(engine, echo);
    const client = await RawClient.connect(listener.port);
    const targets = Array.from({ length: 1000 }, (_, number) => `/${number}`);
    await client.send(
      targets.map((target) => `GET ${target} HTTP/1.1\r\nHost: test\r\n\r\n`).join(""),
    );
    for (const target of targets) expect((await client.response()).body).toBe(`${target} `);
    client.close();
    await isUnharmed(listener);
  });

  test("clients that vanish at any moment leave nothing behind", async () => {
    const large = "x".repeat(4 * 2 ** 20);
    const waiting: Exchange[] = [];
    const listener = serve(engine, (exchange) => {
      if (exchange.target === "/large") reply(exchange, large);
      else if (exchange.target === "/waits") waiting.push(exchange);
      else echo(exchange);
    });
    const beginnings = [
      "",
      "GET",
      "GET / HTTP/1.1\r\nHo",
      "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nhalf",
      "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
      "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
      "GET /waits HTTP/1.1\r\nHost: test\r\n\r\n",
      "GET /large HTTP/1.1\r\nHost: test\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: test\r\n\r\n",
    ];
    for (const beginning of beginnings) {
      const clients = await crowd(listener.port, 10);
      await Promise.all(clients.map((client) => client.send(beginning)));
      for (const [number, client] of clients.entries()) {
        if (number % 3 === 0) client.leave();
        else if (number % 3 === 1) client.close();
        else client.finish();
      }
      await isUnharmedBut(waiting, clients, listener);
    }
    expect(waiting.length).toBeGreaterThan(0); // a reset may take the request with it
    expect(waiting.filter((exchange) => exchange.isOpen)).toEqual([]);
  });

  /** Those who only stopped sending may still be waiting for an answer, until they leave too. */
  async function isUnharmedBut(
    waiting: readonly Exchange[],
    clients: readonly RawClient[],
    listener: ReturnType<typeof serve>,
  ): Promise<void> {
    const next = await RawClient.connect(listener.port);
    await next.request("GET /after");
    expect((await next.response()).body).toBe("/after ");
    next.close();
    for (const client of clients) client.close();
    while (listener.pendingCount > 0 || waiting.some((exchange) => exchange.isOpen)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  test("what a flood of clients that leave took is given back", async () => {
    const listener = serve(engine, echo);
    const flood = async (): Promise<void> => {
      for (let round = 0; round < 10; round++) {
        const clients = await crowd(listener.port, 100);
        await Promise.all(
          clients.map((client) =>
            client.send(
              `POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 99999\r\n\r\n${"x".repeat(20_000)}`,
            ),
          ),
        );
        for (const client of clients) client.leave();
      }
      await isUnharmed(listener);
    };
    await flood();
    const before = usedBytes();
    await flood();
    await flood();
    // Two thousand bodies of 20 kB are forty megabytes.
    expect(usedBytes() - before).toBeLessThan(8 * 2 ** 20);
  });

  if (name === "node") {
    test("an idle connection is closed after its time", async () => {
      const listener = serve(engine, echo, { limits: { idleTimeoutMs: 50 } });
      const client = await RawClient.connect(listener.port);
      await client.request("GET /");
      expect((await client.response()).body).toBe("/ ");
      expect(await client.closed()).toBe("");
    });
  }

  test("a head that never ends, a connection that says nothing and a client that takes nothing of its answer are given up", async () => {
    const limits = { requestTimeoutMs: 300, idleTimeoutMs: 300, stallTimeoutMs: 300 };
    const listener = serve(
      engine,
      (exchange) => {
        if (exchange.target === "/large") reply(exchange, "x".repeat(32 * 2 ** 20));
        else echo(exchange);
      },
      { limits },
    );
    const [slow, silent, deaf] = await crowd(listener.port, 3);
    await slow!.send("GET / HTTP/1.1\r\nHost: test\r\nX: ");
    deaf!.pause();
    await deaf!.request("GET /large");
    expect(await slow!.closed()).toMatch(name === "node" ? /^HTTP\/1\.1 408 / : /^$/);
    expect(await silent!.closed()).toMatch(name === "node" ? /^HTTP\/1\.1 408 / : /^$/);
    await isUnharmed(listener); // which waits until nothing is pending
    deaf!.resume();
    expect((await deaf!.closed()).length).toBeLessThan(32 * 2 ** 20);
  }, 40_000); // uWebSockets.js takes 8 to 12 seconds for each, whatever it is told
});

/** Lets everybody in, and says nothing. */
function acceptor(): WebSocketAcceptor {
  const handler = {
    opened: (): void => undefined,
    received: (): void => undefined,
    closed: (): void => undefined,
  };
  return {
    messageBytesMax: 1000,
    idleTimeoutMs: 60_000,
    compresses: false,
    upgrade: () => ({ kind: "accept", protocol: "", pairs: [], handle: () => handler }),
  };
}

async function openWebSocket(port: number): Promise<RawClient> {
  const client = await RawClient.connect(port);
  await client.request("GET /", [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ]);
  expect((await client.head()).status).toBe(101);
  return client;
}

/** Bytes of the heap and of buffers that are in use once garbage is collected. */
function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
