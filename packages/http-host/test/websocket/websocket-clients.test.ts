/**
 * Real clients against a Lua program: npm's ws, undici's WebSocket, and a browser where there is one:
 * the one that `CRAFTOS_TEST_BROWSER` names, else Chromium or Chrome on the PATH.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket as UndiciWebSocket } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket as NpmWebSocket } from "ws";
import { TestCertificate } from "../engine/certificates.js";
import { everyByte } from "../engine/engines.js";
import { onEveryEngine } from "../server/harness.js";

/** Gives messages back; "close" closes, "large" asks for a large one. */
const SERVER = `
  local port = http.addListener(0)
  http.websocketServer(port, { protocols = { "echo" }, compression = true })
  local handles = {}
  while true do
    local event, a, b, c = os.pullEvent()
    if event == "websocket_server_connect" then
      handles[b.clientID] = b
    elseif event == "websocket_server_message" then
      if b == "close" then handles[a].close(4000, "as you wish")
      elseif b == "large" then handles[a].send(("0123456789"):rep(10000))
      else handles[a].send(b, c) end
    elseif event == "http_request" then
      c.setResponseHeader("Content-Type", "text/html; charset=utf-8")
      c.write(PAGE)
      c.close()
      if b.getURL():sub(1, 5) == "/done" then print(b.getURL()) end
    end
  end
`;

/** The part of the WebSocket interface that the clients share. */
interface Client {
  binaryType: string;
  readonly protocol: string;
  readonly extensions: string;
  send(data: string | Uint8Array): void;
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
}

/** Talks to the server; gives what it got. */
async function talk(socket: Client): Promise<unknown[]> {
  socket.binaryType = "arraybuffer";
  const got: unknown[] = [];
  const asked: (string | Uint8Array)[] = [
    "Zoë ☃ 𝄞",
    Buffer.from(everyByte, "latin1"),
    "",
    "x".repeat(20_000),
    "large",
    "close",
  ];
  const next = (): void => {
    const message = asked.shift();
    if (message !== undefined) socket.send(message);
  };
  await new Promise<void>((resolve) => {
    socket.onopen = () => {
      got.push(socket.protocol, socket.extensions.includes("permessage-deflate"));
      next();
    };
    socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
      got.push(typeof data === "string" ? data : Buffer.from(data).toString("latin1"));
      next();
    };
    socket.onclose = ({ code, reason, wasClean }: Record<string, unknown>) => {
      got.push([code, reason, wasClean]);
      resolve();
    };
  });
  return got;
}

/** What every client must get. */
const EXPECTED = [
  "echo",
  true,
  "Zoë ☃ 𝄞",
  everyByte,
  "",
  "x".repeat(20_000),
  "0123456789".repeat(10_000),
  [4000, "as you wish", true],
];

/** A page that talks to the server like the others and reports to `/done`. */
const PAGE = `<!doctype html><title>test</title><script>
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const asked = ["Zo\\u00eb \\u2603", bytes, "", "x".repeat(20000), "large", "close"];
  const socket = new WebSocket("ws://" + location.host + "/", ["other", "echo"]);
  socket.binaryType = "arraybuffer";
  const got = [];
  const next = () => socket.send(asked.shift());
  socket.onopen = () => { got.push(socket.protocol, socket.extensions); next(); };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") got.push(data.length < 10 ? data : data.length);
    else got.push(new Uint8Array(data).every((byte, index) => byte === bytes[index]) && data.byteLength);
    next();
  };
  socket.onclose = ({ code, reason, wasClean }) => {
    got.push(code, reason, wasClean);
    fetch("/done?" + encodeURIComponent(JSON.stringify(got)));
  };
</script>`;

const program = SERVER.replace("PAGE", `[==[${PAGE}]==]`);

function findBrowser(): string | undefined {
  const named = process.env.CRAFTOS_TEST_BROWSER;
  if (named !== undefined && named !== "") return named;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.find((name) => spawnSync(name, ["--version"]).status === 0);
}

const browser = findBrowser();
if (browser === undefined) {
  console.log(
    "skipped: WebSockets in a browser (no chromium or google-chrome on the PATH; CRAFTOS_TEST_BROWSER can name one)",
  );
}

onEveryEngine("WebSocket clients", (boot) => {
  test("npm's ws", async () => {
    const url = `ws://127.0.0.1:${await boot(program).port()}/`;
    const socket = new NpmWebSocket(url, ["other", "echo"]);
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });

  test("npm's ws over TLS", async () => {
    const tls = await TestCertificate.make("test");
    const url = `wss://127.0.0.1:${await boot(program, { tls }).port()}/`;
    const socket = new NpmWebSocket(url, ["other", "echo"], { rejectUnauthorized: false });
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });

  test("undici's WebSocket", async () => {
    const url = `ws://127.0.0.1:${await boot(program).port()}/`;
    const socket = new UndiciWebSocket(url, ["other", "echo"]);
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });

  test.skipIf(browser === undefined)("a browser", { timeout: 60_000 }, async () => {
    const running = boot(program);
    const profile = mkdtempSync(join(tmpdir(), "craftos-http-browser-"));
    const child = spawn(
      browser ?? "",
      [
        ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        ...["--no-first-run", `--user-data-dir=${profile}`, "--disable-background-networking"],
        `http://127.0.0.1:${await running.port()}/`,
      ],
      { stdio: "ignore", detached: true },
    );
    onTestFinished(async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      // A group of its own: a browser is many processes.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
    await running.printed("/done?");
    const report = /\/done\?(\S+)/.exec(running.output)?.[1] ?? "";
    const [protocol, extensions, ...rest] = JSON.parse(decodeURIComponent(report)) as string[];
    expect([protocol, extensions?.includes("permessage-deflate")]).toEqual(["echo", true]);
    expect(rest).toEqual(["Zoë ☃", 256, "", 20_000, 100_000, 4000, "as you wish", true]);
  });
});
