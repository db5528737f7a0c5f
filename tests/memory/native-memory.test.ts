/**
 * Native memory that connections leave behind when they are closed, which V8 knows nothing of. Closed
 * at the wrong moment one of uWebSockets.js leaves 465 bytes (`poll-phase.ts` of the engine).
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { ENGINES } from "../command/engines.js";

const SERVER = fileURLToPath(new URL("closing-server.mjs", import.meta.url));
const AT_ONCE = 16;
const ROUNDS = 3;
const CONNECTIONS_PER_ROUND = 1_000;
/** Well below what a connection that is not freed leaves, and above what chance does. */
const BYTES_LEFT_MAX = 150;

const HOST = "Host: test\r\n";
const CHUNKED = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
const UPGRADE =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const CLOSE = "Connection: close\r\n\r\n";

const cases: [what: string, request: string, answer: RegExp][] = [
  ["a body in chunks", `POST /now HTTP/1.1\r\n${HOST}${CHUNKED}`, / 200 OK\r\n.*now$/s],
  ["HEAD with a body in chunks", `HEAD /now HTTP/1.1\r\n${HOST}${CHUNKED}`, / 200 OK\r\n/],
  ["a refused head", `GET /now HTTP/1.1\r\n${HOST}${HOST}\r\n`, / 400 Bad Request\r\n/],
  ["a refused upgrade", `GET /now HTTP/1.1\r\n${HOST}${UPGRADE}`, / 426 Upgrade Required\r\n/],
  ["a last request", `GET /now HTTP/1.1\r\n${HOST}${CLOSE}`, / 200 OK\r\n.*now$/s],
  ["one answered later", `GET /later HTTP/1.1\r\n${HOST}${CLOSE}`, / 200 OK\r\n.*later$/s],
  [
    "one answered later, asked for in another case",
    `GET /later HTTP/1.1\r\n${HOST}Connection: Close\r\n\r\n`,
    / 200 OK\r\n.*later$/s,
  ],
  ["a last stream", `GET /stream HTTP/1.1\r\n${HOST}${CLOSE}`, /some\r\n0\r\n\r\n$/],
  ["a stream that is cut off", `GET /cut HTTP/1.1\r\n${HOST}\r\n`, / 200 OK\r\n.*\r\nsome$/s],
];

/** Sends one request and reads what comes until the server closes the connection. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  let answer = "";
  socket.on("data", (text: string) => (answer += text));
  socket.on("error", () => undefined);
  socket.write(request, "latin1");
  await once(socket, "close");
  return answer;
}

const isMeasurable = process.platform === "linux" && ENGINES.includes("uws");

test.skipIf(!isMeasurable).each(cases)(
  "a connection closed after %s leaves no native memory behind",
  async (_, request, answer) => {
    const server = fork(SERVER, { execArgv: ["--expose-gc"] });
    onTestFinished(() => void server.kill());
    const [port] = (await once(server, "message")) as [number];
    const heapBytes = async (): Promise<number> => {
      server.send("?");
      return ((await once(server, "message")) as [number])[0];
    };
    let leastGrowth = Infinity;
    for (let round = 0; round <= ROUNDS; round++) {
      const before = await heapBytes();
      let left = CONNECTIONS_PER_ROUND;
      const client = async (): Promise<void> => {
        while (left-- > 0) expect(await exchange(port, request)).toMatch(answer);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, client));
      // The first warms up. What is not freed is left in every round, other growth in some.
      const growth = (await heapBytes()) - before;
      if (round > 0) leastGrowth = Math.min(leastGrowth, growth);
    }
    expect(leastGrowth / CONNECTIONS_PER_ROUND).toBeLessThan(BYTES_LEFT_MAX);
  },
);
