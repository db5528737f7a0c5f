/**
 * What a program is run with, as the command and its tests say it.
 */
import type { ComputerLimits } from "@craftos-http/event-loop";
import type {
  AddressRuleText,
  EngineName,
  HttpClientLimits,
  HttpServerLimits,
  TlsFiles,
} from "@craftos-http/http-host";
import type { LuaLimits } from "@craftos-http/interpreter";
import type { ProfileOptions } from "../debug/cpu-profile.js";
import type { OpenDebugger } from "../debug/open-debugger.js";
import type { FilesOptions } from "../files/files-options.js";
import type { AccessLogOptions } from "../observe/access-log.js";
import type { MetricsServerOptions } from "../observe/metrics-server.js";
import type { LineInput } from "../process/input-lines.js";
import type { OutputStreams } from "../process/program-output.js";
import type { SignalName, SignalSource } from "../process/signals.js";
import type { PeripheralChoice } from "../peripherals/peripheral-choice.js";
import type { ColorEnvironment } from "../report/colors.js";
import type { RecordOptions } from "../record/record-run.js";
import type { TerminalProcess, TerminalProcessEvent } from "../terminal/live-terminal.js";
import type { TerminalInputStream } from "../terminal/terminal-streams.js";
import type { WorkerLink } from "../workers/worker-link.js";
import type { BuiltInProgram } from "./built-in-program.js";

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
  /** The program's file; may be left out with {@link rom} and {@link builtIn}. */
  readonly file?: string;
  /** A folder with the ROM that is booted, a path on the machine; default the environment's own. */
  readonly rom?: string;
  /** A program of the command's own, in place of a file; the disk is the working folder. */
  readonly builtIn?: BuiltInProgram;
  /** Where programs read lines; default standard input. */
  readonly input?: LineInput;
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
  /** Whether it is started again when a file that it loaded changes; default false. */
  readonly isWatched?: boolean;
  /** What holds while a debugger may look at the program; default none may. */
  readonly debugger?: OpenDebugger | undefined;
  /** Where a CPU profile is written at the end; default nowhere. */
  readonly profile?: ProfileOptions | undefined;
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
