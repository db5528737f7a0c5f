/**
 * A computer in a browser: the interpreter, the event loop, CraftOS and the HTTP server of this project,
 * on the browser's clock, with a disk in memory, and ports that only the page and the program itself reach.
 */
import { createEnvironment, FileSystem, MemoryMount } from "@craftos-http/craftos";
import {
  Computer,
  type ComputerEnd,
  ProgramStop,
  RealClock,
  Scheduler,
} from "@craftos-http/event-loop";
import { HttpClient, httpLibrary, HttpServer } from "@craftos-http/http-host";
import { type LuaError, LuaState, luaToText, textToLua } from "@craftos-http/interpreter";
import { SimulatedEngine, SimulatedResponse, SimulatedTransport } from "craftos-http/testing";
import type { ErrorPlace, FromWorker, PageRequest } from "./messages";
import { OUTPUT_MAX, OutputPipe } from "./output-pipe";
import { webTime } from "./web-time";

/** What the program is called, in errors too. */
const PROGRAM = "program.lua";

/** Runs one program. */
export class PageComputer {
  readonly #say: (message: FromWorker) => void;
  readonly #output: OutputPipe;
  readonly #engine = new SimulatedEngine();
  #takeLine: ((line: string | null) => boolean) | undefined;

  /**
   * Starts a program.
   * @param source - what a person wrote
   * @param say - tells the page what happens
   */
  constructor(source: string, say: (message: FromWorker) => void) {
    this.#say = say;
    this.#output = new OutputPipe((text, isError) => {
      say({ kind: "output", text, isError });
    });
    const scheduler = new Scheduler({ clock: new RealClock(webTime()) });
    const state = new LuaState({ randomSeed: Math.floor(Math.random() * 2 ** 31) });
    const computer = new Computer({ scheduler, state });
    const files = new FileSystem({
      disk: new MemoryMount({ files: { [PROGRAM]: textToLua(source) } }),
    });
    const environment = createEnvironment(state, computer, {
      files,
      write: (text) => {
        this.#write(text, false);
      },
      writeError: (text) => {
        this.#write(text, true);
      },
      requestLine: (take) => {
        this.#takeLine = take;
        this.#output.flush();
        say({ kind: "reading" });
      },
    });
    state.globals.set("http", this.#http(computer, scheduler));
    computer.onEnd((end) => {
      this.#ended(end);
    });
    const problem = environment.bootProgram({ path: PROGRAM });
    if (problem !== null) this.#failed(luaToText(problem));
  }

  /** Gives the program the line that it waits for; null at the end of the input. */
  enter(line: string | null): void {
    const take = this.#takeLine;
    this.#takeLine = undefined;
    take?.(line === null ? null : textToLua(line));
  }

  /** Makes a request of the program's server. */
  request({ port, method, target, body }: PageRequest): void {
    const response = new SimulatedResponse();
    response.onChanged = () => {
      if (response.wasRefused) this.#say({ kind: "refused", port });
      else {
        this.#output.flush();
        this.#say({
          kind: "response",
          ...{ status: response.status, reason: response.reason, isComplete: response.isComplete },
          ...{ headers: response.headers, body: luaToText(response.body) },
        });
      }
    };
    const headers = { host: `127.0.0.1:${port}` };
    const bytes = { target: encodeURI(target), body: textToLua(body) };
    this.#engine.request({ port, method, headers, ...bytes }, response);
  }

  #http(computer: Computer, scheduler: Scheduler): ReturnType<typeof httpLibrary> {
    const server = new HttpServer({
      computer,
      engine: () => this.#engine,
      repeat: (callback, intervalMs) => {
        const timer = setInterval(callback, intervalMs);
        return () => clearInterval(timer);
      },
      log: {
        listening: (address) => {
          this.#say({ kind: "listening", port: Number(/\d+$/.exec(address)?.[0]) });
        },
        warning: (text) => {
          this.#write(`warning: ${text}\n`, true);
        },
        callbackError: (request, error) => {
          this.#write(`${request}: ${error.message}\n${error.traceback ?? ""}\n`, true);
        },
      },
    });
    const after = (delayMs: number, act: () => void): void =>
      void scheduler.callAt(scheduler.clock.nowMs() + delayMs, act);
    const transport = (): SimulatedTransport =>
      new SimulatedTransport({ engine: this.#engine, network: undefined, after });
    return httpLibrary(server, new HttpClient({ computer, transport }));
  }

  #write(bytes: string, isError: boolean): void {
    if (this.#output.isFull) throw new ProgramStop({ kind: "halted" });
    this.#output.write(bytes, isError);
  }

  #ended(end: ComputerEnd): void {
    if (end.kind === "failed") this.#failed(end.error.message, end.error);
    else this.#end(sentenceOf(end));
  }

  #failed(message: string, error?: LuaError): void {
    const traceback = error?.traceback ?? "";
    const text = traceback === "" ? message : `${message}\n${traceback}`;
    this.#output.write(`${text}\n`, true);
    this.#end("The program failed.", placeOf(text));
  }

  #end(text: string, place?: ErrorPlace): void {
    this.#output.flush();
    this.#say({ kind: "ended", text, ...(place && { place }) });
  }
}

function sentenceOf(end: Exclude<ComputerEnd, { kind: "failed" }>): string {
  switch (end.kind) {
    case "returned":
      return "The program has ended.";
    case "shutdown":
      return `The program has shut its computer down, with status ${end.exitStatus}.`;
    case "reboot":
      return "The program wants its computer to boot again.";
    case "halted":
      return `The program was stopped: it wrote more than ${OUTPUT_MAX / 1000} thousand characters.`;
    case "fault":
      return `This is a fault of craftos-http, not of the program: ${String(end.fault)}`;
  }
}

/** Where in the program an error is: what its message says, or else its traceback. */
function placeOf(text: string): ErrorPlace | undefined {
  const [, line, message] = /(?:^|\s)\/?program\.lua:(\d+): (.*)/.exec(text) ?? [];
  return line === undefined || message === undefined ? undefined : { line: Number(line), message };
}
