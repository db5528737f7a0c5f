/**
 * RFC 7692 as the Autobahn test suite has it in its groups 12 and 13, by raw frames against a Lua
 * program that gives every message back, on every engine.
 */
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { onEveryEngine } from "../server/harness.js";
import { continuation, type Engine, expectAlive, expectFailed, open } from "./echo-program.js";
import { frame, Opcode } from "./raw-websocket.js";

onEveryEngine("RFC 7692", (boot, engineName) => {
  const name = engineName as Engine;
  const OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
  const deflate = (payload: string | Buffer): Buffer =>
    deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const inflate = (payload: Buffer): Buffer =>
    inflateRawSync(Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]), {
      finishFlush: constants.Z_SYNC_FLUSH,
    });

  test("12 compression: messages of all sizes come back, compressed when that helps", async () => {
    const client = await open(boot, [OFFER]);
    for (const length of [0, 1, 125, 1023, 1024, 65_536, 1_048_576]) {
      const payload = Buffer.alloc(length, '{"key":"value"},');
      await client.send(frame(Opcode.text, deflate(payload), { reserved: 4 }));
      const got = await client.frame();
      expect(got.reserved).toBe(length >= 1024 ? 4 : 0);
      const text = got.reserved === 4 ? inflate(got.payload) : got.payload;
      expect(text.equals(payload)).toBe(true);
    }
  });

  test("12 compression: plain messages, fragments and pings between them still work", async () => {
    const client = await open(boot, [OFFER]);
    await expectAlive(client);
    const bytes = deflate("a compressed message in two parts");
    await client.send(
      frame(Opcode.text, bytes.subarray(0, 5), { isFinal: false, reserved: 4 }),
      frame(Opcode.ping, "between"),
      continuation(bytes.subarray(5), true),
    );
    expect((await client.frame()).payload.toString()).toBe("between");
    expect((await client.message()).toString()).toBe("a compressed message in two parts");
  });

  test("12 compression: bytes that are not deflated fail the connection", async () => {
    const client = await open(boot, [OFFER]);
    await client.send(frame(Opcode.text, "not deflated", { reserved: 4 }));
    await expectFailed(client, name, 1007);
  });

  test("12 compression: text that is not UTF-8 once inflated fails the connection", async () => {
    const client = await open(boot, [OFFER]);
    await client.send(frame(Opcode.text, deflate(Buffer.from([0xff])), { reserved: 4 }));
    await expectFailed(client, name, 1007);
  });

  test("12 compression: a small message that inflates to more than is allowed closes with 1009", async () => {
    const client = await open(boot, [OFFER]);
    await client.send(frame(Opcode.binary, deflate(Buffer.alloc(1_048_577)), { reserved: 4 }));
    expect((await client.ended()).code).toBe(1009);
    const bomb = await open(boot, [OFFER]);
    await bomb.send(frame(Opcode.binary, deflate(Buffer.alloc(100_000_000)), { reserved: 4 }));
    await expectFailed(bomb, name, 1009);
  });

  test.for([
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; client_max_window_bits=10",
    "x-unknown, permessage-deflate",
  ])("13 compression: the offer %s is agreed on", async (offer) => {
    const client = await open(boot, [`Sec-WebSocket-Extensions: ${offer}`]);
    expect(client.field("sec-websocket-extensions")).toMatch(/^permessage-deflate/);
    await client.send(frame(Opcode.text, deflate("x".repeat(2000)), { reserved: 4 }));
    const got = await client.frame();
    expect(got.reserved === 4 ? inflate(got.payload).length : got.payload.length).toBe(2000);
  });

  test("13 compression: an extension that is not known is not agreed on", async () => {
    const client = await open(boot, ["Sec-WebSocket-Extensions: x-webkit-deflate-frame"]);
    expect(client.field("sec-websocket-extensions")).toBeUndefined();
    await expectAlive(client);
  });
});
