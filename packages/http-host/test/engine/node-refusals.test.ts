/**
 * A connection that node:http lets go of when a request on it is refused: it ends even if the client
 * does nothing about it.
 */
import { once } from "node:events";
import net from "node:net";
import { afterEach, beforeEach, test, vi } from "vitest";
import { createEngine } from "../../src/engine/create-engine.js";
import { LINGER_TIMEOUT_MS } from "../../src/engine/engine-limits.js";
import { reply, serve } from "./serve.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a client whose upgrade was refused and who does not close its side is dropped", async () => {
  const listener = serve(createEngine("node").engine, (exchange) => void reply(exchange, "x"));
  const client = net.connect({ port: listener.port, host: "127.0.0.1", allowHalfOpen: true });
  client.on("error", () => undefined).resume();
  client.write(
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nmore",
  );
  await once(client, "end");
  vi.advanceTimersByTime(LINGER_TIMEOUT_MS);

  // Bytes to a connection that is gone are answered with a reset; to one that is not, by nothing.
  const closed = new Promise((resolve) => client.once("close", resolve));
  const goOn = (): void => {
    if (!client.destroyed) client.write("x", () => setImmediate(goOn));
  };
  goOn();
  await closed;
});
