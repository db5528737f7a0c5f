/**
 * `craftos-http bench URL`: what is sent, what is counted, and what is said.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { runMain } from "../run-main.js";

const servers: Server[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Report {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly latencyMs: Readonly<Record<"mean" | "p50" | "p90" | "p99" | "max", number | null>>;
}

/** Sends a few requests at once, unmeasured ones never. */
async function bench(url: string, ...args: readonly string[]) {
  const end = await runMain(["bench", "--json", "--warmup", "0", "-n", "30", ...args, url]);
  return { ...end, report: JSON.parse(end.out || "{}") as Report };
}

test("so many requests are sent as are asked for, over so many connections", async () => {
  const ports = new Set<number | undefined>();
  let count = 0;
  const url = await serve(({ socket }, response) => {
    ports.add(socket.remotePort);
    count++;
    response.end("hello");
  });
  const { status, errors, report } = await bench(`${url}/`, "-c", "3", "--pipelining", "2");
  expect({ status, errors, count, connections: ports.size }).toEqual({
    ...{ status: 0, errors: "", count: 30, connections: 3 },
  });
  const { p50, p90, p99, max } = report.latencyMs;
  expect(report).toMatchObject({
    ...{ url: `${url}/`, method: "GET", connections: 3, pipelining: 2 },
    ...{ requests: 30, statuses: { "200": 30 }, errors: {}, failed: 0 },
  });
  expect([p50, p90, p99, max].every((ms) => ms !== null && ms > 0)).toBe(true);
  expect([p50, p90, p99, max]).toEqual([p50, p90, p99, max].sort((a, b) => a! - b!));
  expect(report.bytesReceived).toBeGreaterThan(30 * "HTTP/1.1 200 OK\r\n\r\nhello".length);
  expect(report.bytesSent).toBeGreaterThan(30 * "GET / HTTP/1.1\r\n\r\n".length);
});

test("method, path, header fields and body are sent as they are given", async () => {
  const seen = new Set<string>();
  const url = await serve((request, response) => {
    void textOf(request).then((body) => {
      const { method, url: path, headers } = request;
      seen.add(`${method} ${path} ${headers["x-a"] as string} ${headers["content-type"]} ${body}`);
      response.end();
    });
  });
  const folder = mkdtempSync(join(tmpdir(), "craftos-http-bench-"));
  folders.push(folder);
  writeFileSync(join(folder, "body.json"), "[1]");
  const fields = ["-H", "X-A: b", "-H", "Content-Type:application/json"];
  await bench(`${url}/a?b=%20c`, "-X", "put", ...fields, "--body", "{}");
  await bench(`${url}/a`, "-X", "POST", ...fields, "--body-file", join(folder, "body.json"));
  expect([...seen]).toEqual([
    "PUT /a?b=%20c b application/json {}",
    "POST /a b application/json [1]",
  ]);
});

test("answers of 400 and more have failed, others have not, and are counted by status", async () => {
  let count = 0;
  const statuses = [200, 204, 302, 404, 500];
  const url = await serve((_, response) => {
    response.writeHead(statuses[count++ % statuses.length]!).end();
  });
  const { status, report } = await bench(url, "-c", "2");
  expect(status).toBe(1);
  expect(report).toMatchObject({
    ...{ requests: 30, statuses: { 200: 6, 204: 6, 302: 6, 404: 6, 500: 6 }, failed: 12 },
  });
  const { out } = await runMain(["bench", "--warmup", "0", "-n", "30", "-c", "2", url]);
  expect(out).toContain("  answers     30 (200: 6, 204: 6, 302: 6, 404: 6, 500: 6)\n");
  expect(out).toContain("  failed      12 (404: 6, 500: 6)\n");
});

test("requests that get no answer are counted by what went wrong", async () => {
  const url = await serve((request) => request.socket.destroy());
  const { status, report } = await bench(url, "-c", "2", "-n", "4");
  expect(status).toBe(1);
  expect(report).toMatchObject({ requests: 0, statuses: {}, failed: 4 });
  expect(Object.keys(report.errors).join()).toMatch(/^(UND_ERR_SOCKET|ECONNRESET)(,|$)/);
  expect(report.latencyMs).toEqual({ mean: null, p50: null, p90: null, p99: null, max: null });
});

test("an answer that does not come in time has failed", async () => {
  const url = await serve(() => undefined);
  const { status, report } = await bench(url, "-c", "1", "-n", "1", "--timeout", "300ms");
  expect({ status, failed: report.failed }).toEqual({ status: 1, failed: 1 });
  expect(report.errors).toEqual({ UND_ERR_HEADERS_TIMEOUT: 1 });
});

