/**
 * Runs Lua with the interpreter and the event loop alone, and with nothing but what a browser has: the
 * tests load it in a page, and import it to know what the page must say.
 */
import {
  type Clock,
  Computer,
  type ComputerLimits,
  type HostTime,
  RealClock,
  Scheduler,
  VirtualClock,
} from "@craftos-http/event-loop";
import {
  fromLua,
  type HostOutput,
  library,
  LuaState,
  native,
  NO_VALUES,
} from "@craftos-http/interpreter";

/** How a program ended, as plain data. */
export interface PlainEnd {
  readonly kind: string;
  /** What it printed, one character per byte. */
  readonly printed: string;
  /** What it returned. */
  readonly values?: HostOutput[];
  /** The message of the error that ended it, with its place. */
  readonly message?: string;
  readonly traceback?: string | null;
  /** A fault of ours. */
  readonly fault?: string;
}

/** A state whose `print` adds to a text. */
class PrintingState {
  readonly state = new LuaState();
  printed = "";
  readonly #toText = this.state.load("return tostring(...)", "=tostring");

  constructor() {
    const textOf = (value: unknown): unknown => this.state.call(this.#toText, value as never)[0];
    const print = native("print", (...values) => {
      this.printed += `${values.map(textOf).join("\t")}\n`;
      return NO_VALUES;
    });
    this.state.globals.set("print", print);
  }
}

/** Runs a chunk to its end, by the interpreter alone; gives what it printed, and how it failed. */
export function runChunk(source: string, chunkName: string): string {
  const host = new PrintingState();
  const coroutine = host.state.createCoroutine(host.state.load(source, chunkName));
  let outcome = host.state.run(coroutine);
  while (outcome.kind === "yielded") outcome = host.state.run(coroutine);
  if (outcome.kind !== "failed") return host.printed;
  return `${host.printed}failed: ${outcome.error.message}\n${outcome.error.traceback ?? ""}`;
}

/** The time of a browser, by what Node has as well. */
class WebTime implements HostTime {
  readonly #soon = new MessageChannel();
  readonly #deferred: (() => void)[] = [];

  constructor() {
    // Node's declarations do not know this property of a port.
    Object.assign(this.#soon.port1, { onmessage: () => this.#deferred.shift()?.() });
  }

  monotonicMs(): number {
    return performance.now();
  }

  unixMs(): number {
    return Date.now();
  }

  utcOffsetMinutes(unixMs: number): number {
    return -new Date(unixMs).getTimezoneOffset();
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  }

  defer(callback: () => void): void {
    this.#deferred.push(callback);
    this.#soon.port2.postMessage(null);
  }

  close(): void {
    this.#soon.port1.close();
  }
}

/** Boots a program on a computer; gives what it printed and how it ended. */
function boot(source: string, clock: Clock, limits: Partial<ComputerLimits>): Promise<PlainEnd> {
  const host = new PrintingState();
  const { state } = host;
  const computer = new Computer({ scheduler: new Scheduler({ clock }), state, limits });
  const os = library({
    startTimer: (seconds) => computer.startTimer(Number(seconds)) ?? undefined,
    clock: () => computer.clockSeconds(),
    queueEvent: (name, ...values) =>
      computer.queueEvent([typeof name === "string" ? name : "", ...values]),
  });
  state.globals.set("os", os);
  const ended = new Promise<PlainEnd>((resolve) => {
    computer.onEnd((end) => {
      const plain = { kind: end.kind, printed: host.printed };
      if (end.kind === "returned") {
        resolve({ ...plain, values: end.values.map((value) => fromLua(value)) });
      } else if (end.kind === "failed") {
        resolve({ ...plain, message: end.error.message, traceback: end.error.traceback });
      } else {
        resolve(end.kind === "fault" ? { ...plain, fault: String(end.fault) } : plain);
      }
    });
  });
  computer.boot(state.load(source, "@program.lua"));
  return ended;
}

/** Runs a program on a clock that jumps to the next timer. */
export function runOnVirtualTime(
  source: string,
  limits: Partial<ComputerLimits> = {},
): Promise<PlainEnd> {
  const clock = new VirtualClock();
  const ended = boot(source, clock, limits);
  clock.runUntilIdle();
  return ended;
}

/** Runs a program on the host's clock; tells how often the host got a turn of its own meanwhile. */
export async function runOnRealTime(
  source: string,
  limits: Partial<ComputerLimits> = {},
): Promise<PlainEnd & { turns: number }> {
  const time = new WebTime();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const end = await boot(source, new RealClock(time), limits);
  clearInterval(timer);
  time.close();
  return { ...end, turns };
}

Object.assign(globalThis, { runChunk, runOnVirtualTime, runOnRealTime });
