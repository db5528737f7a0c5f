/**
 * Runs real Lua programs on real sockets: a computer in real time with CraftOS around it, served by
 * one of the engines. What a program says and what is said of it is collected, and can be waited for;
 * nothing here waits for a length of time.
 */
import { createEnvironment } from "@craftos-http/craftos";
import {
  Computer,
  type ComputerEnd,
  type ComputerLimits,
  type HostTime,
  RealClock,
  Scheduler,
} from "@craftos-http/event-loop";
import {
  type LuaError,
  LuaState,
  type LuaValue,
  native,
  NO_VALUES,
} from "@craftos-http/interpreter";
import net from "node:net";
import { describe, onTestFinished } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { httpLibrary } from "../../src/server/http-library.js";
import type { HttpServerLimits, HttpServerOptions } from "../../src/server/http-server-options.js";
import { HttpServer } from "../../src/server/http-server.js";
import type { HttpClientLimits } from "../../src/client/client-limits.js";
import { HttpClient } from "../../src/client/http-client.js";
import {
  NetworkTransport,
  type NetworkTransportOptions,
} from "../../src/client/network-transport.js";
import { engines } from "../engine/engines.js";

/** How a test's program is run. */
export interface BootOptions extends Pick<
  Partial<HttpServerOptions>,
  "host" | "trustsProxy" | "tls" | "readFile" | "observer"
> {
  readonly limits?: Partial<HttpServerLimits & HttpClientLimits & ComputerLimits>;
  /** How its requests are made. */
  readonly network?: Omit<NetworkTransportOptions, "limits">;
  readonly args?: readonly string[];
}

const nodeTime: HostTime = {
  monotonicMs: () => performance.now(),
  unixMs: () => Date.now(),
  utcOffsetMinutes: () => 0,
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  defer: (callback) => {
    setImmediate(callback);
  },
};

/** A computer that was booted with a program. */
export class RunningProgram {
  /** The lines that it printed, and those it has not finished. */
  output = "";
  /** What was told to people, in order. */
  readonly warnings: string[] = [];
  /** Errors of callbacks, in order. */
  readonly callbackErrors: { request: string; error: LuaError }[] = [];
  /** Ports in the order in which they were opened. */
  readonly ports: number[] = [];
  readonly computer: Computer;
  readonly server: HttpServer;
  readonly client: HttpClient;
  #wakers: (() => void)[] = [];
  readonly #gates = new Set<string>();

