/**
 * Random and mutated bytes on the wire: nothing crashes, nothing is left over, nobody gets another's
 * answer, and who sends valid requests is answered, however they are cut.
 *
 * `WIRE_SEED=S WIRE_COUNT=N npx vitest run test/abuse/wire` begins at a seed, for as many clients; a
 * failure names its seed.
 */
import net from "node:net";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../src/engine/engine.js";
import { engines } from "../engine/engines.js";
import { reply, serve } from "../engine/serve.js";
import { type WireCase, wireCase } from "./wire-cases.js";

const FIRST_SEED = Number(process.env.WIRE_SEED ?? 1);
const COUNT = Number(process.env.WIRE_COUNT ?? 800);

/** So many clients at a time. */
const CLIENTS = 25;

/** Sends a case's pieces and reads until the connection is closed. */
async function play(port: number, { pieces, leaves }: WireCase): Promise<string> {
  const socket = net.connect({ port, host: "127.0.0.1" });
  let received = "";
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.setNoDelay(true).setEncoding("latin1");
  socket.on("data", (text: string) => (received += text)).on("error", () => undefined);
  for (const piece of pieces) {
    if (socket.destroyed) break;
    await new Promise<void>((resolve) => {
      socket.write(piece, "latin1", () => {
        setImmediate(resolve);
      });
    });
  }
  if (leaves) socket.resetAndDestroy();
  else socket.end();
  await closed;
  return received;
}

interface Answer {
  readonly status: number;
  readonly saw: string | undefined;
}

/** Takes what was received apart; the last answer may be cut off. */
function answersIn(received: string): Answer[] {
  const answers: Answer[] = [];
  let rest = received;
  while (rest !== "") {
    const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (match === null) {
      // uWebSockets.js's own refusals have no fields but these.
      if (/^HTTP\/1\.1 [45]\d\d /.test(rest) || !rest.includes("\r\n\r\n")) return answers;
      throw new Error(`no answer: ${JSON.stringify(rest.slice(0, 200))}`);
    }
    const [head, status, fields = ""] = match;
    const saw = /^Saw: (.*)\r$/im.exec(fields)?.[1];
    answers.push({ status: Number(status), saw });
    const length = Number(/^Content-Length: (\d+)\r$/im.exec(fields)?.[1] ?? 0);
    const hasBody = saw?.startsWith("HEAD ") !== true && Number(status) >= 200;
    rest = rest.slice(head.length + (hasBody ? length : 0));
  }
  return answers;
}

describe.each(engines)("bytes on the wire of the %s engine", (name, engine) => {
  test(`do no harm (seeds from ${FIRST_SEED}, ${COUNT} clients)`, async () => {
    const faults: unknown[] = [];
    const seen = new Map<string, string[]>();
    const answer = (exchange: Exchange): void => {
      const { method, target, requestBody } = exchange;
      const shown = encodeURIComponent(target);
      reply(exchange, requestBody, { Saw: `${method} ${shown}` });
    };
    const listener = serve(
      engine,
      (exchange) => {
        const [, seed = ""] = /^\/(\d+)-/.exec(exchange.target) ?? [];
        const targets = seen.get(seed) ?? [];
        seen.set(seed, [...targets, exchange.target]);
        if (exchange.target.endsWith("?later")) setImmediate(answer, exchange);
        else answer(exchange);
      },
      { onFault: (fault) => faults.push(fault) },
    );
    const check = async (seed: number): Promise<void> => {
      const one = wireCase(seed);
      const answers = answersIn(await play(listener.port, one));
      const served = answers.filter(({ saw }) => saw !== undefined);
      for (const { saw } of served) {
        const target = decodeURIComponent(saw!.replace(/^\S+ /, ""));
        // Nothing but a mutation makes another client's target of one.
        if (one.isValid) expect(target).toMatch(new RegExp(`^/${seed}-`));
      }
      if (!one.isValid) return;
      const targets = seen.get(String(seed)) ?? [];
      expect(targets.filter((target) => target.includes("hidden"))).toEqual([]);
      const wanted = one.requests.map(({ target }) => target);
      // Never twice, never one that was not sent, and in order.
      expect(targets).toEqual(wanted.slice(0, targets.length));
      // A request to upgrade waits for the answers in front of it, and a client that closes its side
      // meanwhile has left. uWebSockets.js waits for nothing that is pipelined.
      const asksToUpgrade = one.pieces.join("").includes("Upgrade: h2c");
      if (name === "node" && !one.leaves && !asksToUpgrade) expect(targets).toEqual(wanted);
    };
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed += CLIENTS) {
      const seeds = Array.from(
        { length: Math.min(CLIENTS, FIRST_SEED + COUNT - seed) },
        (_, n) => seed + n,
      );
      await Promise.all(
        seeds.map(async (each) => {
          try {
            await check(each);
          } catch (error) {
            throw new Error(`seed ${each}: ${(error as Error).message}`, { cause: error });
          }
        }),
      );
      expect(faults).toEqual([]);
      const response = await fetch(`http://127.0.0.1:${listener.port}/0-canary`);
      expect(response.headers.get("saw")).toBe("GET %2F0-canary");
      seen.clear();
    }
    while (listener.pendingCount > 0) await new Promise(setImmediate);
    listener.close();
    await listener.drained();
  });
});
