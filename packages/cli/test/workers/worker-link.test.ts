/**
 * A worker's end of the link to its supervisor: lines of the access log for a supervisor that is slow.
 */
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { KEPT_MAX } from "../../src/observe/kept-lines.js";
import { WORKER_VARIABLE, workerVariable } from "../../src/workers/worker-identity.js";
import { WorkerLink } from "../../src/workers/worker-link.js";
import type { WorkerMessage } from "../../src/workers/worker-messages.js";

/** A supervisor that takes a message only when it is told to. */
class SlowSupervisor {
  readonly ppid = 12;
  readonly texts: string[] = [];
  #taken: (() => void) | undefined;

  on(): void {
    // It says nothing.
  }

  send(message: WorkerMessage, sent?: (error: Error | null) => void): void {
    expect(this.#taken).toBeUndefined();
    if (message.kind === "lines") this.texts.push(message.text);
    this.#taken = () => sent?.(null);
  }

  take(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }
}

test("lines wait for a supervisor that is slow, as far as there is room, and no line is lost unsaid", async () => {
  const supervisor = new SlowSupervisor();
  const env = { [WORKER_VARIABLE]: workerVariable({ index: 1, count: 2 }, 12) };
  const link = WorkerLink.of(env, supervisor)!;
  const warnings: string[] = [];
  const write = (line: string): void => link.writeLine(line, (message) => warnings.push(message));
  write("first");
  write("second");
  await turn();
  const line = "x".repeat(999);
  const count = (2 * KEPT_MAX) / 1000;
  for (let written = 0; written < count; written++) write(line);
  expect(supervisor.texts).toEqual(["first\nsecond\n"]);
  expect(warnings).toEqual([
    "The log on standard output takes no more for the moment: lines are lost.",
  ]);
  const sent = link.linesSent();
  for (let message = 0; message < 2; message++) supervisor.take();
  await sent;
  const [, lost] = /takes lines again: (\d+) were lost/.exec(warnings[1] ?? "") ?? [];
  expect(supervisor.texts).toHaveLength(2);
  expect(supervisor.texts[1]!.length / 1000 + Number(lost)).toBe(Math.ceil(count));
  expect(supervisor.texts[1]!.length).toBeLessThanOrEqual(KEPT_MAX + 1000);
});