test("load is put on before it is measured, and for as long as is asked", async () => {
  let count = 0;
  const url = await serve((_, response) => {
    count++;
    response.end();
  });
  const args = ["bench", "-c", "1", "--warmup", "100ms", "-d", "500ms", url];
  const { status, out, errors } = await runMain(args);
  expect({ status, errors }).toEqual({ status: 0, errors: "" });
  const [, answers] = /^ {2}answers {5}(\d+) \(200: \1\)$/m.exec(out) ?? [];
  expect(Number(answers)).toBeGreaterThan(0);
  expect(Number(answers)).toBeLessThan(count);
  expect(out).toMatch(
    new RegExp(
      `^GET ${url}/: 0\\.5 s, 1 connection\n\n` +
        "  measured    \\d+\\.\\d s\n" +
        "  requests/s  \\d+\\.\\d\n" +
        "  latency     p50 [\\d.]+ ms   p90 [\\d.]+ ms   p99 [\\d.]+ ms   max [\\d.]+ ms\n" +
        "  answers     .*\n  failed      0\n" +
        "  received    [\\d.]+ (B|KiB|MiB), [\\d.]+ (B|KiB|MiB)/s\n" +
        "  sent        [\\d.]+ (B|KiB|MiB), [\\d.]+ (B|KiB|MiB)/s\n" +
        "(\nThis tool was busy \\d+ % of the time: the server may be faster than that\\.\n)?$",
    ),
  );
});

test("no answer in all the time is a failure", async () => {
  const url = await serve(() => undefined);
  const { status, errors, out } = await runMain([
    "bench",
    "-c",
    "1",
    "--warmup",
    "0",
    "-d",
    "50ms",
    url,
  ]);
  expect({ status, errors }).toEqual({
    status: 1,
    errors: "craftos-http: no request was answered in that time.\n",
  });
  expect(out).toContain("  latency     -\n  answers     0\n  failed      0\n");
});

interface Message {
  readonly text: string;
  readonly isBinary: boolean;
  readonly field: string | undefined;
}

/** A server of WebSockets that answers each message with so many; gives what came. */
async function serveSockets(answers = 1): Promise<{ url: string; messages: Message[] }> {
  const messages: Message[] = [];
  const url = await serve((_, response) => response.writeHead(404).end());
  new WebSocketServer({ server: servers.at(-1)!, path: "/echo" }).on(
    "connection",
    (socket, { headers }) => {
      socket.on("message", (data: Buffer, isBinary) => {
        messages.push({ text: data.toString(), isBinary, field: headers["x-a"] as string });
        for (let i = 0; i < answers; i++) socket.send(data);
      });
    },
  );
  return { url: `${url.replace("http", "ws")}/echo`, messages };
}

test("messages of WebSockets are sent, and the next one that comes is the answer", async () => {
  const { url, messages } = await serveSockets();
  const { status, errors, out } = await bench(url, "-c", "3", "--pipelining", "2", "-H", "X-A: b");
  const report = JSON.parse(out) as Record<string, unknown>;
  expect({ status, errors }).toEqual({ status: 0, errors: "" });
  expect(messages).toHaveLength(30);
  expect(messages[0]).toEqual({ text: "ping", isBinary: false, field: "b" });
  expect(report).toMatchObject({
    ...{ url, connections: 3, pipelining: 2, messages: 30, errors: {}, failed: 0 },
    latencyMs: { p50: expect.any(Number) as number, max: expect.any(Number) as number },
  });
  expect(Object.keys(report)).not.toContain("statuses");
  expect(report.bytesReceived).toBeGreaterThan(30 * "..ping".length);
  expect(report.bytesSent).toBeGreaterThan(30 * "......ping".length);

  const load = ["--warmup", "0", "-n", "4", "-c", "1", "--pipelining", "2", "-d", "1m"];
  const text = await runMain(["bench", ...load, url]);
  expect(text.out).toMatch(
    new RegExp(
      `^${url}: 60 s, 1 connection, 2 messages at a time on each, at most 4 messages\n\n` +
        "  measured    [\\d.]+ s\n  messages/s  [\\d.]+\n  latency     p50 .*\n  answers     4\n",
    ),
  );
});

