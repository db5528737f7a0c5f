/**
 * Requests to go on with another protocol, in every shape, with and without a WebSocket server: both
 * engines answer the same, and nothing behind a request that was refused is looked at.
 */
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import type { RequestEnd } from "../../src/engine/exchange-observer.js";
import { collectingObserver } from "../engine/collecting-observer.js";
import { engines } from "../engine/engines.js";
import { fieldValues, RawClient } from "../engine/raw-client.js";
import { reply, serve, serveByHand } from "../engine/serve.js";
import { KEY } from "./raw-websocket.js";

const UPGRADE = "Upgrade: websocket";
const CONNECTION = "Connection: Upgrade";
const VERSION = "Sec-WebSocket-Version: 13";
const KEY_FIELD = `Sec-WebSocket-Key: ${KEY}`;
const GOOD = [UPGRADE, CONNECTION, VERSION, KEY_FIELD];

/** A shape, its status on a port with a WebSocket server, and on one without. */
type Shape = readonly [
  title: string,
  line: string,
  fields: readonly string[],
  withServer: number,
  without: number,
];

const GET = "GET / HTTP/1.1";

const shapes: readonly Shape[] = [
  ["as it should be", GET, GOOD, 101, 426],
  [
    "in another case",
    GET,
    ["UPGRADE: WebSocket", "connection: UPGRADE", VERSION, KEY_FIELD],
    101,
    426,
  ],
  [
    "in a list of protocols",
    GET,
    ["Upgrade: h2c, websocket", CONNECTION, VERSION, KEY_FIELD],
    101,
    426,
  ],
  ["in the second field of two", GET, ["Upgrade: h2c", ...GOOD], 101, 426],
  [
    "among other options",
    GET,
    [UPGRADE, "Connection: keep-alive, Upgrade", VERSION, KEY_FIELD],
    101,
    426,
  ],
  ["with the option in a second field", GET, ["Connection: keep-alive", ...GOOD], 101, 426],
  ["with an empty body", GET, [...GOOD, "Content-Length: 0"], 101, 426],
  ["without a key", GET, [UPGRADE, CONNECTION, VERSION], 400, 426],
  ["with a short key", GET, [UPGRADE, CONNECTION, VERSION, "Sec-WebSocket-Key: AAAA"], 400, 426],
  ["without a version", GET, [UPGRADE, CONNECTION, KEY_FIELD], 400, 426],
  [
    "of another version",
    GET,
    [UPGRADE, CONNECTION, "Sec-WebSocket-Version: 8", KEY_FIELD],
    426,
    426,
  ],
  ["with nothing else", GET, [UPGRADE, CONNECTION], 400, 426],
  ["with another method", "POST / HTTP/1.1", GOOD, 405, 426],
  ["with HEAD", "HEAD / HTTP/1.1", GOOD, 405, 426],
  ["with a body", GET, [...GOOD, "Content-Length: 5"], 400, 426],
  ["with a body in chunks", GET, [...GOOD, "Transfer-Encoding: chunked"], 400, 426],
  ["with two hosts", GET, [...GOOD, "Host: other"], 400, 400],
  ["without the option of Connection", GET, [UPGRADE, VERSION, KEY_FIELD], 200, 200],
  ["with no field Upgrade", GET, [CONNECTION, VERSION, KEY_FIELD], 200, 200],
  ["to HTTP/2", GET, ["Upgrade: h2c", CONNECTION], 200, 200],
  [
    "to HTTP/2, with fields of a WebSocket",
    GET,
    ["Upgrade: h2c", CONNECTION, VERSION, KEY_FIELD],
    200,
    200,
  ],
];

function open(engine: Engine, hasServer: boolean, targets: string[] = []): number {
  const listener = serve(engine, (exchange) => {
    targets.push(exchange.target);
    reply(exchange, "served");
  });
  if (!hasServer) return listener.port;
  listener.acceptWebSockets({
    ...{ messageBytesMax: 1000, idleTimeoutMs: 60_000, compresses: false },
    upgrade: () => ({
      ...{ kind: "accept", protocol: "", pairs: [] },
      handle: () => ({
        opened: (socket) => {
          socket.close(1000, "");
        },
        received: () => undefined,
        closed: () => undefined,
      }),
    }),
  });
  return listener.port;
}

async function send(port: number, line: string, fields: readonly string[], more = "") {
  const client = await RawClient.connect(port);
  onTestFinished(() => {
    client.close();
  });
  await client.send([line, "Host: a", ...fields, "", more].join("\r\n"));
  return client;
}

