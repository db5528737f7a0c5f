/**
 * Starting a listener for one test, with the common options filled in; it is dropped afterwards.
 */
import { onTestFinished } from "vitest";
import type {
  Engine,
  Exchange,
  Listener,
  ListenOptions,
  RequestHandler,
} from "../../src/engine/engine.js";
import { ResponseHead } from "../../src/engine/response-head.js";

/** A listener on a free port. */
export function serve(
  engine: Engine,
  onRequest: RequestHandler,
  options: Partial<ListenOptions> = {},
): Listener {
  const listener = engine.listen({ host: "127.0.0.1", port: 0, ...options }, onRequest);
  onTestFinished(async () => {
    listener.terminate();
    await listener.drained();
  });
  return listener;
}

/** Answers 200 with a body and perhaps header fields. */
export function reply(
  exchange: Exchange,
  body: string,
  fields: Readonly<Record<string, string | readonly string[]>> = {},
): boolean {
  const head = new ResponseHead();
  for (const [name, value] of Object.entries(fields)) head.setHeader(name, value);
  return exchange.respond(head, body);
}

/** A listener whose requests are taken one at a time by the test. */
export function serveByHand(
  engine: Engine,
  options: Partial<ListenOptions> = {},
): { listener: Listener; next: () => Promise<Exchange>; arrived: Exchange[] } {
  const arrived: Exchange[] = [];
  let wake: () => void = () => undefined;
  const listener = serve(
    engine,
    (exchange) => {
      arrived.push(exchange);
      wake();
    },
    options,
  );
  const next = async (): Promise<Exchange> => {
    for (;;) {
      const exchange = arrived.shift();
      if (exchange !== undefined) return exchange;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { listener, next, arrived };
}

/** Waits for an exchange's client to leave. */
export function aborted(exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    exchange.onAborted = resolve;
  });
}
