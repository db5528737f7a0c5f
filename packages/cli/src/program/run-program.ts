/**
 * Running a program from its file to the exit status: finds and starts it, obeys signals, and says
 * what went wrong.
 */
import type { Readable } from "node:stream";
import type { ComputerEnd, ComputerLimits } from "@craftos-http/event-loop";
import {
  type AddressRuleText,
  createEngine,
  type Engine,
  type EngineName,
  HostError,
  type HttpClientLimits,
  type HttpServerLimits,
  readTlsFiles,
  type TlsFiles,
} from "@craftos-http/http-host";
import { PeripheralProblem } from "@craftos-http/craftos";
import { type LuaLimits, LuaState } from "@craftos-http/interpreter";
import type { CompiledProgram } from "@craftos-http/typescript";
import { openComputerFiles } from "../files/computer-files.js";
import { FilesNotUsable, type FilesOptions } from "../files/files-options.js";
import type { AccessLogOptions } from "../observe/access-log.js";
import { LogNotWritable } from "../observe/log-file.js";
import {
  MetricsNotServable,
  MetricsServer,
  type MetricsServerOptions,
} from "../observe/metrics-server.js";
import { Observation } from "../observe/observation.js";
import { packageVersion } from "../package-version.js";
import { ExitStatus } from "../process/exit-status.js";
import { InputLines } from "../process/input-lines.js";
import { type OutputStreams, ProgramOutput } from "../process/program-output.js";
import {
  HangUpListener,
  listenToSignals,
  type SignalName,
  type SignalSource,
} from "../process/signals.js";
import { type ColorEnvironment, colorsFor } from "../report/colors.js";
import { describeProblems } from "../report/describe-problems.js";
import { describeFault } from "../report/internal-fault.js";
import { ProgramReporter } from "../report/program-reporter.js";
import { type RecordOptions, RunRecording } from "../record/record-run.js";
import { TraceNotWritable } from "../record/trace-file.js";
import type {
  TerminalActions,
  TerminalProcess,
  TerminalProcessEvent,
} from "../terminal/live-terminal.js";
import { openPeripherals, type PeripheralChoice } from "../peripherals/peripheral-choice.js";
import type { RunTerminal } from "../terminal/run-terminal.js";
import { NoTerminal, type TerminalInputStream } from "../terminal/terminal-streams.js";
import { SharedEngine } from "../workers/shared-engine.js";
import type { WorkerLink } from "../workers/worker-link.js";
import { ProgramNotReadable } from "./find-program.js";
import { FolderFiles, toByteString } from "./folder-files.js";
import { loadProgram, ProgramNotCompilable } from "./load-program.js";
import { ProgramNotLoadable, RunningProgram } from "./running-program.js";

/** The limits of a run: the computer's, those of HTTP, and the command's own. */
export interface RunLimits extends ComputerLimits, HttpServerLimits, HttpClientLimits, LuaLimits {
  /** What requests in flight get after SIGTERM, before the event `terminate`. */
  readonly graceMs: number;
  /** What the program gets to end after that event. */
  readonly shutdownTimeoutMs: number;
  /** How long a line of standard input may be. */
  readonly inputLineBytesMax: number;
}

/** What to run, and where. */
export interface RunOptions {
  /** The program's file. */
  readonly file: string;
  /** What it gets as `...`. */
  readonly args?: readonly string[];
  /** The address that its ports are opened on; default 127.0.0.1. */
  readonly host?: string;
  /** What serves HTTP; default auto. */
  readonly engine?: EngineName | "auto";
  /** Whether to believe a proxy about the client's address; default false. */
  readonly trustsProxy?: boolean;
  /** Whether nothing is said of open ports; default false. */
  readonly isQuiet?: boolean;
  /** What it may connect to, in order, before the built-in rules; default only those. */
  readonly httpRules?: readonly AddressRuleText[] | undefined;
  /** Where the computer's files are; default the program's folder. */
  readonly files?: FilesOptions;
  /** Whether the types of TypeScript are checked; default true. */
  readonly isChecked?: boolean;
  /** What is attached to the computer; default nothing. */
  readonly peripherals?: readonly PeripheralChoice[];
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<RunLimits>;
  /** The certificate that ports speak TLS with; default plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Where each request is logged; default nowhere. */
  readonly accessLog?: AccessLogOptions | undefined;
  /** Where figures and health are shown; default nowhere. */
  readonly metrics?: MetricsServerOptions | undefined;
  /** Set when this process is one of several that run the program. */
  readonly worker?: WorkerLink | undefined;
  /** Whether and where to record the run; default not. */
  readonly record?: RecordOptions | undefined;
  /** Whether the computer's screen is shown on the terminal, and keys come from it; default false. */
  readonly showsScreen?: boolean;
  /** Streams, signals and environment; default is this process. */
  readonly process?: RunProcess;
}

