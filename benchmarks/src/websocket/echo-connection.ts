/**
 * One WebSocket connection that keeps a number of messages in flight: frames are made once and only
 * compared when they come back, so that the load costs less than any server.
 */
import { connect, type Socket } from "node:net";

const HANDSHAKE =
  "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** Bytes of a message; frames of up to 125 bytes have the shortest head. */
export const messageBytes = 32;

const payload = Buffer.from("0123456789abcdef".repeat(messageBytes / 16));
/** RFC 6455 5.2: final, text; masked with zeros, which leaves the payload as it is. */
const request = Buffer.concat([Buffer.from([0x81, 0x80 | messageBytes, 0, 0, 0, 0]), payload]);
const answer = Buffer.concat([Buffer.from([0x81, messageBytes]), payload]);

/** One connection. */
export class EchoConnection {
  /** How many messages have come back. */
  echoCount = 0;
  /** What went wrong. */
  failure: string | undefined = undefined;
  readonly #socket: Socket;
  readonly #inFlight: number;
  readonly #requests: Buffer;
  readonly #answers: Buffer;
  #received = 0;
  #hasHead = false;

  private constructor(socket: Socket, inFlight: number) {
    this.#socket = socket;
    this.#inFlight = inFlight;
    this.#requests = Buffer.concat(Array<Buffer>(inFlight).fill(request));
    this.#answers = Buffer.concat(Array<Buffer>(inFlight).fill(answer));
  }

  /** Connects and completes the handshake. */
  static async open(port: number, inFlight: number): Promise<EchoConnection> {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    const connection = new EchoConnection(socket, inFlight);
    socket.write(HANDSHAKE);
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.on("data", (chunk) => {
        if (connection.#hasHead) {
          connection.#take(chunk);
          return;
        }
        connection.#hasHead = true;
        if (chunk.includes("101 Switching Protocols")) resolve();
        else reject(new Error(`the server refuses: ${chunk.toString()}`));
      });
    });
    const lost = (): void => {
      connection.failure ??= "a connection was lost";
    };
    socket.on("error", lost).on("close", lost);
    return connection;
  }

  /** Sends the first messages. */
  start(): void {
    this.#socket.write(this.#requests);
  }

  #take(chunk: Buffer): void {
    const whole = this.#answers.length;
    if (this.#received === 0 && chunk.length === whole && !chunk.equals(this.#answers)) {
      this.failure ??= "an answer was wrong";
    }
    this.#received += chunk.length;
    if (this.#received < whole) return;
    if (this.#received > whole) this.failure ??= "more came back than was sent";
    this.#received = 0;
    this.echoCount += this.#inFlight;
    this.#socket.write(this.#requests);
  }
}
