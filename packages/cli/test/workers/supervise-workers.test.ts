/**
 * Signals that reach the supervisor before it has started a worker.
 */
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { superviseWorkers } from "../../src/workers/supervise-workers.js";

test("superviseWorkers() starts no worker after a signal that came while it opened its port for figures", async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const process = Object.assign(new EventEmitter(), { stdout, stderr });
  const status = superviseWorkers({
    ...{ count: 2, command: ["a program that must not be started"], metrics: { port: 0 } },
    ...{ reloads: false, isQuiet: true, process },
  });
  process.emit("SIGTERM");
  expect(await status).toBe(0);
  expect(stderr.read()).toBeNull();
  expect(globalThis.process.getActiveResourcesInfo()).not.toContain("ProcessWrap");
});