describe.each(engines)("a request to upgrade, on the %s engine,", (engineName, engine) => {
  test.each(shapes)("%s", async (_, line, fields, withServer, without) => {
    for (const hasServer of [true, false]) {
      const port = open(engine, hasServer);
      const status = hasServer ? withServer : without;
      const client = await send(port, line, fields);
      const method = line.split(" ", 1)[0];
      const response = await client.response(method);
      expect(response.status).toBe(status);
      if (status < 400) continue;
      expect(fieldValues(response, "upgrade")).toEqual(status === 426 ? ["websocket"] : []);
      const closes = status === 426 ? "Upgrade, close" : "close";
      expect(fieldValues(response, "connection")).toEqual([closes]);
      expect(fieldValues(response, "allow")).toEqual(status === 405 ? ["GET"] : []);
      expect(await client.closed()).toBe("");
    }
  });

  test("that is refused hides nothing behind it", async () => {
    for (const [, line, fields, withServer, without] of shapes) {
      for (const [hasServer, status] of [
        [true, withServer],
        [false, without],
      ] as const) {
        if (status < 400) continue;
        const targets: string[] = [];
        const port = open(engine, hasServer, targets);
        const client = await send(port, line, fields, "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n");
        const statuses = (await client.closed()).match(/HTTP\/1\.1 \d+/g) ?? [];
        expect(statuses.length).toBeLessThanOrEqual(1);
        expect(targets).toEqual([]);
      }
    }
  });

  test("to a protocol that is not spoken is a plain request, again and again", async () => {
    const warn = vi.spyOn(process, "emitWarning");
    const targets: string[] = [];
    const port = open(engine, true, targets);
    const client = await RawClient.connect(port);
    const fields = "Host: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n";
    for (let round = 0; round < 20; round++) {
      const body = "GET /hidden HTTP/1.1\r\n\r\n";
      await client.send(
        `GET /${round}/a HTTP/1.1\r\n${fields}\r\n` +
          `POST /${round}/b HTTP/1.1\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}` +
          `GET /${round}/c HTTP/1.1\r\nHost: a\r\n\r\n`,
      );
      for (let count = 0; count < 3; count++) expect((await client.response()).status).toBe(200);
    }
    expect(targets.slice(0, 3).sort()).toEqual(["/0/a", "/0/b", "/0/c"]);
    expect(targets).toHaveLength(60);
    expect(warn).not.toHaveBeenCalled();
    client.close();
  });

  test("to a protocol that is not spoken shows its fields to the program", async () => {
    const { listener, next } = serveByHand(engine);
    const port = listener.port;
    await send(port, GET, ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "X: \xe9"]);
    const exchange = await next();
    expect(exchange.requestHeaders.get("upgrade")).toBe("h2c");
    expect(exchange.requestHeaders.get("host")).toBe("a");
    reply(exchange, "");
  });

  test("is not answered before the requests in front of it", async () => {
    for (const protocol of ["websocket", "h2c"]) {
      const { listener, next } = serveByHand(engine);
      const upgrade = ["GET /2 HTTP/1.1", "Host: a", `Upgrade: ${protocol}`, CONNECTION, VERSION];
      const more = [...upgrade, KEY_FIELD, "", ""].join("\r\n");
      const client = await send(listener.port, "GET /1 HTTP/1.1", [], more);
      const first = await next();
      if (engineName === "uws") {
        expect(await client.closed()).toBe("");
        continue;
      }
      reply(first, "first");
      expect((await client.response()).body).toBe("first");
      if (protocol === "h2c") reply(await next(), "second");
      expect((await client.response()).status).toBe(protocol === "h2c" ? 200 : 426);
    }
  });

  test("does no harm when its client leaves while it waits or is refused", async () => {
    const upgrade = ["GET /2 HTTP/1.1", "Host: a", ...GOOD, "", ""].join("\r\n");
    const { listener, next } = serveByHand(engine);
    const waiting = await send(listener.port, "GET /1 HTTP/1.1", [], upgrade);
    const exchange = await next();
    waiting.leave();
    if (engineName === "node") reply(exchange, "x".repeat(1_000_000));
    const refused = await send(listener.port, "GET /1 HTTP/1.1", ["Host: b"], upgrade);
    refused.leave();
    const other = await send(listener.port, "GET /3 HTTP/1.1", []);
    reply(await next(), "third");
    expect((await other.response()).body).toBe("third");
  });

  test("that is refused is told to an observer", async () => {
    const ends: RequestEnd[] = [];
    const listener = serve(engine, () => undefined, { observer: collectingObserver(ends) });
    const client = await send(listener.port, "GET /x HTTP/1.1", GOOD);
    await client.closed();
    expect(ends).toMatchObject([
      { status: 426, bodyBytes: 0, outcome: "refused", remoteAddress: "127.0.0.1" },
    ]);
    expect(ends[0]!.exchange).toMatchObject({ method: "GET", target: "/x" });
  });
});

test("HTTP/1.0 knows no upgrades (node)", async () => {
  const engine = engines.find(([name]) => name === "node")![1];
  const client = await send(open(engine, true), "GET / HTTP/1.0", GOOD);
  expect((await client.response()).status).toBe(200);
});
