/**
 * What the event loop itself costs, in this process: sleeping on virtual time, events, and computers
 * that wait.
 */
import { createEnvironment } from "@craftos-http/craftos";
import { Computer, Scheduler, VirtualClock } from "@craftos-http/event-loop";
import { LuaState } from "@craftos-http/interpreter";
import { performance } from "node:perf_hooks";

/** One figure of one run. */
export type Figures = Readonly<Record<string, number>>;

const dayInTwentyTimers = `for _ = 1, 20 do sleep(86400 / 20) end`;

const ownEvents = `
  local count = ...
  for n = 1, count do
    os.queueEvent("own", n)
    os.pullEvent("own")
  end`;

const hostEvents = `while true do os.pullEvent("host") end`;

function boot(source: string, args: readonly string[] = []) {
  const clock = new VirtualClock();
  const state = new LuaState();
  const scheduler = new Scheduler({ clock });
  const computer = new Computer({ scheduler, state, limits: { tooLongMs: Infinity } });
  const environment = createEnvironment(state, computer, {
    write: () => undefined,
    writeError: () => undefined,
  });
  const problem = environment.bootProgram({ path: "bench.lua", source, args });
  if (problem !== null) throw new Error(problem);
  return { clock, computer };
}

function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** Runs everything once. */
export function measureKernel(events: number): Figures {
  const sleepMs =
    1000 *
    secondsOf(() => {
      const { clock, computer } = boot(dayInTwentyTimers);
      clock.runUntilIdle();
      if (computer.end?.kind !== "returned" || clock.nowMs() !== 86_400_000) {
        throw new Error("it did not sleep for a day");
      }
    });

  const own = boot(ownEvents, [String(events)]);
  const ownSeconds = secondsOf(() => {
    own.clock.runUntilIdle();
  });

  const host = boot(hostEvents);
  host.clock.runUntilIdle();
  const hostSeconds = secondsOf(() => {
    for (let n = 0; n < events; n++) {
      if (!host.computer.deliver({ values: ["host", n] })) {
        host.clock.runUntilIdle();
        host.computer.deliver({ values: ["host", n] });
      }
    }
    host.clock.runUntilIdle();
  });

  const now = boot(hostEvents);
  now.clock.runUntilIdle();
  const nowSeconds = secondsOf(() => {
    for (let n = 0; n < events; n++) now.computer.deliverNow({ values: ["host", n] });
  });
  return {
    "a day of sleep in 20 timers, from nothing, ms": sleepMs,
    "os.queueEvent and os.pullEvent, events/s": events / ownSeconds,
    "queued by the host, events/s": events / hostSeconds,
    "delivered to a program that waits, events/s": events / nowSeconds,
  };
}

/** Boots computers that wait for an event, and gives what they take, in MB. */
export function measureIdleComputers(count: number): Figures {
  const collect = (globalThis as { gc?: () => void }).gc;
  collect?.();
  const before = process.memoryUsage();
  const computers = Array.from({ length: count }, () => {
    const booted = boot(hostEvents);
    booted.clock.runUntilIdle();
    return booted;
  });
  collect?.();
  const after = process.memoryUsage();
  if (computers.some(({ computer }) => computer.status !== "waiting")) throw new Error("one ended");
  return {
    [`${count} idle computers, heap MB`]: (after.heapUsed - before.heapUsed) / 1e6,
    [`${count} idle computers, whole process MB`]: after.rss / 1e6,
  };
}