test("a message is text, or what a file has in it; more answers than one are no matter", async () => {
  const { url, messages } = await serveSockets(3);
  const folder = mkdtempSync(join(tmpdir(), "craftos-http-bench-"));
  folders.push(folder);
  writeFileSync(join(folder, "body"), "\0\x01");
  await bench(url, "-c", "1", "-n", "5", "--body", "hé");
  expect(messages.splice(0)).toContainEqual({ text: "hé", isBinary: false, field: undefined });
  await bench(url, "-c", "1", "-n", "5", "--body-file", join(folder, "body"));
  expect(messages).toContainEqual({ text: "\0\x01", isBinary: true, field: undefined });
});

test("messages that get no answer are counted by what went wrong", async () => {
  const silent = await serveSockets(0);
  const few = ["-c", "1", "-n", "1"];
  const late = await bench(silent.url, ...few, "--timeout", "300ms");
  expect(late.status).toBe(1);
  expect(late.report).toMatchObject({ messages: 0, failed: 1, errors: { ETIMEDOUT: 1 } });
  const refused = await bench(silent.url.replace("echo", "other"), ...few);
  expect(refused.report).toMatchObject({ failed: 1, errors: { "status 400": 1 } });
  const closing = await serve(() => undefined);
  new WebSocketServer({ server: servers.at(-1)! }).on("connection", (socket) => {
    socket.on("message", () => socket.close(1011));
  });
  const closed = await bench(closing.replace("http", "ws"), ...few);
  expect(closed.report).toMatchObject({ failed: 1, errors: { "closed with 1011": 1 } });
});

test("no answer to a message in all the time is a failure", async () => {
  const { url } = await serveSockets(0);
  const args = ["bench", "-c", "1", "--warmup", "0", "-d", "50ms", url];
  expect(await runMain(args)).toMatchObject({
    status: 1,
    errors: "craftos-http: no message was answered in that time.\n",
  });
});

test("a server that is not there is said at once", async () => {
  const url = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()!.close(resolve));
  expect(await runMain(["bench", url])).toEqual({
    status: 1,
    out: "",
    errors: `craftos-http: ${url} cannot be reached: connect ECONNREFUSED ${url.slice(7)}.\n`,
  });
});

test.each([
  [["ftp://host/"], "'ftp://host/' is no URL that begins with http://, https://, ws:// or wss://."],
  [["http://[x/"], "'http://[x/' is no URL that begins with http://, https://, ws:// or wss://."],
  [
    ["--websocket", "ws://host/"],
    "--websocket is for a program; a URL begins with ws:// or wss:// then.",
  ],
  [["-X", "PUT", "ws://host/"], "--method cannot be used with WebSockets."],
  [["-X", "PUT", "--websocket", "."], "--method cannot be used with WebSockets."],
  [["http://host/", "x"], "arguments are for a program, and a URL was given."],
  [
    ["-c", "10001"],
    "option '--connections': '10001' from the command line: At most 10000 is possible.",
  ],
  [
    ["--pipelining", "0"],
    "option '--pipelining': '0' from the command line: A whole number of at least 1 is expected.",
  ],
  [
    ["-d", "0"],
    "option '--duration': '0' from the command line: A time is expected, such as 500ms, 15s, 2m or 1h.",
  ],
  [
    ["--warmup", "x"],
    "option '--warmup': 'x' from the command line: A time is expected, such as 500ms, 15s, 2m or 1h.",
  ],
  [
    ["-X", "G T"],
    "option '--method': 'G T' from the command line: A method is expected, such as GET or POST.",
  ],
  [
    ["-H", "no colon"],
    "option '--header': 'no colon' from the command line: A header field is expected, such as 'Accept: text/html'.",
  ],
  [
    ["-H", "a: b\r\nc: d"],
    "option '--header': 'a: b\r\nc: d' from the command line: A header field is expected, such as 'Accept: text/html'.",
  ],
  [
    ["--path", "x"],
    "option '--path': 'x' from the command line: A path is expected that begins with /.",
  ],
  [
    ["--body", "x", "--body-file", "y"],
    "options '--body' and '--body-file' cannot be used together (the command line).",
  ],
  [
    ["--engine", "x"],
    "option '--engine': 'x' from the command line: Allowed choices are auto, uws, node.",
  ],
])("%j is refused", async (args, message) => {
  expect(await runMain(["bench", ...args])).toEqual({
    status: 2,
    out: "",
    errors: `error: ${message}\n`,
  });
});

test("a file for the body that is not there is said", async () => {
  const { status, errors } = await runMain(["bench", "--body-file", "nowhere", "http://host/"]);
  expect(status).toBe(2);
  expect(errors).toMatch(/^error: option '--body-file': ENOENT: .*'nowhere'\n$/);
});
