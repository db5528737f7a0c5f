/**
 * One run of one program: a computer with everything wired to it, from boot to end.
 */
import {
  type AttachedPeripheral,
  createEnvironment,
  type CraftosEnvironment,
  type CraftosHost,
  type FileSystem,
  type HostScreen,
  LocalModems,
  type Screen,
} from "@craftos-http/craftos";
import {
  Computer,
  type ComputerEnd,
  type ComputerLimits,
  RealClock,
  Scheduler,
  SLICE_MS,
} from "@craftos-http/event-loop";
import {
  type AddressRuleText,
  type Engine,
  HttpClient,
  type HttpClientLimits,
  httpLibrary,
  HttpServer,
  type HttpServerLimits,
  type HttpServerLog,
  NetworkTransport,
  type TlsFiles,
} from "@craftos-http/http-host";
import type { LuaState, LuaValue } from "@craftos-http/interpreter";
import { readCertificateFile } from "../files/certificate-file.js";
import type { Observation } from "../observe/observation.js";
import { TimedComputer } from "../observe/timed-computer.js";
import { nodeTime } from "../process/host-time.js";
import type { LineInput } from "../process/input-lines.js";
import type { ProgramOutput } from "../process/program-output.js";
import type { RunRecording } from "../record/record-run.js";
import type { WorkerIdentity } from "../workers/worker-identity.js";
import type { FoundProgram } from "./find-program.js";
import { toByteString } from "./byte-string.js";
import { noteSourceLength } from "./large-programs.js";
import type { LoadedSources } from "./loaded-sources.js";

/** What modems of this process send to one another. */
const MODEMS = new LocalModems();

/**
 * How long a program runs before Node gets its turn, as long as nothing but a signal can come from outside:
 * no port was opened, nothing requested or read. So long Ctrl+C waits at most, and two of it must be so far apart
 * to count as two.
 */
const UNDISTURBED_SLICE_MS = 250;

/**
 * The same in the first second of a program. One that runs no longer never needs code that carries on in the middle
 * of a loop, which costs V8 some 20 ms for each loop (benchmarks priority-queue, loops-generic: 0.7 of the time).
 */
const UNDISTURBED_START_MS = 1000;

/** What a program is run with. */
export interface ProgramSetup {
  /** The program. */
  readonly program: FoundProgram;
  /** Where its files lie, and the text of those that were loaded. */
  readonly files: LoadedSources;
  /** The files of its computer. */
  readonly fileSystem: FileSystem;
  /** The interpreter's state that it runs in. */
  readonly state: LuaState;
  /** What it gets as `...`, byte strings. */
  readonly args: readonly string[];
  /** Takes what it writes. */
  readonly output: ProgramOutput;
  /** Gives what it reads. */
  readonly input: LineInput;
  /** Gives what serves HTTP, when the first port is opened. */
  readonly engine: () => Engine;
  /** The address that ports are opened on; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** The certificate that ports speak TLS with; default plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Whether to believe a proxy about the client's address; default false. */
  readonly trustsProxy?: boolean | undefined;
  /** What it may connect to, before the built-in rules. */
  readonly httpRules?: readonly AddressRuleText[] | undefined;
  /** Limits that differ from the defaults. */
  readonly limits: Partial<ComputerLimits & HttpServerLimits & HttpClientLimits>;
  /** Told of its ports and requests. */
  readonly log: HttpServerLog;
  /** Records it. */
  readonly recording?: RunRecording | undefined;
  /** Which of how many processes that run the program this is; default the only one. */
  readonly worker?: WorkerIdentity | undefined;
  /** Watches it. */
  readonly observation?: Observation | undefined;
  /** Shows its screen; default nobody does. */
  readonly screen?: HostScreen | undefined;
  /** The bios of the ROM that runs it; default the environment's own. */
  readonly bios?: string | undefined;
  /** What is attached to its computer. */
  readonly peripherals?: readonly AttachedPeripheral[];
  /** Makes what its `require` finds beside files, by name; default nothing. */
  readonly modules?: (computer: Computer) => Readonly<Record<string, LuaValue>>;
}

/** The program is not Lua; the message says where. */
export class ProgramNotLoadable extends Error {
  override readonly name = "ProgramNotLoadable";
}

/** A program that has been started. */
export class RunningProgram {
  /** Fulfilled when the program's run has ended. */
  readonly ended: Promise<ComputerEnd>;
  /** Its computer. */
  readonly computer: Computer;
  /** What is on its screen. */
  readonly screen: Screen;
  readonly #scheduler: Scheduler;
  readonly #environment: CraftosEnvironment;
  readonly #server: HttpServer;
  readonly #client: HttpClient;

