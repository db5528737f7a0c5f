/**
 * The WebSocket half of the engine contract, on every engine: the handshake, messages both ways,
 * closing, limits and pings, seen from a socket.
 */
import { describe, expect, test } from "vitest";
import type { Engine, Listener, RequestHandler } from "../../src/engine/engine.js";
import type {
  EngineWebSocket,
  UpgradeAnswer,
  UpgradeRequest,
  WebSocketAcceptor,
} from "../../src/engine/websocket.js";
import { engines, everyByte } from "../engine/engines.js";
import { reply, serve } from "../engine/serve.js";
import { closeFrame, closeOf, frame, KEY, Opcode, RawWebSocket } from "./raw-websocket.js";

/** What the tests look at, in the order in which it came. */
class Log {
  readonly lines: unknown[] = [];
  #wake: () => void = () => undefined;

  add(line: unknown): void {
    this.lines.push(line);
    this.#wake();
  }

  async has(count: number): Promise<unknown[]> {
    while (this.lines.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.lines;
  }
}

interface Accepting {
  readonly listener: Listener;
  readonly log: Log;
  readonly sockets: EngineWebSocket[];
  readonly requests: UpgradeRequest[];
  readonly faults: unknown[];
}

interface AcceptOptions extends Partial<WebSocketAcceptor> {
  readonly answer?: Partial<Extract<UpgradeAnswer, { kind: "accept" }>>;
  readonly onMessage?: (socket: EngineWebSocket, message: string, isBinary: boolean) => void;
}

const noRequest: RequestHandler = (exchange) => void reply(exchange, "plain");

function accept(engine: Engine, options: AcceptOptions = {}): Accepting {
  const { answer = {}, onMessage, ...settings } = options;
  const [log, sockets, requests, faults] = [new Log(), [], [], []] as [
    Log,
    EngineWebSocket[],
    UpgradeRequest[],
    unknown[],
  ];
  const listener = serve(engine, noRequest, { onFault: (fault) => faults.push(fault) });
  listener.acceptWebSockets({
    messageBytesMax: 1000,
    idleTimeoutMs: 60_000,
    compresses: false,
    upgrade: (request) => {
      requests.push(request);
      let socket: EngineWebSocket;
      return {
        kind: "accept",
        protocol: "",
        pairs: [],
        handle: () => ({
          opened: (opened) => {
            socket = opened;
            sockets.push(socket);
            log.add("opened");
          },
          received: (message, isBinary) => {
            log.add([message, isBinary]);
            onMessage?.(socket, message, isBinary);
          },
          closed: (code, reason) => {
            log.add(["closed", code, reason]);
          },
        }),
        ...answer,
      };
    },
    ...settings,
  });
  return { listener, log, sockets, requests, faults };
}

const UPGRADE = ["Upgrade: websocket", "Connection: Upgrade"];
const VERSION = "Sec-WebSocket-Version: 13";

describe.each(engines)("WebSockets of the %s engine", (engineName, engine) => {
  test("messages go both ways, text as text and binary as binary, every byte", async () => {
    const { listener, log, sockets } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await client.send(frame(Opcode.text, "hello"));
    await client.send(frame(Opcode.binary, Buffer.from(everyByte, "latin1")));
    await client.send(frame(Opcode.text, "Zoë ☃"));
    await client.send(frame(Opcode.text, ""));
    expect(await log.has(5)).toEqual([
      "opened",
      ["hello", false],
      [everyByte, true],
      [Buffer.from("Zoë ☃").toString("latin1"), false],
      ["", false],
    ]);
    expect(sockets[0]!.send("ascii", false)).toBe(true);
    sockets[0]!.send(Buffer.from(everyByte, "latin1"), true);
    sockets[0]!.send(Buffer.from("☃"), false);
    sockets[0]!.send("", true);
    const frames = [
      await client.frame(),
      await client.frame(),
      await client.frame(),
      await client.frame(),
    ];
    expect(frames.map(({ opcode }) => opcode)).toEqual([1, 2, 1, 2]);
    expect(frames.map(({ payload }) => payload.toString("latin1"))).toEqual([
      "ascii",
      everyByte,
      Buffer.from("☃").toString("latin1"),
      "",
    ]);
  });

  test("the acceptor sees target, header fields and address; its fields are in the answer", async () => {
    const { listener, requests } = accept(engine, {
      answer: { protocol: "chat", pairs: ["X-One", "1", "Set-Cookie", "a=b"] },
    });
    const client = await RawWebSocket.open(listener.port, {
      target: "/room?x=%20",
      fields: ["Sec-WebSocket-Protocol: soap, chat", "X-Test: yes"],
    });
    const { target, requestHeaders, remoteAddress } = requests[0]!;
    expect([target, requestHeaders.get("x-test"), remoteAddress]).toEqual([
      "/room?x=%20",
      "yes",
      "127.0.0.1",
    ]);
    expect(client.field("sec-websocket-protocol")).toBe("chat");
    expect([client.field("x-one"), client.field("set-cookie")]).toEqual(["1", "a=b"]);
    expect(client.field("sec-websocket-extensions")).toBeUndefined();
  });

  test("plain requests are served beside WebSockets, and other upgrades are plain requests", async () => {
    const { listener } = accept(engine);
    await RawWebSocket.open(listener.port);
    for (const fields of [[], ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"]]) {
      const client = await RawWebSocket.connect(listener.port);
      await client.handshake("GET /", fields);
      expect(client.status).toBe(200);
    }
  });

  test("without an acceptor, or no longer with one, an upgrade gets 426", async () => {
    const { listener } = accept(engine);
    listener.acceptWebSockets(undefined);
    const client = await RawWebSocket.connect(listener.port);
    await client.handshake("GET /", [...UPGRADE, VERSION, `Sec-WebSocket-Key: ${KEY}`]);
    expect([client.status, client.field("upgrade"), client.field("sec-websocket-version")]).toEqual(
      [426, "websocket", "13"],
    );
    expect(client.field("connection")).toContain("Upgrade");
    await client.ended();
  });

  test.for<[title: string, status: number, line: string, fields: string[]]>([
    ["no version", 400, "GET /", [...UPGRADE, `Sec-WebSocket-Key: ${KEY}`]],
    [
      "version 8",
      426,
      "GET /",
      [...UPGRADE, "Sec-WebSocket-Version: 8", `Sec-WebSocket-Key: ${KEY}`],
    ],
    ["no key", 400, "GET /", [...UPGRADE, VERSION]],
    ["a short key", 400, "GET /", [...UPGRADE, VERSION, "Sec-WebSocket-Key: AAAA"]],
    [
      "a key that is not base64",
      400,
      "GET /",
      [...UPGRADE, VERSION, "Sec-WebSocket-Key: !GhlIHNhbXBsZSBub25jZQ=="],
    ],
    [
      "a key with bits to spare",
      400,
      "GET /",
      [...UPGRADE, VERSION, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR=="],
    ],
    ["another method", 405, "POST /", [...UPGRADE, VERSION, `Sec-WebSocket-Key: ${KEY}`]],
  ])("an upgrade with %s gets %i", async ([, status, line, fields]) => {
    const { listener, requests } = accept(engine);
    const client = await RawWebSocket.connect(listener.port);
    await client.handshake(line, fields);
    expect(client.status).toBe(status);
    if (status !== 405) expect(client.field("sec-websocket-version")).toBe("13");
    await client.ended();
    expect(requests).toEqual([]);
  });

  test("an upgrade can be refused for now, and a fault of the acceptor is a 500", async () => {
    const { listener } = accept(engine, {
      upgrade: () => ({ kind: "refuse", status: 503, retryAfterSeconds: 7 }),
    });
    const fields = [...UPGRADE, VERSION, `Sec-WebSocket-Key: ${KEY}`];
    const client = await RawWebSocket.connect(listener.port);
    await client.handshake("GET /", fields);
    expect([client.status, client.field("retry-after")]).toEqual([503, "7"]);

    const broken = accept(engine, {
      upgrade: () => {
        throw new Error("oops");
      },
    });
    const other = await RawWebSocket.connect(broken.listener.port);
    await other.handshake("GET /", fields);
    expect(other.status).toBe(500);
    expect(broken.faults).toEqual([new Error("oops")]);
  });

  test("the peer's close is echoed, and its code and reason are told", async () => {
    const { listener, log, sockets } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await client.send(closeFrame(1001, "bye ☃"));
    expect(closeOf(await client.frame())).toEqual([1001, expect.any(String)]);
    await client.ended();
    const reason = Buffer.from("bye ☃").toString("latin1");
    expect(await log.has(2)).toEqual(["opened", ["closed", 1001, reason]]);
    expect(sockets[0]!.isOpen).toBe(false);
    expect(sockets[0]!.send("late", false)).toBe(false);
  });

  test("a close without a code is 1005, a lost connection 1006", async () => {
    const { listener, log } = accept(engine);
    const polite = await RawWebSocket.open(listener.port);
    await polite.send(closeFrame());
    await polite.ended();
    expect((await log.has(2))[1]).toEqual(["closed", 1005, ""]);
    const rude = await RawWebSocket.open(listener.port);
    await log.has(3);
    rude.leave();
    expect((await log.has(4))[3]).toEqual(["closed", 1006, ""]);
  });

  test("our close sends code and reason, and is told when it is done", async () => {
    const { listener, log, sockets } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await log.has(1);
    sockets[0]!.close(4321, "enough");
    expect(sockets[0]!.isOpen).toBe(false);
    expect(closeOf(await client.frame())).toEqual([4321, "enough"]);
    await client.send(closeFrame(4321, "enough"));
    await client.ended();
    expect(await log.has(2)).toEqual(["opened", ["closed", 4321, "enough"]]);
  });

  test("a message over the limit closes with 1009", async () => {
    const { listener, log } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await client.send(frame(Opcode.binary, Buffer.alloc(1000)));
    await client.send(frame(Opcode.binary, Buffer.alloc(1001)));
    const { opcode, payload } = await client.frame();
    expect([opcode, payload.readUInt16BE()]).toEqual([Opcode.close, 1009]);
    const lines = await log.has(2);
    expect(lines[1]).toEqual(["\0".repeat(1000), true]);
    client.end();
    expect((await log.has(3))[2]).toEqual(["closed", 1009, "Message is too large"]);
  });

  test("a client that is silent is pinged; a pong keeps it, none drops it", async () => {
    const { listener, log } = accept(engine, { idleTimeoutMs: 90 });
    const client = await RawWebSocket.open(listener.port);
    for (let pings = 0; pings < 4; pings++) {
      const { opcode, payload } = await client.frame();
      expect(opcode).toBe(Opcode.ping);
      await client.send(frame(Opcode.pong, payload));
    }
    expect(log.lines).toEqual(["opened"]);
    expect((await log.has(2))[1]).toEqual(["closed", 1006, ""]);
  });

  test("what a client does not read is counted, and goes out when it reads", async () => {
    const { listener, log, sockets } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await log.has(1);
    client.pause();
    const chunk = Buffer.alloc(1024 * 1024, "x");
    let sent = 0;
    while (sockets[0]!.bufferedBytes < 4 * chunk.length) {
      sockets[0]!.send(chunk, true);
      sent++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sockets[0]!.send("last", false)).toBe(false);
    client.resume();
    for (let count = 0; count < sent; count++) {
      expect((await client.message()).length).toBe(chunk.length);
    }
    expect((await client.message()).toString()).toBe("last");
  });

  test.runIf(engineName === "node")("pause() stops the reading until resume()", async () => {
    const { listener, log, sockets } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await log.has(1);
    sockets[0]!.pause();
    while (client.unsentBytes === 0) {
      client.push(frame(Opcode.binary, Buffer.alloc(1000)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(log.lines).toEqual(["opened"]);
    sockets[0]!.resume();
    await log.has(100);
  });

  test("compression is agreed on when it is wanted and offered, and small messages go as they are", async () => {
    const { listener, log, sockets } = accept(engine, { compresses: true, messageBytesMax: 1e6 });
    const without = await RawWebSocket.open(listener.port);
    expect(without.field("sec-websocket-extensions")).toBeUndefined();
    await log.has(1);
    sockets[0]!.send("x".repeat(5000), false);
    expect((await without.frame()).reserved).toBe(0);

    const client = await RawWebSocket.open(listener.port, {
      fields: ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"],
    });
    expect(client.field("sec-websocket-extensions")).toContain("permessage-deflate");
    await log.has(2);
    sockets[1]!.send("small", false);
    expect((await client.frame()).reserved).toBe(0);
    sockets[1]!.send("x".repeat(5000), false);
    const compressed = await client.frame();
    expect(compressed.reserved).toBe(4);
    expect(compressed.payload.length).toBeLessThan(200);
  });

  test("faults of a handler are reported and leave the WebSocket open", async () => {
    const { listener, log, faults } = accept(engine, {
      onMessage: (_socket, message) => {
        if (message === "break") throw new Error("broken");
      },
    });
    const client = await RawWebSocket.open(listener.port);
    await client.send(frame(Opcode.text, "break"), frame(Opcode.text, "on"));
    await log.has(3);
    expect(faults).toEqual([new Error("broken")]);
  });

  test("open WebSockets are pending after close(), and terminate() drops them", async () => {
    const { listener, log } = accept(engine);
    const client = await RawWebSocket.open(listener.port);
    await client.send(frame(Opcode.text, "one"));
    await log.has(2);
    expect(listener.pendingCount).toBe(1);
    listener.close();
    await client.send(frame(Opcode.text, "two"));
    expect((await log.has(3))[2]).toEqual(["two", false]);
    listener.terminate();
    expect((await log.has(4))[3]).toEqual(["closed", 1006, ""]);
    await listener.drained();
    expect(listener.pendingCount).toBe(0);
  });

  test("settings can differ from one acceptor of a port to the next", async () => {
    const { listener } = accept(engine);
    for (const messageBytesMax of [10, 5000, 10]) {
      const got: string[] = [];
      listener.acceptWebSockets({
        messageBytesMax,
        idleTimeoutMs: 60_000,
        compresses: false,
        upgrade: () => ({
          kind: "accept",
          protocol: "",
          pairs: [],
          handle: () => ({
            opened: () => undefined,
            received: (message) => got.push(message),
            closed: () => undefined,
          }),
        }),
      });
      const client = await RawWebSocket.open(listener.port);
      await client.send(frame(Opcode.text, "x".repeat(messageBytesMax)));
      await client.send(frame(Opcode.text, "x".repeat(messageBytesMax + 1)));
      const { payload } = await client.frame();
      expect([payload.readUInt16BE(), got.length]).toEqual([1009, 1]);
    }
  });
});
