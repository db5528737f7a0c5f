/**
 * A client for tests that sends exactly the bytes it is given and reads responses one by one. All
 * text is byte strings. It waits for what it expects, never for a length of time.
 */
import net from "node:net";

/** A response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  readonly reason: string;
  /** Name and value of each field, as sent. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** One connection. */
export class RawClient {
  private received = "";
  /** Whether the server has closed. */
  isEnded = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: net.Socket) {
    socket.on("data", (chunk) => {
      this.received += chunk.toString("latin1");
      this.wake();
    });
    const end = (): void => {
      this.isEnded = true;
      this.wake();
    };
    socket.on("end", end).on("close", end).on("error", end);
  }

  /** Connects to a port on 127.0.0.1. */
  static async connect(port: number): Promise<RawClient> {
    const socket = net.connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    socket.setNoDelay(true);
    return new RawClient(socket);
  }

  /** Sends bytes; resolves when the system has taken them. */
  async send(bytes: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.write(bytes, "latin1", () => {
        resolve();
      });
    });
  }

  /** Sends a request with a `Host` field and whatever else is given. */
  async request(line: string, fields: readonly string[] = [], body = ""): Promise<void> {
    await this.send([`${line} HTTP/1.1`, "Host: test", ...fields, "", body].join("\r\n"));
  }

  /** Reads the head of the next response, and nothing of its body. */
  async head(): Promise<Omit<RawResponse, "body">> {
    const head = await this.take(/^[^]*?\r\n\r\n/);
    const [statusLine = "", ...lines] = head.slice(0, -4).split("\r\n");
    const match = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(statusLine);
    if (match === null) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
    const status = Number(match[1]);
    const fields = lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    });
    return { status, reason: match[2] ?? "", fields };
  }

  /**
   * Reads the next chunk of a body in chunks, "" at its end (RFC 9112 7.1). The line break behind a
   * chunk may come with the next one. Extensions are ignored.
   */
  async chunk(): Promise<string> {
    const line = await this.take(/^(?:\r\n)?[0-9a-fA-F]+(?:;[^\r\n]*)?\r\n/);
    const size = Number.parseInt(line.trim(), 16);
    return size === 0 ? (await this.takeBytes(2)).slice(2) : await this.takeBytes(size);
  }

  /** Reads the rest of a body in chunks. */
  async chunks(): Promise<string> {
    let body = "";
    for (let chunk = await this.chunk(); chunk !== ""; chunk = await this.chunk()) body += chunk;
    return body;
  }

  /** Reads the next response. `HEAD` and statuses without a body have none. */
  async response(method = "GET"): Promise<RawResponse> {
    const { status, reason, fields } = await this.head();
    const length = Number(fieldValues({ fields }, "content-length")[0] ?? 0);
    const hasBody = method !== "HEAD" && status >= 200 && status !== 204 && status !== 304;
    const body = hasBody ? await this.takeBytes(length) : "";
    return { status, reason, fields, body };
  }

  /** Waits until the server closes the connection; returns what else it sent. */
  async closed(): Promise<string> {
    while (!this.isEnded) await this.more();
    return this.received;
  }

  /** Leaves at once, with a reset. */
  leave(): void {
    this.socket.resetAndDestroy();
  }

  /** Sends no more, and goes on reading. */
  finish(): void {
    this.socket.end();
  }

  /** Closes in an orderly way. */
  close(): void {
    this.socket.destroy();
  }

  /** Whether the system has something that was not read, while reading is paused. */
  get hasUnread(): boolean {
    return this.socket.readableLength > 0 || this.received !== "";
  }

  /** Stops reading, so that what the server sends piles up. */
  pause(): void {
    this.socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.socket.resume();
  }

  private async take(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.received)?.[0];
      if (found !== undefined) return this.cut(found.length);
      await this.more();
    }
  }

  private async takeBytes(count: number): Promise<string> {
    while (this.received.length < count) await this.more();
    return this.cut(count);
  }

  private cut(count: number): string {
    const taken = this.received.slice(0, count);
    this.received = this.received.slice(count);
    return taken;
  }

  private async more(): Promise<void> {
    if (this.isEnded) {
      throw new Error(`the server closed; what is left: ${JSON.stringify(this.received)}`);
    }
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }
}

/** Collects the values of a field, which may come several times. */
export function fieldValues(response: Pick<RawResponse, "fields">, name: string): string[] {
  return response.fields
    .filter(([field]) => field.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}
