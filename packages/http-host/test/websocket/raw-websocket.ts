/**
 * A WebSocket client for tests that sends exactly the bytes it is given and reads frames one by one,
 * as a well-behaved client never would. It waits for what it expects, never for a length of time.
 */
import { createHash } from "node:crypto";
import net from "node:net";
import { onTestFinished } from "vitest";

/** A key of 16 bytes, as the handshake wants it (RFC 6455 1.3 has this one). */
export const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** RFC 6455 1.3: what the server adds to the key. */
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Opcodes (RFC 6455 5.2). */
export const Opcode = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** A frame from the server. */
export interface Frame {
  readonly isFinal: boolean;
  /** The three reserved bits. */
  readonly reserved: number;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** How a frame is made. */
export interface FrameOptions {
  readonly isFinal?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** In how many bytes the length is said: 0, 2 or 8; default the shortest. */
  readonly lengthBytes?: number;
}

/** Makes a frame. */
export function frame(opcode: number, payload: string | Buffer = "", options: FrameOptions = {}) {
  const { isFinal = true, reserved = 0, isMasked = true } = options;
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  const lengthBytes = options.lengthBytes ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const head = Buffer.alloc(2 + lengthBytes);
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (isMasked ? 0x80 : 0) | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) head.writeUInt16BE(length, 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(BigInt(length), 2);
  if (!isMasked) return Buffer.concat([head, bytes]);
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);
  const masked = bytes.map((byte, index) => byte ^ mask[index & 3]!);
  return Buffer.concat([head, mask, masked]);
}

/** Makes a close frame. */
export function closeFrame(code?: number, reason: string | Buffer = ""): Buffer {
  if (code === undefined) return frame(Opcode.close);
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return frame(Opcode.close, Buffer.concat([bytes, Buffer.from(reason)]));
}

/** Reads what is in a close frame: no code is 1005. */
export function closeOf({ opcode, payload }: Frame): [code: number, reason: string] {
  if (opcode !== Opcode.close) throw new Error(`opcode ${opcode} is no close frame`);
  return payload.length < 2
    ? [1005, ""]
    : [payload.readUInt16BE(), payload.subarray(2).toString("utf8")];
}

/** How a connection is opened. */
export interface OpenOptions {
  readonly target?: string;
  /** More header fields. */
  readonly fields?: readonly string[];
}

/** One connection. */
export class RawWebSocket {
  /** The head of the server's answer. */
  head = "";
  #received = Buffer.alloc(0);
  #isEnded = false;
  #wake: () => void = () => undefined;
  readonly #socket: net.Socket;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const end = (): void => {
      this.#isEnded = true;
      this.#wake();
    };
    socket.on("end", end).on("close", end).on("error", end);
    onTestFinished(() => {
      socket.destroy();
    });
  }

  /** Connects and completes the handshake. */
  static async open(port: number, options: OpenOptions = {}): Promise<RawWebSocket> {
    const client = await RawWebSocket.connect(port);
    const { target = "/", fields = [] } = options;
    await client.handshake(`GET ${target}`, [
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${KEY}`,
      ...fields,
    ]);
    const accept = createHash("sha1").update(KEY + ACCEPT_SUFFIX);
    if (!client.head.startsWith("HTTP/1.1 101 ")) throw new Error(client.head);
    if (client.field("sec-websocket-accept") !== accept.digest("base64")) {
      throw new Error(`wrong accept: ${client.head}`);
    }
    return client;
  }

  /** Connects only. */
  static async connect(port: number): Promise<RawWebSocket> {
    const socket = net.connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    socket.setNoDelay(true);
    return new RawWebSocket(socket);
  }

  /** Sends a request with a `Host` field and reads the head of the answer. */
  async handshake(line: string, fields: readonly string[]): Promise<void> {
    await this.send([`${line} HTTP/1.1`, "Host: test", ...fields, "", ""].join("\r\n"));
    while (!this.#received.includes("\r\n\r\n")) await this.#more();
    const end = this.#received.indexOf("\r\n\r\n") + 4;
    this.head = this.#take(end).toString("latin1");
  }

  /** The status of the answer. */
  get status(): number {
    return Number(this.head.slice(9, 12));
  }

  /** A field of the answer. */
  field(name: string): string | undefined {
    const line = this.head
      .split("\r\n")
      .find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return line?.slice(name.length + 1).trim();
  }

  /** Sends bytes; resolves when the system has taken them. */
  async send(...parts: (string | Buffer)[]): Promise<void> {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1")));
    await new Promise<void>((resolve) => {
      this.#socket.write(bytes, () => {
        resolve();
      });
    });
  }

  /** Reads the next frame, which must not be masked (RFC 6455 5.1). */
  async frame(): Promise<Frame> {
    for (;;) {
      const found = parseFrame(this.#received);
      if (found !== null) {
        this.#take(found.bytes);
        return found.frame;
      }
      await this.#more();
    }
  }

  /** Reads the next frame, which must be a whole text or binary message. */
  async message(): Promise<Buffer> {
    const { isFinal, opcode, payload } = await this.frame();
    if (!isFinal || opcode < 1 || opcode > 2) throw new Error(`opcode ${opcode} is no message`);
    return payload;
  }

  /**
   * Waits until the server has closed the connection.
   * @returns the code of its close frame, 1006 when it sent none, and everything before that
   */
  async ended(): Promise<{ code: number; reason: string; frames: Frame[] }> {
    const frames: Frame[] = [];
    while (!this.#isEnded) await this.#more().catch(() => undefined);
    for (;;) {
      const found = parseFrame(this.#received);
      if (found === null) return { code: 1006, reason: "", frames };
      this.#take(found.bytes);
      if (found.frame.opcode === Opcode.close) {
        const [code, reason] = closeOf(found.frame);
        return { code, reason, frames };
      }
      frames.push(found.frame);
    }
  }

  /** Ends our side of the connection without a close frame. */
  end(): void {
    this.#socket.end();
  }

  /** Leaves at once, with a reset. */
  leave(): void {
    this.#socket.resetAndDestroy();
  }

  /** Stops reading, so that what the server sends piles up. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  /** Bytes that were given to `send` and that the system has not taken. */
  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  /** Sends without waiting for the system to take it. */
  push(bytes: Buffer): boolean {
    return this.#socket.write(bytes);
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#isEnded) {
      throw new Error(`the server closed; what is left: ${this.#received.toString("latin1")}`);
    }
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

function parseFrame(bytes: Buffer): { frame: Frame; bytes: number } | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes[0]!, bytes[1]!];
  if (second & 0x80) throw new Error("the server masks its frames");
  const short = second & 0x7f;
  const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  if (bytes.length < start) return null;
  const length =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  if (bytes.length < start + length) return null;
  const frame: Frame = {
    isFinal: (first & 0x80) !== 0,
    reserved: (first >> 4) & 7,
    opcode: first & 15,
    payload: bytes.subarray(start, start + length),
  };
  return { frame, bytes: start + length };
}
