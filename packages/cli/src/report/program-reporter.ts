/**
 * What is said of a program on standard error: its errors, its open ports, what is odd about it.
 */
import type { HttpServerLog } from "@craftos-http/http-host";
import type { LuaError, LuaState } from "@craftos-http/interpreter";
import type { ProgramOutput } from "../process/program-output.js";
import type { LoadedSources } from "../program/loaded-sources.js";
import type { Colors } from "./colors.js";
import { describeError } from "./describe-error.js";
import { errorText } from "./error-text.js";

/** What a reporter works with. */
export interface ReporterSetup {
  /** Takes the lines. */
  readonly output: ProgramOutput;
  /** The program's files, whose lines are shown. */
  readonly files: LoadedSources;
  /** The program's state. */
  readonly state: LuaState;
  /** The colours of standard error; asked for only when there is something to say. */
  readonly colors: Colors;
  /** Whether nothing is said of open ports. */
  readonly isQuiet: boolean;
  /** Whether an open port is worth a line, if not quiet; default every one is. */
  readonly announces?: ((address: string) => boolean) | undefined;
  /** Called when a port with a certificate is opened. */
  readonly onTlsPort?: () => void;
}

/** Reports on one run of a program. Texts are byte strings. */
export class ProgramReporter implements HttpServerLog {
  readonly #setup: ReporterSetup;

  /**
   * Makes a reporter.
   * @param setup - what it works with
   */
  constructor(setup: ReporterSetup) {
    this.#setup = setup;
  }

  /** An error left the program. */
  error(error: LuaError): void {
    const { output, files, state, colors } = this.#setup;
    const { traceback } = error;
    output.writeError(
      describeError({ message: errorText(error, state), traceback }, files, colors),
    );
  }

  /** The program is not Lua. */
  syntaxError(message: string): void {
    const { output, files, colors } = this.#setup;
    output.writeError(describeError({ message, traceback: null }, files, colors));
  }

  /** The program ended because it was asked to: there is nothing to trace. */
  terminated(): void {
    this.#setup.output.writeError("Terminated\n");
  }

  /** See {@link HttpServerLog}. */
  listening(address: string, engine: string, speaksTls: boolean): void {
    const { output, colors, isQuiet, onTlsPort, announces } = this.#setup;
    if (speaksTls) onTlsPort?.();
    if (isQuiet || announces?.(address) === false) return;
    const url = `${speaksTls ? "https" : "http"}://${address}`;
    output.writeError(`Listening on ${colors.bold(url)} ${colors.dim(`(${engine})`)}\n`);
  }

  /** See {@link HttpServerLog}. */
  warning(text: string): void {
    const { output, colors } = this.#setup;
    output.writeError(`${colors.yellow("warning:")} ${onOneLine(text)}\n`);
  }

  /** See {@link HttpServerLog}. */
  callbackError(request: string, error: LuaError): void {
    this.#setup.output.writeError(`${onOneLine(request)}: the callback failed, answered 500\n`);
    this.error(error);
  }
}

/** A client must not be able to write lines, or to a terminal, by what it asks for. */
function onOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "?");
}