  constructor(engine: Engine, source: string, options: BootOptions) {
    const state = new LuaState();
    const scheduler = new Scheduler({ clock: new RealClock(nodeTime) });
    const { limits = {}, args = [], network = {}, ...serverOptions } = options;
    this.computer = new Computer({ scheduler, state, limits });
    this.server = new HttpServer({
      computer: this.computer,
      engine: () => engine,
      limits,
      ...serverOptions,
      log: {
        listening: (address) => this.#note(() => this.ports.push(portOf(address))),
        warning: (text) => this.#note(() => this.warnings.push(text)),
        callbackError: (request, error) =>
          this.#note(() => this.callbackErrors.push({ request, error })),
      },
    });
    this.client = new HttpClient({
      computer: this.computer,
      transport: () => new NetworkTransport({ ...network, limits }),
      limits,
    });
    const environment = createEnvironment(state, this.computer, {
      write: (text) => {
        this.#note(() => (this.output += text));
      },
      writeError: (text) => {
        this.#note(() => (this.output += text));
      },
    });
    state.globals.set("http", httpLibrary(this.server, this.client));
    state.globals.set(
      "gate",
      native("gate", (name) => this.#gates.has(name as string)),
    );
    state.globals.set(
      "mark",
      native("mark", (name) => {
        this.#note(() => this.#gates.add(name as string));
        return NO_VALUES;
      }),
    );
    this.computer.onEnd(() => {
      this.#note(() => undefined);
    });
    const problem = environment.bootProgram({ path: "test.lua", source, args });
    if (problem !== null) throw new Error(problem);
  }

  /** Waits until something that the test looks for has come about. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#wakers.push(resolve));
  }

  /** Waits for a port, the first one unless told otherwise. */
  async port(index = 0): Promise<number> {
    await this.until(() => this.ports.length > index || this.computer.end !== null);
    const port = this.ports[index];
    if (port === undefined) throw new Error(`no port was opened: ${this.describeEnd()}`);
    return port;
  }

  /** Waits until the program has printed a text. */
  async printed(text: string): Promise<void> {
    await this.until(() => this.output.includes(text) || this.computer.end !== null);
    if (!this.output.includes(text)) {
      throw new Error(`it ended without printing ${JSON.stringify(text)}: ${this.describeEnd()}`);
    }
  }

  /** Waits for the end of the program. */
  async ended(): Promise<ComputerEnd> {
    await this.until(() => this.computer.end !== null);
    return this.computer.end!;
  }

  /** Waits until the program has returned, and fails if it failed; gives what it printed. */
  async returned(): Promise<string> {
    const end = await this.ended();
    if (end.kind !== "returned") throw new Error(this.describeEnd());
    return this.output;
  }

  /** Waits until the program has failed; gives its error's message. */
  async failed(): Promise<string> {
    const end = await this.ended();
    if (end.kind !== "failed") throw new Error(`it did not fail: ${this.describeEnd()}`);
    return end.error.message;
  }

  /** Waits until the program waits for an event. */
  async waits(): Promise<void> {
    await turnsUntil(() => this.computer.status === "waiting" || this.computer.end !== null);
    if (this.computer.end !== null) throw new Error(`it ended: ${this.describeEnd()}`);
  }

  /** Opens a gate: `gate(name)` is true for the program from now on. */
  open(gate: string): void {
    this.#gates.add(gate);
  }

  /** Waits until the program has said `mark(name)`. */
  async marked(name: string): Promise<void> {
    await this.until(() => this.#gates.has(name));
  }

  /** Delivers an event. */
  queue(name: string, ...args: LuaValue[]): void {
    this.computer.deliver({ values: [name, ...args] });
  }

  /** Ends it and drops its connections. */
  async stop(): Promise<void> {
    this.computer.halt();
    this.client.close();
    await this.server.close(1);
  }

  /** The end and what was printed, for messages. */
  describeEnd(): string {
    const { end } = this.computer;
    const detail =
      end?.kind === "failed" ? end.error.message : end?.kind === "fault" ? String(end.fault) : "";
    return `${end?.kind ?? "still running"} ${detail}; printed ${JSON.stringify(this.output)}`;
  }

  #note(change: () => unknown): void {
    change();
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}

/** Boots a program; it is ended after the test. */
export type Boot = (source: string, options?: BootOptions) => RunningProgram;

/** Runs a suite on every engine that this platform has. */
export function onEveryEngine(
  name: string,
  suite: (boot: Boot, engineName: string, engine: Engine) => void,
): void {
  describe.each(engines)(`${name} (%s)`, (engineName, engine) => {
    const boot: Boot = (source, options = {}) => {
      const program = new RunningProgram(engine, source, options);
      onTestFinished(() => program.stop());
      return program;
    };
    suite(boot, engineName, engine);
  });
}

/** Lets the event loop turn until something has come about that cannot be awaited. */
export async function turnsUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Lua that computes, without waiting for anything, until the test opens a gate. */
export function busyUntil(gate: string): string {
  return `while not gate("${gate}") do for _ = 1, 10000 do end end`;
}

/** Finds a port that nobody uses. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Tells whether a port accepts connections. */
export async function isOpen(port: number, host = "127.0.0.1"): Promise<boolean> {
  const socket = net.connect(port, host);
  const opened = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => {
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
  socket.destroy();
  return opened;
}
