/**
 * `craftos-http run [PROGRAM] [ARGS...]`: its arguments, options and help. What it does is in
 * `program/run-program.ts`, loaded when it is needed.
 */
import { join, resolve } from "node:path";
import type { Config } from "../../options/config-file.js";
import { flag, type OptionValues, value } from "../../options/option.js";
import { UsageError } from "../../options/usage-error.js";
import { FOLDER, parseCount } from "../../options/value-types.js";
import { limitsWithDebugger } from "../../debug/debugger-limits.js";
import type { DebuggerOptions, OpenDebugger } from "../../debug/open-debugger.js";
import { ExitStatus } from "../../process/exit-status.js";
import { isFolder } from "../../program/find-program.js";
import { type CommandCall, defineCommand } from "../command.js";
import type { CommandProcess } from "../command-context.js";
import { chosenDebugging, DEBUG_OPTIONS } from "./debug-options.js";
import { chosenFiles, FILE_OPTIONS } from "./file-options.js";
import { chosenHttpRules, HTTP_RULE_OPTIONS } from "./http-rule-options.js";
import { chosenLimits, LIMIT_OPTIONS } from "./limit-options.js";
import { chosenObservation, OBSERVE_OPTIONS } from "./observe-options.js";
import { chosenPeripherals, PERIPHERAL_OPTIONS } from "./peripheral-options.js";
import { chosenRecording, RECORD_OPTIONS } from "./record-options.js";
import { RUN_HELP } from "./run-help.js";
import { chosenServing, SERVING_OPTIONS } from "./serving-options.js";
import { chosenTls } from "./tls-options.js";

const RUN_OPTIONS = {
  ...SERVING_OPTIONS,
  workers: value({
    flags: "--workers <n>",
    description: "run so many processes of the program that share its ports",
    type: { parse: parseCount },
  }),
  watch: flag({
    flags: "-w, --watch",
    description: "start the program again when a file that it loaded changes; its ports stay open",
  }),
  term: flag({
    flags: "--term",
    description: "show the computer's screen on this terminal, and take keys and the mouse",
    excludes: ["workers", "watch"],
  }),
  rom: value({
    flags: "--rom <dir>",
    description:
      "boot the ROM of CC: Tweaked or CraftOS-PC that is there; without a program its shell",
    type: FOLDER,
    excludes: ["watch"],
  }),
  check: flag({ flags: "--no-check", description: "run TypeScript without checking its types" }),
  ...OBSERVE_OPTIONS,
  ...FILE_OPTIONS,
  ...PERIPHERAL_OPTIONS,
  ...RECORD_OPTIONS,
  ...DEBUG_OPTIONS,
  ...HTTP_RULE_OPTIONS,
  ...LIMIT_OPTIONS,
};

type RunValues = OptionValues<typeof RUN_OPTIONS>;

/** The command. */
export const runCommand = defineCommand({
  name: "run",
  description:
    "Runs a CraftOS program, in Lua or TypeScript. The program's folder is the disk of the computer " +
    "that it runs on.",
  arguments: [
    {
      name: "[program]",
      description:
        "its file, whose ending .lua may be left out, or a folder with a main.lua, startup.lua or " +
        "main.ts (default .)",
      completes: "file",
    },
    { name: "[args...]", description: "what the program gets as `...`", completes: "file" },
  ],
  options: RUN_OPTIONS,
  help: RUN_HELP,
  // What follows the program is its own, even if it looks like an option of ours.
  isOpenEnded: true,
  configFolder: ([program = "."]) => (isFolder(program) ? program : undefined),
  run,
});

async function run(call: CommandCall<typeof RUN_OPTIONS>): Promise<number> {
  const { args, options, context, config } = call;
  const [program = options.rom === undefined ? "." : undefined, ...programArgs] = args;
  const { WorkerLink } = await import("../../workers/worker-link.js");
  const worker = WorkerLink.of(context.process.env, process);
  if (options.term && options.accessLog === "-") {
    throw new UsageError("--access-log - cannot be used with --term: the screen is there.");
  }
  const httpRules = await chosenHttpRules(options);
  if (options.workers !== undefined && worker === undefined) {
    return await runWorkers(call, options.workers);
  }
  if (options.watch) refuseWith("--watch", options);
  const { debugger: debuggerOptions, profile } = chosenDebugging(options);
  const opened = debuggerOptions && (await waitForDebugger(debuggerOptions, context.process));
  if (opened === null) return ExitStatus.failed;
  const { runProgram } = await import("../../program/run-program.js");
  return await runProgram({
    ...(program === undefined ? {} : { file: programOf(program, config) }),
    ...(options.rom === undefined ? {} : { rom: resolve(options.rom) }),
    args: programArgs,
    showsScreen: options.term,
    ...chosenServing(options),
    isChecked: options.check,
    ...chosenObservation(options),
    ...{ httpRules, worker, process: context.process },
    files: chosenFiles(options),
    peripherals: chosenPeripherals(options),
    limits: limitsWithDebugger(chosenLimits(options), opened !== undefined),
    ...{ debugger: opened, profile },
    record: chosenRecording(options),
    isWatched: options.watch,
  });
}

/** Opens the debugger's port; null when that cannot be done, which has been said. */
async function waitForDebugger(
  options: DebuggerOptions,
  { stderr }: CommandProcess,
): Promise<OpenDebugger | null> {
  const { DebuggerNotOpened, openDebugger } = await import("../../debug/open-debugger.js");
  const say = (message: string): void => void stderr.write(`craftos-http: ${message}\n`);
  try {
    return openDebugger(options, (message) => say(`warning: ${message}.`));
  } catch (error) {
    if (!(error instanceof DebuggerNotOpened)) throw error;
    say(error.message);
    return null;
  }
}

/** A trace is of one program, and workers are started again by their supervisor. */
function refuseWith(name: string, { record, workers }: RunValues): void {
  if (record !== undefined) throw new UsageError(`${name} cannot be used with --record.`);
  if (workers !== undefined) throw new UsageError(`${name} cannot be used with --workers.`);
}

async function runWorkers(
  { options, context }: CommandCall<typeof RUN_OPTIONS>,
  count: number,
): Promise<number> {
  const { accessLog, metrics } = chosenObservation(options);
  if (options.record !== undefined) {
    throw new UsageError("--record cannot be used with --workers: a trace is of one computer.");
  }
  if (options.watch) refuseWith("--watch", options);
  const { runWorkers: superviseWorkers } = await import("../../workers/run-workers.js");
  return await superviseWorkers({
    ...{ count, metrics, engine: options.engine, isQuiet: options.quiet },
    command: [process.execPath, ...process.execArgv, process.argv[1] ?? "", ...context.args],
    reloads: accessLog !== undefined || chosenTls(options) !== undefined,
    process: context.process,
  });
}

/** The program that an argument means: of a folder, what its config file says. */
function programOf(argument: string, config: Config | undefined): string {
  if (config?.main === undefined || !isFolder(argument)) return argument;
  return join(config.folder, config.main);
}
