/**
 * `craftos-http repl`: a prompt for Lua on a computer that is like that of a program.
 */
import { ExitStatus } from "../process/exit-status.js";
import type { BuiltInProgram } from "../program/built-in-program.js";
import type { RunOptions, RunProcess } from "../program/run-options.js";
import { runProgram } from "../program/run-program.js";
import { packageVersion } from "../package-version.js";
import { colorsFor } from "../report/colors.js";
import { HistoryFile } from "./history-file.js";
import { replHost } from "./repl-host.js";
import { PipedInput, type ReplInput } from "./repl-input.js";
import { REPL_HOST_MODULE, REPL_NAME, REPL_SOURCE } from "./repl-source.js";
import { TypedInput } from "./typed-input.js";

/** How the prompt is run. */
export interface ReplOptions extends Omit<RunOptions, "file" | "rom" | "args" | "process"> {
  /** The file that the history is kept in; undefined when it is not. */
  readonly historyFile: string | undefined;
  /** How many lines are kept. */
  readonly historyLinesMax: number;
  readonly process: RunProcess;
}

/**
 * Runs the prompt to its end.
 * @param options - how
 * @returns the exit status
 */
export async function runRepl(options: ReplOptions): Promise<number> {
  const { stdin, stdout } = options.process;
  const isTyped = stdin?.isTTY === true && (stdout as { isTTY?: boolean }).isTTY === true;
  if (!isTyped) return await runProgram({ ...options, builtIn: promptProgram(options) });
  const input = openTyped(options, stdin);
  const process = withOutput(options.process, input);
  const onTerminate = (): void => input.end();
  process.on("SIGTERM", onTerminate);
  try {
    const builtIn = promptProgram(options, input);
    const status = await runProgram({ ...options, process, input, builtIn });
    return input.wasLeft ? ExitStatus.interrupted : status;
  } finally {
    process.off("SIGTERM", onTerminate);
    input.close();
  }
}

function openTyped(options: ReplOptions, stdin: NonNullable<RunProcess["stdin"]>): TypedInput {
  const { process, historyFile, historyLinesMax, isQuiet } = options;
  const { stdout, stderr } = process;
  const warn = (message: string): void => void stderr.write(`craftos-http: ${message}\n`);
  if (isQuiet !== true) {
    stdout.write(`craftos-http ${packageVersion()}: Lua as programs have it. exit() leaves.\n`);
  }
  return new TypedInput({
    ...{ input: stdin, output: stdout, historyLinesMax },
    history:
      historyFile === undefined ? undefined : new HistoryFile(historyFile, historyLinesMax, warn),
  });
}

/** The process with what is written going above the line that is being typed. */
function withOutput(process: RunProcess, { output }: TypedInput): RunProcess {
  const { env, stderr } = process;
  const isSeen = (stderr as { isTTY?: boolean }).isTTY === true;
  return {
    ...{ env, stdout: output, stderr: isSeen ? output : stderr },
    on: (event, listener) => process.on(event, listener),
    off: (event, listener) => process.off(event, listener),
  };
}

function promptProgram({ process }: ReplOptions, typed?: ReplInput): BuiltInProgram {
  return {
    name: REPL_NAME,
    source: REPL_SOURCE,
    modules: (parts) => {
      const input = typed ?? new PipedInput(parts.input);
      const colors = colorsFor(process.stdout, process.env);
      return { [REPL_HOST_MODULE]: replHost(parts, input, colors) };
    },
  };
}
