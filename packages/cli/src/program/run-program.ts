/**
 * Running a program from its file to the exit status: finds and starts it, obeys signals, and says
 * what went wrong.
 */
import type { Readable } from "node:stream";
import {
  type AddressRuleText,
  createEngine,
  type Engine,
  HostError,
  readTlsFiles,
} from "@craftos-http/http-host";
import { PeripheralProblem } from "@craftos-http/craftos";
import type { CpuProfile } from "../debug/cpu-profile.js";
import { FilesNotUsable } from "../files/files-options.js";
import { LogNotWritable } from "../observe/log-file.js";
import { MetricsNotServable } from "../observe/metrics-server.js";
import { RunObservation } from "../observe/run-observation.js";
import { ExitStatus } from "../process/exit-status.js";
import { InputLines, type LineInput } from "../process/input-lines.js";
import { ProgramOutput } from "../process/program-output.js";
import { HangUpListener, listenToSignals } from "../process/signals.js";
import type { ProgramReporter } from "../report/program-reporter.js";
import { RunRecording } from "../record/record-run.js";
import { TraceNotWritable } from "../record/trace-file.js";
import type { TerminalActions } from "../terminal/live-terminal.js";
import type { RunTerminal } from "../terminal/run-terminal.js";
import { NoTerminal } from "../terminal/terminal-streams.js";
import { SharedEngine } from "../workers/shared-engine.js";
import { ProgramNotReadable } from "./find-program.js";
import { toByteString } from "./byte-string.js";
import { ProgramNotCompilable } from "./load-program.js";
import {
  DEFAULT_RUN_LIMITS,
  type RunLimits,
  type RunOptions,
  type RunProcess,
} from "./run-options.js";
import type { RunningProgram } from "./running-program.js";
import { reportEnd, type RunSurroundings, startProgram } from "./start-program.js";

/** What signals reach. */
type EndableProgram = Pick<RunningProgram, "interrupt" | "endGracefully" | "reloadTls">;

/**
 * Runs a program to its end. What it prints and what is said of its errors has been written when
 * this is done.
 * @param options - what to run
 * @returns the exit status
 */
export async function runProgram(options: RunOptions): Promise<number> {
  const terminal =
    options.showsScreen === true ? await import("../terminal/run-terminal.js") : null;
  const profiling = options.profile === undefined ? null : await import("../debug/cpu-profile.js");
  const profile = profiling === null ? null : new profiling.CpuProfile(options.profile!);
  const run = new Run(options, terminal?.RunTerminal ?? null, profile);
  const status = await run.toEnd();
  await run.leaveTerminal();
  run.finishProfile();
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
  readonly #profile: CpuProfile | null;
  #current: EndableProgram | undefined;
  #engine: Engine | undefined;
  #recording: RunRecording | undefined;
  #observation: RunObservation | undefined;
  readonly #hangUp: HangUpListener;
  /** One for all of the program's runs: a reboot loses no line. */
  readonly #input: LineInput;
  #wasTerminated = false;
  /** Set by Ctrl+C while there is no program. */
  #wasInterrupted = false;
  /** Fulfilled with the exit status when the program is not to be waited for. */
  readonly #endedAtOnce: Promise<number>;
  #endAtOnce: (status: number) => void = () => undefined;

  constructor(
    options: RunOptions,
    Terminal: typeof RunTerminal | null,
    profile: CpuProfile | null,
  ) {
    this.#options = options;
    this.#profile = profile;
    this.#limits = { ...DEFAULT_RUN_LIMITS, ...options.limits };
    this.#process = options.process ?? process;
    this.#input =
      options.input ??
      new InputLines(() => this.#process.stdin ?? noInput(), this.#limits.inputLineBytesMax);
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

  /** Writes the profile, if one was made. */
  finishProfile(): void {
    const written = this.#profile?.finish();
    if (written === undefined) return;
    if ("problem" in written) this.#warn(written.problem);
    else if (this.#options.isQuiet !== true) this.#warn(`the profile is in ${written.file}`);
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
      this.#observation = await RunObservation.begin(this.#options, {
        write: (text) => this.output.write(text),
        warn: (message) => this.#warn(message),
      });
      if (isLoggedToFile(this.#options)) this.#hangUp.start();
      if (this.#options.record !== undefined) {
        this.#recording = new RunRecording(this.#options.record, (message) => this.#warn(message));
      }
      for (;;) {
        const early = this.#statusOfEarlyEnd;
        if (early !== undefined) return early;
        const isWatched = this.#options.isWatched === true;
        const status = await (isWatched ? this.#watched() : this.#once());
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
      await this.#observation?.close();
      await this.#options.worker?.linesSent();
    }
  }

  /** A signal may have come before there was a program to be told. */
  get #statusOfEarlyEnd(): number | undefined {
    if (this.#wasTerminated) return ExitStatus.ok;
    return this.#wasInterrupted ? ExitStatus.interrupted : undefined;
  }

  /** Runs the program once. */
  async #once(): Promise<number | "reboot"> {
    const program = await startProgram(this.#surroundings());
    if (program === undefined) return this.#statusOfEarlyEnd ?? ExitStatus.failed;
    this.#current = program.running;
    this.#terminal?.live?.connect(program.running);
    const end = await program.running.ended;
    const status = reportEnd(end, { ...program, output: this.output }, this.#wasTerminated);
    await program.running.close();
    return status;
  }

  async #watched(): Promise<number> {
    const { WatchedProgram } = await import("../watch/watched-program.js");
    const program = new WatchedProgram(this.#surroundings(), (message) => this.#warn(message));
    this.#current = program;
    return await program.toEnd();
  }

  #surroundings(): RunSurroundings {
    return {
      ...{ options: this.#options, limits: this.#limits, process: this.#process },
      ...{ output: this.output, input: this.#input },
      ...{ recording: this.#recording, observation: this.#observation?.observation },
      profile: this.#profile,
      screen: this.#terminal?.live?.hostScreen,
      httpRules: [
        ...(this.#options.debugger?.httpRules ?? []),
        ...(this.#options.httpRules ?? []),
        ...this.#rulesForFigures(),
      ],
      engine: (reporter) => this.#engineFor(reporter),
      onTlsPort: () => this.#hangUp.start(),
      isEnding: () => this.#statusOfEarlyEnd !== undefined,
      warn: (message) => this.#warn(message),
    };
  }

  /** The port for figures is not the program's, nor that of whoever makes it request a URL. */
  #rulesForFigures(): readonly AddressRuleText[] {
    const port = this.#observation?.metricsPort;
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

  #interrupt(): void {
    if (this.#current === undefined) this.#wasInterrupted = true;
    else this.#current.interrupt();
  }

  #terminate(): void {
    this.#wasTerminated = true;
    this.#observation?.stopping();
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

function isLoggedToFile({ accessLog }: RunOptions): boolean {
  return accessLog !== undefined && accessLog.file !== "-";
}

/** Stands for standard input where there is none. */
function noInput(): Readable {
  return process.getBuiltinModule("node:stream").Readable.from([]);
}
