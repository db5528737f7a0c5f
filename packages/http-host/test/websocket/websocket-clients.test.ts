/**
 * Real clients against a Lua program: npm's ws and undici's WebSocket. `tests/browser/websocket.test.ts`
 * has a browser.
 */
import { WebSocket as UndiciWebSocket } from "undici";
import { expect, test } from "vitest";
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

onEveryEngine("WebSocket clients", (boot) => {
  test("npm's ws", async () => {
    const url = `ws://127.0.0.1:${await boot(SERVER).port()}/`;
    const socket = new NpmWebSocket(url, ["other", "echo"]);
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });

  test("npm's ws over TLS", async () => {
    const tls = await TestCertificate.make("test");
    const url = `wss://127.0.0.1:${await boot(SERVER, { tls }).port()}/`;
    const socket = new NpmWebSocket(url, ["other", "echo"], { rejectUnauthorized: false });
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });

  test("undici's WebSocket", async () => {
    const url = `ws://127.0.0.1:${await boot(SERVER).port()}/`;
    const socket = new UndiciWebSocket(url, ["other", "echo"]);
    expect(await talk(socket as unknown as Client)).toEqual(EXPECTED);
  });
});
