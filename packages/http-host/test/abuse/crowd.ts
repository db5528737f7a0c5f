/**
 * Many clients at once, for tests of abuse: what they share is that each can be told from the others
 * by its number, and that the server is looked at when they are gone.
 */
import { expect } from "vitest";
import type { Exchange, Listener } from "../../src/engine/engine.js";
import { RawClient } from "../engine/raw-client.js";
import { reply } from "../engine/serve.js";

/** Connects as many clients, a few at a time. */
export async function crowd(port: number, count: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  while (clients.length < count) {
    const batch = Math.min(100, count - clients.length);
    clients.push(
      ...(await Promise.all(Array.from({ length: batch }, () => RawClient.connect(port)))),
    );
  }
  return clients;
}

/** Answers with what was asked, so that an answer to somebody else is noticed. */
export function echo(exchange: Exchange): void {
  reply(exchange, `${exchange.target} ${exchange.requestBody}`);
}

/** Has every client ask once, and checks that each gets the answer to its own question. */
export async function eachGetsItsOwn(clients: readonly RawClient[]): Promise<void> {
  await Promise.all(
    clients.map(async (client, number) => {
      await client.request(`POST /${number}`, ["Content-Length: 4"], "body");
      expect((await client.response()).body).toBe(`/${number} body`);
    }),
  );
}

/** Checks that nothing is left of those who came before, and that the next client is served. */
export async function isUnharmed(listener: Listener): Promise<void> {
  await isServed(listener);
  while (listener.pendingCount > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Checks that the next client is served. */
export async function isServed(listener: Listener): Promise<void> {
  const client = await RawClient.connect(listener.port);
  await client.request("GET /after");
  expect((await client.response()).body).toBe("/after ");
  client.close();
}