/** The part of `process` that a run uses. */
export interface RunProcess extends OutputStreams, SignalSource, TerminalProcess {
  /** The environment variables. */
  readonly env: ColorEnvironment;
  /** What lines are read from, or what is typed on. */
  readonly stdin?: TerminalInputStream;
  /** Adds a listener. */
  on(event: SignalName | TerminalProcessEvent, listener: () => void): unknown;
  /** Removes a listener. */
  off(event: SignalName | TerminalProcessEvent, listener: () => void): unknown;
}

/** The limits beside those of the packages below. */
export const DEFAULT_RUN_LIMITS: Pick<
  RunLimits,
  "graceMs" | "shutdownTimeoutMs" | "inputLineBytesMax"
> = {
  graceMs: 10_000,
  shutdownTimeoutMs: 10_000,
  inputLineBytesMax: 1024 * 1024,
};

/**
 * Runs a program to its end. What it prints and what is said of its errors has been written when
 * this is done.
 * @param options - what to run
 * @returns the exit status
 */
export async function runProgram(options: RunOptions): Promise<number> {
  const terminal =
    options.showsScreen === true ? await import("../terminal/run-terminal.js") : null;
  const run = new Run(options, terminal?.RunTerminal ?? null);
  const status = await run.toEnd();
  await run.leaveTerminal();
  await run.output.drained();
  return run.statusOfOutput ?? status;
}

class Run {
  readonly output: ProgramOutput;
  /** The exit status when the output could not be written. */
  statusOfOutput: number | undefined;
  readonly #options: RunOptions;
  readonly #limits: Partial<RunLimits> & typeof DEFAULT_RUN_LIMITS;
  readonly #process: RunProcess;
  readonly #terminal: RunTerminal | null;
  #current: RunningProgram | undefined;
  #engine: Engine | undefined;
  #recording: RunRecording | undefined;
  #observation: Observation | undefined;
  #metricsServer: MetricsServer | undefined;
  readonly #hangUp: HangUpListener;
  /** One for all of the program's runs: a reboot loses no line. */
  readonly #input: InputLines;
  #wasTerminated = false;
  /** Set by Ctrl+C while there is no program. */
  #wasInterrupted = false;
  /** Fulfilled with the exit status when the program is not to be waited for. */
  readonly #endedAtOnce: Promise<number>;
  #endAtOnce: (status: number) => void = () => undefined;

