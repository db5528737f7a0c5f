/**
 * The things that the clients of a soak do: each is one request, or one WebSocket, of which every
 * byte that comes back is checked; or a client that leaves in the middle.
 */
import http from "node:http";
import net from "node:net";
import { WebSocket } from "ws";

/** Longer than the server takes for anything, in milliseconds; an answer after that is missing. */
const ANSWER_TIMEOUT_MS = 20_000;

/** Free connections are given up before the server would close them. */
const agent = new http.Agent({ keepAlive: true, timeout: 4_000 });

/** An answer that is not what it should be. */
export class WrongAnswer extends Error {}

/**
 * Makes a source of random numbers that can be repeated (mulberry32).
 *
 * @param {number} seed a whole number
 */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every kind, with how often it is chosen. Each takes where the server is, an id and random(). */
export const exchanges = [
  { name: "hello", weight: 40, run: hello },
  { name: "echo", weight: 20, run: (at, id, random) => echo(at, id, random, false) },
  { name: "echo in chunks", weight: 5, run: (at, id, random) => echo(at, id, random, true) },
  { name: "later", weight: 10, run: later },
  { name: "large", weight: 1, run: large },
  { name: "stream", weight: 4, run: stream },
  { name: "head", weight: 4, run: head },
  { name: "empty", weight: 4, run: empty },
  { name: "websocket", weight: 4, run: webSocket },
  { name: "leave", weight: 8, run: leave },
];

/**
 * Chooses one.
 *
 * @param {() => number} random numbers from 0 to 1
 */
export function chooseExchange(random) {
  let rest = random() * exchanges.reduce((sum, { weight }) => sum + weight, 0);
  return exchanges.find(({ weight }) => (rest -= weight) < 0) ?? exchanges[0];
}

/** Sends a request and reads its answer whole. */
function ask(at, id, method, path, body, isChunked = false) {
  return new Promise((resolve, reject) => {
    const headers = { "X-Id": id };
    if (body !== undefined && !isChunked) headers["Content-Length"] = body.length;
    const request = http.request({ ...at, agent, method, path, headers }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers: fields } = response;
        resolve({ status, fields, body: Buffer.concat(pieces) });
      });
    });
    request.setTimeout(ANSWER_TIMEOUT_MS, () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    if (body !== undefined && isChunked) {
      const half = body.length >> 1;
      request.write(body.subarray(0, half));
      request.end(body.subarray(half));
    } else {
      request.end(body);
    }
  });
}

function check(answer, id, status, body) {
  if (answer.status !== status) throw new WrongAnswer(`status ${answer.status}, not ${status}`);
  if (answer.fields["x-id"] !== id) throw new WrongAnswer(`the answer to ${answer.fields["x-id"]}`);
  if (!answer.body.equals(body)) throw new WrongAnswer(`${answer.body.length} bytes that differ`);
}

async function hello(at, id) {
  check(await ask(at, id, "GET", "/hello"), id, 200, Buffer.from(`hello ${id}`));
}

async function later(at, id) {
  check(await ask(at, id, "GET", "/later"), id, 200, Buffer.from(`later ${id}`));
}

async function large(at, id) {
  const body = Buffer.from(id + "x".repeat(1_000_000));
  check(await ask(at, id, "GET", "/large"), id, 200, body);
}

async function stream(at, id) {
  const lines = [1, 2, 3, 4, 5].map((part) => `${id} ${part}\n`);
  check(await ask(at, id, "GET", "/stream"), id, 200, Buffer.from(lines.join("")));
}

async function head(at, id) {
  const answer = await ask(at, id, "HEAD", "/hello");
  check(answer, id, 200, Buffer.alloc(0));
  const length = String(`hello ${id}`.length);
  if (answer.fields["content-length"] !== length) throw new WrongAnswer("HEAD: another length");
}

async function empty(at, id) {
  check(await ask(at, id, "GET", "/empty"), id, 204, Buffer.alloc(0));
}

async function echo(at, id, random, isChunked) {
  const body = randomBytes(random, Math.floor(random() ** 4 * 200_000));
  check(await ask(at, id, "POST", "/echo", body, isChunked), id, 200, body);
}

function randomBytes(random, length) {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index++) bytes[index] = random() * 256;
  return bytes;
}

/** Sends messages and reads them back, one behind another; closes, or vanishes. */
function webSocket(at, id, random) {
  const count = 1 + Math.floor(random() * 10);
  const vanishes = random() < 0.3;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${at.host}:${at.port}/`);
    const timer = setTimeout(
      () => socket.emit("error", new Error("no echo in time")),
      ANSWER_TIMEOUT_MS,
    );
    const finish = (error) => {
      clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(error);
    };
    let sent = 0;
    const send = () => socket.send(`${id} ${++sent}`);
    socket.on("open", send);
    socket.on("error", (error) => {
      finish(error);
      socket.terminate();
    });
    socket.on("close", () => finish(new Error("closed before the last echo")));
    socket.on("message", (message) => {
      if (String(message) !== `${id} ${sent}`) finish(new WrongAnswer("another message"));
      else if (sent < count) return send();
      else finish();
      return vanishes ? socket.terminate() : socket.close();
    });
  });
}

/** Begins a request and is gone before its answer is read. */
function leave(at, id, random) {
  const body = randomBytes(random, 5_000).toString("latin1");
  const path = ["/hello", "/echo", "/later", "/large", "/stream"][Math.floor(random() * 5)];
  const text = `POST ${path} HTTP/1.1\r\nHost: soak\r\nX-Id: ${id}\r\nContent-Length: 5000\r\n\r\n${body}`;
  const length = Math.floor(random() * text.length * 1.3);
  return new Promise((resolve) => {
    const socket = net.connect(at);
    const go = () => (random() < 0.5 ? socket.resetAndDestroy() : socket.destroy());
    socket.on("error", () => undefined).on("close", () => resolve());
    socket.on("connect", () => {
      socket.write(text.slice(0, length), "latin1", () => {
        if (random() < 0.5) go();
        else setTimeout(go, random() * 60);
      });
    });
  });
}