  /**
   * Starts a program.
   * @param setup - what to run
   * @throws ProgramNotLoadable
   */
  constructor(setup: ProgramSetup) {
    const { program, files, state, output } = setup;
    const { recording, limits, observation } = setup;
    const isWatched = setup.screen !== undefined || observation !== undefined;
    const scheduler = new Scheduler({
      clock: new RealClock(nodeTime),
      sliceMs: isWatched ? SLICE_MS : UNDISTURBED_START_MS,
    });
    this.#scheduler = scheduler;
    setTimeout(() => {
      scheduler.sliceMs = Math.min(scheduler.sliceMs, UNDISTURBED_SLICE_MS);
    }, UNDISTURBED_START_MS).unref();
    const options = { scheduler, state, limits, door: recording?.door ?? null };
    const timed = observation?.metrics === undefined ? undefined : new TimedComputer(options);
    const computer = timed ?? new Computer(options);
    computer.onEnd((end) => {
      recording?.end(end);
      for (const error of setup.fileSystem.closeAll())
        setup.log.warning(`a file was not saved: ${error.message}`);
    });
    const host: CraftosHost = {
      write: (text) => output.write(text),
      writeError: (text) => output.writeError(text),
      files: setup.fileSystem,
      requestLine: (take) => {
        this.#expectInput();
        setup.input.request(take);
      },
      screen: setup.screen,
      peripherals: setup.peripherals,
      surroundings: {
        modems: MODEMS,
        after: (delayMs, act) => {
          scheduler.callAt(scheduler.clock.nowMs() + delayMs, act);
        },
      },
      sourceLoaded: (path, source) => {
        noteSourceLength(source.length);
        files.remember(path, source);
      },
    };
    const environment = createEnvironment(state, computer, host);
    const server = new HttpServer({
      computer,
      engine: () => {
        this.#expectInput();
        return setup.engine();
      },
      host: setup.host ?? "127.0.0.1",
      tls: setup.tls,
      readFile: (path) => readCertificateFile(setup.fileSystem, path),
      limits: setup.limits,
      trustsProxy: setup.trustsProxy === true,
      redactedHeaders: recording?.redactedHeaders ?? new Set(),
      observer: observation,
      worker: setup.worker,
      log: setup.log,
    });
    const client = new HttpClient({
      computer,
      transport: () => {
        this.#expectInput();
        return new NetworkTransport({ limits, rules: setup.httpRules });
      },
      limits,
      redactedHeaders: recording?.redactedHeaders ?? new Set(),
    });
    if (observation !== undefined) {
      observation.program = {
        computer,
        get luaMs() {
          return timed?.luaMs ?? 0;
        },
        get webSockets() {
          return server.webSockets.clientCount;
        },
      };
    }
    state.globals.set("http", httpLibrary(server, client));
    const path = toByteString(program.name);
    files.remember(path, program.source);
    const { bios, args } = setup;
    const modules = setup.modules?.(computer) ?? {};
    const problem =
      bios === undefined
        ? environment.bootProgram({ path, source: program.source, args, modules })
        : environment.bootRom({ bios, program: path === "" ? undefined : { path, args } });
    if (problem !== null) throw new ProgramNotLoadable(problem);
    this.computer = computer;
    this.screen = environment.screen;
    this.#environment = environment;
    this.#server = server;
    this.#client = client;
    this.ended = untilEnd(computer);
  }

  /** Gives its screen another size. */
  resizeScreen(width: number, height: number): void {
    this.#environment.resizeScreen(width, height);
  }

  /** Queues `terminate`. */
  interrupt(): void {
    // Who was not obeyed asks again.
    this.#expectInput();
    this.computer.terminate();
  }

  /** From now on something but a signal can come from outside. */
  #expectInput(): void {
    this.#scheduler.sliceMs = SLICE_MS;
  }

  /**
   * Lets what is under way finish, then asks the program to end; ends it when it does not.
   * @param graceMs - how long what is under way may take
   * @param timeoutMs - how long the program may take after it was asked
   */
  endGracefully(graceMs: number, timeoutMs: number): void {
    const { computer } = this;
    let timer: NodeJS.Timeout | undefined;
    let wasAsked = false;
    const askToEnd = (): void => {
      if (wasAsked || computer.end !== null) return;
      wasAsked = true;
      clearTimeout(timer);
      computer.terminate();
      timer = setTimeout(() => computer.halt(), timeoutMs);
    };
    timer = setTimeout(askToEnd, graceMs);
    void this.ended.then(() => clearTimeout(timer));
    void this.#server.drain().then(askToEnd);
  }

  /** Ends it at once, wherever it is. */
  halt(): void {
    this.computer.halt();
  }

  /** Reads the certificates of its ports again. */
  reloadTls(): void {
    this.#server.reloadTls();
  }

  /** Closes its ports and connections, after its run has ended; what it answered still goes out. */
  async close(): Promise<void> {
    this.#client.close();
    await this.#server.close();
  }
}

function untilEnd(computer: Computer): Promise<ComputerEnd> {
  return new Promise((resolve) => {
    // A program may wait for an event that only a signal can bring: Node must not leave before.
    const keepAlive = setInterval(() => undefined, 2 ** 30);
    computer.onEnd((end) => {
      clearInterval(keepAlive);
      resolve(end);
    });
  });
}