  constructor(options: RunOptions, Terminal: typeof RunTerminal | null) {
    this.#options = options;
    this.#limits = { ...DEFAULT_RUN_LIMITS, ...options.limits };
    this.#process = options.process ?? process;
    this.#input = new InputLines(
      () => this.#process.stdin ?? noInput(),
      this.#limits.inputLineBytesMax,
    );
    this.#endedAtOnce = new Promise((resolve) => (this.#endAtOnce = resolve));
    this.#hangUp = new HangUpListener(this.#process, () => this.#reload());
    this.#terminal =
      Terminal === null ? null : new Terminal(this.#process, this.#terminalActions());
    const streams = this.#terminal ?? this.#process;
    this.output = new ProgramOutput(streams, (error) => this.#outputBroke(error));
  }

  /** Gives the terminal back; what was kept from it is written. */
  async leaveTerminal(): Promise<void> {
    this.output.flush();
    await this.#terminal?.leave();
  }

  #terminalActions(): TerminalActions {
    return {
      interrupt: () => this.#interrupt(),
      endAtOnce: () => this.#endAtOnce(ExitStatus.interrupted),
      hungUp: (isSignal) => {
        // Then it means something else: that files are to be read again.
        if (!(isSignal && this.#hangUp.isListening)) this.#endAtOnce(ExitStatus.hungUp);
      },
      quit: () => this.#endAtOnce(ExitStatus.quit),
    };
  }

  async toEnd(): Promise<number> {
    const stopListening = listenToSignals(this.#process, {
      interrupt: () => this.#interrupt(),
      terminate: () => this.#terminate(),
      endAtOnce: (signal) =>
        this.#endAtOnce(signal === "SIGINT" ? ExitStatus.interrupted : ExitStatus.killed),
    });
    this.#options.worker?.onOrphaned(() => this.#endAtOnce(ExitStatus.killed));
    try {
      return await Promise.race([this.#untilItEnds(), this.#endedAtOnce]);
    } finally {
      stopListening();
      this.#hangUp.stop();
    }
  }

  /** Runs the program, again after each reboot. */
  async #untilItEnds(): Promise<number> {
    const { tls } = this.#options;
    try {
      this.#terminal?.enter();
      if (tls !== undefined) {
        readTlsFiles(tls);
        this.#hangUp.start();
      }
      await this.#observe();
      if (this.#options.record !== undefined) {
        this.#recording = new RunRecording(this.#options.record, (message) => this.#warn(message));
      }
      for (;;) {
        // Either may have come before there was a program to be told.
        if (this.#wasTerminated) return ExitStatus.ok;
        if (this.#wasInterrupted) return ExitStatus.interrupted;
        const status = await this.#once();
        if (status !== "reboot") return status;
      }
    } catch (error) {
      if (error instanceof ProgramNotCompilable) return ExitStatus.failed;
      const isExpected =
        error instanceof ProgramNotReadable ||
        error instanceof FilesNotUsable ||
        error instanceof NoTerminal ||
        error instanceof PeripheralProblem ||
        error instanceof TraceNotWritable ||
        error instanceof LogNotWritable ||
        error instanceof MetricsNotServable ||
        error instanceof HostError;
      if (!isExpected) throw error;
      this.#warn(error.message);
      return ExitStatus.failed;
    } finally {
      this.#input.close();
      this.#recording?.close();
      this.#metricsServer?.close();
      await this.#observation?.close();
      await this.#options.worker?.linesSent();
    }
  }

  /** Opens the access log and the port for figures, if they are asked for. */
  async #observe(): Promise<void> {
    const { accessLog, metrics, worker, trustsProxy = false, isQuiet } = this.#options;
    const host = {
      writeLine: (line: string) => {
        if (worker === undefined) this.output.write(`${line}\n`);
        else worker.writeLine(line, (message) => this.#warn(message));
      },
      warn: (message: string) => this.#warn(message),
      ...{ trustsProxy, worker: worker?.index ?? 0 },
    };
    const hasMetrics = metrics !== undefined;
    this.#observation = await Observation.begin({ accessLog, hasMetrics }, host);
    if (accessLog !== undefined && accessLog.file !== "-") this.#hangUp.start();
    if (worker !== undefined) {
      worker.answerFigures(async () => ({
        figures: (await this.#observation?.metrics?.registry.getMetricsAsJSON()) ?? [],
        problem: this.#observation?.health?.problem(),
      }));
      return;
    }
    if (metrics === undefined) return;
    this.#metricsServer = await MetricsServer.open(metrics, {
      metrics: async () => (await this.#observation?.metrics?.registry.metrics()) ?? "",
      problem: () => Promise.resolve(this.#observation?.health?.problem()),
    });
    if (isQuiet !== true) this.#warn(`figures are on ${this.#metricsServer.url}`);
  }

  async #once(): Promise<number | "reboot"> {
    const { file, args = [], host, tls, trustsProxy, isQuiet = false } = this.#options;
    const { httpRules = [] } = this.#options;
    const program = await loadProgram(file, {
      isChecked: this.#options.isChecked ?? true,
      onCompiled: (compiled) => this.#sayCompiled(compiled),
    });
    const opened = openComputerFiles(program, this.#options.files ?? {});
    const { fileSystem, hostPathOf } = opened;
    const files = new FolderFiles(hostPathOf);
    const recording = this.#recording;
    const seed = Math.floor(Math.random() * 2 ** 31);
    const state = new LuaState({
      randomSeed: seed,
      limits: this.#limits,
      memoryInUse: () => recording?.door.read("memory", memoryInUse) ?? memoryInUse(),
    });
    const byteArgs = args.map(toByteString);
    const screen = this.#terminal?.live?.hostScreen;
    const { peripherals = [] } = this.#options;
    recording?.boot({
      ...{ name: toByteString(program.name), source: program.source, args: byteArgs, seed },
      ...(screen && { screen: { width: screen.width, height: screen.height } }),
      ...(peripherals.length > 0 && { peripherals }),
      limits: this.#limits,
    });
    const hostProcess = this.#process;
    const reporter = new ProgramReporter({
      ...{ output: this.output, files, state, isQuiet },
      get colors() {
        return colorsFor(hostProcess.stderr, hostProcess.env);
      },
      onTlsPort: () => this.#hangUp.start(),
    });
    try {
      this.#current = new RunningProgram({
        ...{ program, files, fileSystem, state, host, tls, trustsProxy },
        httpRules: [...httpRules, ...this.#rulesForFigures()],
        engine: () => this.#engineFor(reporter),
        args: byteArgs,
        output: this.output,
        input: this.#input,
        limits: this.#limits,
        log: reporter,
        recording,
        worker: this.#options.worker,
        observation: this.#observation,
        screen,
        peripherals: openPeripherals(peripherals),
      });
      this.#terminal?.live?.connect(this.#current);
    } catch (error) {
      if (!(error instanceof ProgramNotLoadable)) throw error;
      reporter.syntaxError(error.message);
      return ExitStatus.failed;
    }
    const end = await this.#current.ended;
    const status = this.#statusOf(end, reporter);
    await this.#current.close();
    return status;
  }

  /** Says what is wrong with TypeScript, and what is as good as wrong. */
  #sayCompiled({ problems, warnings }: CompiledProgram): void {
    for (const warning of warnings) this.#warn(`warning: ${warning}.`);
    const colors = colorsFor(this.#process.stderr, this.#process.env);
    this.output.writeError(
      toByteString(describeProblems(problems, "the program was not run", colors)),
    );
  }

  /** The port for figures is not the program's, nor that of whoever makes it request a URL. */
  #rulesForFigures(): readonly AddressRuleText[] {
    const port = this.#options.worker?.metricsPort ?? this.#metricsServer?.port;
    return port === undefined ? [] : [{ action: "deny", pattern: `$loopback:${port}` }];
  }

  #warn(message: string): void {
    this.output.writeError(`craftos-http: ${toByteString(message)}\n`);
  }

  /** Makes the engine when the first port is opened: loading one takes time. */
  #engineFor(reporter: ProgramReporter): Engine {
    if (this.#engine === undefined) {
      const { engine, fallbackReason } = createEngine(this.#options.engine, this.#limits);
      if (fallbackReason !== undefined) reporter.warning(fallbackReason.message);
      const { worker } = this.#options;
      this.#engine = worker === undefined ? engine : new SharedEngine(engine, worker);
    }
    return this.#engine;
  }

  #statusOf(end: ComputerEnd, reporter: ProgramReporter): number | "reboot" {
    switch (end.kind) {
      case "returned":
      case "halted":
        return ExitStatus.ok;
      case "shutdown":
        return end.exitStatus;
      case "reboot":
        return "reboot";
      case "failed":
        if (end.error.value !== "Terminated") reporter.error(end.error);
        else if (this.#wasTerminated) return ExitStatus.ok;
        else reporter.terminated();
        return ExitStatus.failed;
      case "fault":
        this.output.writeError(toByteString(describeFault(end.fault, packageVersion())));
        return ExitStatus.internalFault;
    }
  }

  #interrupt(): void {
    if (this.#current === undefined) this.#wasInterrupted = true;
    else this.#current.interrupt();
  }

  #terminate(): void {
    this.#wasTerminated = true;
    this.#observation?.health?.stopping();
    this.#current?.endGracefully(this.#limits.graceMs, this.#limits.shutdownTimeoutMs);
  }

  #reload(): void {
    this.#current?.reloadTls();
    this.#observation?.reopen();
    if (this.#options.isQuiet !== true)
      this.#warn("SIGHUP: certificates and logs are opened again");
  }

  #outputBroke(error: NodeJS.ErrnoException): void {
    const isClosed = error.code === "EPIPE";
    this.statusOfOutput = isClosed ? ExitStatus.outputClosed : ExitStatus.failed;
    if (!isClosed) {
      this.output.writeError(`craftos-http: cannot write to standard output: ${error.message}\n`);
    }
    this.#endAtOnce(this.statusOfOutput);
  }
}

/** Stands for standard input where there is none. */
function noInput(): Readable {
  return process.getBuiltinModule("node:stream").Readable.from([]);
}

/** KiB that the program's values, and everything else, take. */
function memoryInUse(): number {
  return process.memoryUsage().heapUsed / 1024;
}
