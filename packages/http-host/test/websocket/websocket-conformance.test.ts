/**
 * RFC 6455 as the Autobahn test suite divides them, by raw frames against a Lua program
 * that gives every message back, on every engine: framing, pings, reserved bits, opcodes,
 * fragmentation, UTF-8, closing and limits. Compression is in `websocket-compression.test.ts`.
 *
 * Where uWebSockets.js drops the connection without a close frame, which RFC 6455 7.1.7 allows, that
 * is in the expectation as 1006.
 */
import { expect, test } from "vitest";
import { onEveryEngine } from "../server/harness.js";
import { continuation, type Engine, expectAlive, expectFailed, open } from "./echo-program.js";
import { closeFrame, closeOf, frame, type FrameOptions, Opcode } from "./raw-websocket.js";

onEveryEngine("RFC 6455", (boot, engineName) => {
  const name = engineName as Engine;

  // Autobahn 1: framing
  for (const [kind, opcode] of [
    ["text", Opcode.text],
    ["binary", Opcode.binary],
  ] as const) {
    test(`1 framing: ${kind} messages of every size of length field come back`, async () => {
      const client = await open(boot);
      for (const length of [0, 1, 125, 126, 127, 128, 65_535, 65_536, 131_072, 1_048_576]) {
        const payload = Buffer.alloc(length, "*");
        await client.send(frame(opcode, payload));
        const got = await client.frame();
        expect([got.opcode, got.isFinal, got.payload.equals(payload)]).toEqual([
          opcode,
          true,
          true,
        ]);
      }
    });
  }

  test("1 framing: a message comes back however its bytes are cut", async () => {
    const client = await open(boot);
    const bytes = frame(Opcode.text, "x".repeat(300));
    for (const byte of bytes) await client.send(Buffer.from([byte]));
    expect((await client.message()).length).toBe(300);
    for (let cut = 1; cut < bytes.length; cut += 37) {
      await client.send(bytes.subarray(0, cut));
      await client.send(bytes.subarray(cut));
      expect((await client.message()).length).toBe(300);
    }
  });

  test("1 framing: a length that is said in more bytes than it needs is taken or refused, not misread", async () => {
    // RFC 6455 5.2: the minimal number of bytes MUST be used; neither engine insists.
    for (const lengthBytes of [2, 8]) {
      const client = await open(boot);
      await client.send(frame(Opcode.text, "short", { lengthBytes }));
      expect((await client.message()).toString()).toBe("short");
      await expectAlive(client);
    }
  });

  test("1 framing: a frame that is not masked fails the connection", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "plain", { isMasked: false }));
    if (name === "node") {
      await expectFailed(client, name, 1002);
    } else {
      // uWebSockets.js takes the first four bytes of the payload for the mask.
      await client.send(Buffer.from("text"));
      const mask = Buffer.from("plai");
      const garbled = Buffer.from("ntext").map((byte, index) => byte ^ mask[index & 3]!);
      expect(await client.message()).toEqual(Buffer.from(garbled));
    }
  });

  test("1 framing: a length with its highest bit set fails the connection", async () => {
    const client = await open(boot);
    const head = Buffer.from([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    await client.send(Buffer.concat([head, Buffer.alloc(4)]));
    await expectFailed(client, name, 1009);
  });

  // Autobahn 2: pings and pongs
  test("2 pings: each is answered with its payload, in order", async () => {
    const client = await open(boot);
    const payloads = ["", "hello", "\0\xff\xfe", "*".repeat(125)].map((text) =>
      Buffer.from(text, "latin1"),
    );
    for (const payload of payloads) await client.send(frame(Opcode.ping, payload));
    for (const payload of payloads) {
      const got = await client.frame();
      expect([got.opcode, got.isFinal]).toEqual([Opcode.pong, true]);
      expect(got.payload.equals(payload)).toBe(true);
    }
  });

  test("2 pings: one with more than 125 bytes fails the connection", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.ping, Buffer.alloc(126)));
    await expectFailed(client, name, 1002);
  });

  test("2 pings: pongs that nobody asked for are ignored", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.pong), frame(Opcode.pong, "unasked"));
    await client.send(frame(Opcode.ping, "asked"));
    expect((await client.frame()).payload.toString()).toBe("asked");
    await expectAlive(client);
  });

  test("2 pings: ten of them, cut anywhere, get ten pongs", async () => {
    const client = await open(boot);
    const bytes = Buffer.concat(
      Array.from({ length: 10 }, (_, index) => frame(Opcode.ping, `ping ${index}`)),
    );
    for (let start = 0; start < bytes.length; start += 3) {
      await client.send(bytes.subarray(start, start + 3));
    }
    for (let index = 0; index < 10; index++) {
      expect((await client.frame()).payload.toString()).toBe(`ping ${index}`);
    }
  });

  test("2 pings: a thousand at once get a thousand pongs", async () => {
    const client = await open(boot);
    await client.send(
      ...Array.from({ length: 1000 }, (_, index) => frame(Opcode.ping, `${index}`)),
    );
    for (let index = 0; index < 1000; index++) {
      expect((await client.frame()).payload.toString()).toBe(`${index}`);
    }
    await expectAlive(client);
  });

  // Autobahn 3: reserved bits
  test.for([1, 2, 3, 5, 6, 7])("3 reserved bits: %i fails the connection", async (reserved) => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "x", { reserved }));
    await expectFailed(client, name, 1002);
  });

  test("3 reserved bits: the bit of compression without compression fails the connection", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "x", { reserved: 4 }));
    // uWebSockets.js takes the bit for compression where its server offers it, and fails on the bytes.
    await expectFailed(client, name, 1002);
  });

  test("3 reserved bits: those of a ping and of a close fail the connection", async () => {
    for (const opcode of [Opcode.ping, Opcode.close]) {
      const client = await open(boot);
      await client.send(frame(opcode, "", { reserved: 2 }));
      await expectFailed(client, name, 1002);
    }
  });

  // Autobahn 4: opcodes
  test.for([3, 4, 5, 6, 7, 11, 12, 13, 14, 15])(
    "4 opcodes: %i, which is not defined, fails the connection",
    async (opcode) => {
      const client = await open(boot);
      await client.send(frame(opcode, "x"));
      await expectFailed(client, name, 1002);
    },
  );

  // Autobahn 5: fragmentation
  test("5 fragments: a message comes back whole, with pings answered between its parts", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "one ", { isFinal: false }));
    await client.send(frame(Opcode.ping, "1"), continuation("two ", false));
    await client.send(
      frame(Opcode.ping, "2"),
      continuation("", false),
      continuation("three", true),
    );
    const got = [await client.frame(), await client.frame(), await client.frame()];
    expect(got.map(({ opcode, payload }) => [opcode, payload.toString()])).toEqual([
      [Opcode.pong, "1"],
      [Opcode.pong, "2"],
      [Opcode.text, "one two three"],
    ]);
  });

  test("5 fragments: messages of many parts come back, binary and text", async () => {
    const client = await open(boot);
    for (const opcode of [Opcode.binary, Opcode.text]) {
      await client.send(frame(opcode, "start", { isFinal: false }));
      for (let part = 0; part < 1000; part++) await client.send(continuation("part", false));
      await client.send(continuation("", true));
      const got = await client.frame();
      expect([got.opcode, got.payload.length]).toEqual([opcode, 4005]);
    }
  });

  test("5 fragments: one of more than 16384 comes back, or closes with 1008", async () => {
    const client = await open(boot);
    const parts = Array.from({ length: 16_384 }, () => continuation("x", false));
    await client.send(frame(Opcode.text, "", { isFinal: false }), ...parts);
    await client.send(continuation("", true));
    if (name === "uws") expect((await client.message()).length).toBe(16_384);
    else expect((await client.ended()).code).toBe(1008);
  });

  test("5 fragments: three empty ones are an empty message", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "", { isFinal: false }));
    await client.send(continuation("", false), continuation("", true));
    expect(await client.message()).toEqual(Buffer.alloc(0));
  });

  test.for<[title: string, parts: [opcode: number, options: FrameOptions][]]>([
    ["a ping in fragments", [[Opcode.ping, { isFinal: false }]]],
    ["a pong in fragments", [[Opcode.pong, { isFinal: false }]]],
    ["a close in fragments", [[Opcode.close, { isFinal: false }]]],
    ["a continuation of nothing", [[Opcode.continuation, {}]]],
    ["a part of nothing", [[Opcode.continuation, { isFinal: false }]]],
    [
      "a new message inside another",
      [
        [Opcode.text, { isFinal: false }],
        [Opcode.text, {}],
      ],
    ],
    [
      "a new part inside another",
      [
        [Opcode.text, { isFinal: false }],
        [Opcode.text, { isFinal: false }],
      ],
    ],
  ])("5 fragments: %s fails the connection", async ([, parts]) => {
    const client = await open(boot);
    await client.send(...parts.map(([opcode, options]) => frame(opcode, "x", options)));
    await expectFailed(client, name, 1002);
  });

  test("5 fragments: a binary part inside a text message fails the connection", async () => {
    const client = await open(boot);
    await client.send(
      frame(Opcode.text, "text ", { isFinal: false }),
      frame(Opcode.binary, "binary", { isFinal: false }),
    );
    if (name === "node") {
      await expectFailed(client, name, 1002);
    } else {
      // uWebSockets.js takes it for the next part.
      await client.send(continuation("", true));
      expect((await client.message()).toString()).toBe("text binary");
    }
  });

  // Autobahn 6: UTF-8
  const valid: Record<string, Buffer> = {
    "two bytes": Buffer.from("é"),
    "three bytes": Buffer.from("κόσμε ☃"),
    "four bytes": Buffer.from("𝄞"),
    "the first of each length": Buffer.from([
      0x00, 0xc2, 0x80, 0xe0, 0xa0, 0x80, 0xf0, 0x90, 0x80, 0x80,
    ]),
    "the last of each length": Buffer.from([
      0x7f, 0xdf, 0xbf, 0xef, 0xbf, 0xbf, 0xf4, 0x8f, 0xbf, 0xbf,
    ]),
    "around the surrogates": Buffer.from([0xed, 0x9f, 0xbf, 0xee, 0x80, 0x80]),
    noncharacters: Buffer.from([0xef, 0xbf, 0xbe, 0xf0, 0x9f, 0xbf, 0xbf]),
    "a zero byte": Buffer.from("a\0b"),
  };

  test.for(Object.keys(valid))("6 UTF-8: %s comes back, also in fragments", async (title) => {
    const client = await open(boot);
    const bytes = valid[title]!;
    await client.send(frame(Opcode.text, bytes));
    expect(await client.message()).toEqual(bytes);
    // Fragments may be cut inside a character (RFC 6455 5.6).
    await client.send(frame(Opcode.text, bytes.subarray(0, 1), { isFinal: false }));
    for (const byte of bytes.subarray(1))
      await client.send(continuation(Buffer.from([byte]), false));
    await client.send(continuation("", true));
    expect(await client.message()).toEqual(bytes);
  });

  const invalid: Record<string, number[]> = {
    "a continuation byte alone": [0x80],
    "a start byte alone": [0xc3],
    "an overlong slash": [0xc0, 0xaf],
    "an overlong slash of three bytes": [0xe0, 0x80, 0xaf],
    "an overlong slash of four bytes": [0xf0, 0x80, 0x80, 0xaf],
    "a surrogate": [0xed, 0xa0, 0x80],
    "a pair of surrogates": [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
    "past U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
    "five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
    "byte FE": [0xfe],
    "byte FF": [0xff],
    "one cut off at the end": [0xce, 0xba, 0xe1, 0xbd],
    "one in the middle": [0x61, 0x62, 0xff, 0x63],
    "one behind much that is right": [...Buffer.alloc(5000, "x"), 0xff],
  };

  test.for(Object.keys(invalid))("6 UTF-8: %s fails the connection", async (title) => {
    const bytes = Buffer.from(invalid[title]!);
    const client = await open(boot);
    await client.send(frame(Opcode.text, bytes));
    await expectFailed(client, name, 1007);
    const other = await open(boot);
    await other.send(frame(Opcode.text, bytes.subarray(0, 1), { isFinal: false }));
    await other.send(continuation(bytes.subarray(1), true));
    await expectFailed(other, name, 1007);
  });

  test("6 UTF-8: binary messages may be anything", async () => {
    const client = await open(boot);
    for (const bytes of Object.values(invalid)) {
      await client.send(frame(Opcode.binary, Buffer.from(bytes)));
      expect(await client.message()).toEqual(Buffer.from(bytes));
    }
  });

  // Autobahn 7: closing
  test("7 closing: messages sent before it come back, those after it do not", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "before"), closeFrame(1000), frame(Opcode.text, "after"));
    expect((await client.message()).toString()).toBe("before");
    const { code, frames } = await client.ended();
    expect([code, frames]).toEqual([1000, []]);
  });

  test("7 closing: a ping or a second close after it is not answered", async () => {
    const client = await open(boot);
    await client.send(closeFrame(1000), frame(Opcode.ping), closeFrame(1000));
    const { code, frames } = await client.ended();
    expect([code, frames]).toEqual([1000, []]);
  });

  test("7 closing: in the middle of a fragmented message", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.text, "part", { isFinal: false }), closeFrame(1000));
    const { code, frames } = await client.ended();
    expect([code, frames]).toEqual([1000, []]);
  });

  test("7 closing: without a code it is answered without one, or with 1000", async () => {
    const client = await open(boot);
    await client.send(closeFrame());
    expect([1000, 1005]).toContain(closeOf(await client.frame())[0]);
    await client.ended();
  });

  // uWebSockets.js takes codes from 1012 to 3999 for invalid, and answers those without a code.
  const codes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 4000, 4999];
  const others = [1012, 1013, 1014, 3000, 3999];
  test.for([...codes, ...others])("7 closing: code %i is echoed", async (code) => {
    const client = await open(boot);
    await client.send(closeFrame(code, "why ☃"));
    const isKnown = name === "node" || codes.includes(code);
    expect((await client.ended()).code).toBe(isKnown ? code : 1005);
  });

  test.for([0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535])(
    "7 closing: code %i, which may not be sent, is not echoed",
    async (code) => {
      const client = await open(boot);
      await client.send(closeFrame(code));
      expect((await client.ended()).code).toBe(name === "uws" ? 1005 : 1002);
    },
  );

  test("7 closing: a reason of 123 bytes is taken, one of 124 is not", async () => {
    const client = await open(boot);
    await client.send(closeFrame(1000, "x".repeat(123)));
    expect((await client.ended()).code).toBe(1000);
    const other = await open(boot);
    await other.send(closeFrame(1000, "x".repeat(124)));
    await expectFailed(other, name, 1002);
  });

  test("7 closing: a payload of one byte, or a reason that is not UTF-8, is an error", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.close, "x"));
    expect((await client.ended()).code).toBe(name === "uws" ? 1005 : 1002);
    const other = await open(boot);
    await other.send(closeFrame(1000, Buffer.from([0xff])));
    expect((await other.ended()).code).toBe(name === "uws" ? 1005 : 1007);
  });

  // Autobahn 9: limits
  test("9 limits: large messages come back, whole and in fragments", async () => {
    const client = await open(boot);
    const payload = Buffer.alloc(1_048_576, "0123456789abcdef");
    await client.send(frame(Opcode.binary, payload));
    expect((await client.message()).equals(payload)).toBe(true);
    for (const size of [64, 4096, 262_144]) {
      const parts: Buffer[] = [frame(Opcode.binary, payload.subarray(0, size), { isFinal: false })];
      for (let start = size; start < payload.length; start += size) {
        const part = payload.subarray(start, start + size);
        parts.push(continuation(part, start + size >= payload.length));
      }
      await client.send(...parts);
      expect((await client.message()).equals(payload)).toBe(true);
    }
  });

  test("9 limits: a thousand messages in a row come back in order", async () => {
    const client = await open(boot);
    const messages = Array.from({ length: 1000 }, (_, index) => `message ${index}`);
    await client.send(...messages.map((text) => frame(Opcode.text, text)));
    for (const text of messages) expect((await client.message()).toString()).toBe(text);
  });

  test("9 limits: one byte more than allowed closes with 1009, also in fragments", async () => {
    const client = await open(boot);
    await client.send(frame(Opcode.binary, Buffer.alloc(1_048_577)));
    expect(closeOf(await client.frame())[0]).toBe(1009);
    const other = await open(boot);
    await other.send(frame(Opcode.binary, Buffer.alloc(1_048_576), { isFinal: false }));
    await other.send(continuation("x", true));
    expect(closeOf(await other.frame())[0]).toBe(1009);
  });

  test("9 limits: a length that nobody would wait for fails the connection at once", async () => {
    const client = await open(boot);
    const head = frame(Opcode.binary, Buffer.alloc(0), { lengthBytes: 8 });
    head.writeBigUInt64BE(2n ** 40n, 2);
    await client.send(head);
    await expectFailed(client, name, 1009);
  });
});
