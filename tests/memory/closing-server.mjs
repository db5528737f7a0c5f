/**
 * A server in a process of its own, so that what its native memory grows by is seen: the built engine
 * on uWebSockets.js, without Lua. `/now` is answered in the turn in which the request arrived, `/later`
 * in an immediate, `/stream` with a stream that an immediate ends, `/cut` with one that it cuts off.
 * Sends its port to its parent, and to every message the resident bytes that `malloc` has on its heap.
 */
import { createEngine, ResponseHead } from "@craftos-http/http-host";
import { readFileSync } from "node:fs";

function answer(exchange) {
  const head = new ResponseHead().setStatus(200);
  if (exchange.target === "/now") exchange.respond(head, "now");
  else if (exchange.target === "/later") setImmediate(() => exchange.respond(head, "later"));
  else {
    const stream = exchange.stream(head);
    stream.write("some");
    setImmediate(() => (exchange.target === "/cut" ? stream.abort() : stream.end()));
  }
}

/** The main thread's part of malloc, which is where the native module's is; V8's heap is not in it. */
function heapBytes() {
  globalThis.gc();
  const map = readFileSync("/proc/self/smaps", "latin1");
  const [, kib = "0"] = /\[heap\]\n(?:.*\n)*?Rss:\s+(\d+) kB/.exec(map) ?? [];
  return Number(kib) * 1024;
}

const listener = createEngine("uws").engine.listen({ host: "127.0.0.1", port: 0 }, answer);
process.on("message", () => process.send(heapBytes()));
process.send(listener.port);
