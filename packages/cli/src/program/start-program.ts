/**
 * Starting a program: finds it, opens its files, makes the interpreter's state and the computer, and
 * says on standard error what there is to say of it. One run may start it several times.
 */
import type { ComputerEnd } from "@craftos-http/event-loop";
import type { AddressRuleText, Engine } from "@craftos-http/http-host";
import { LuaState } from "@craftos-http/interpreter";
import type { CompiledProgram } from "@craftos-http/typescript";
import type { CpuProfile } from "../debug/cpu-profile.js";
import { DebuggedSources, SourceUrls } from "../debug/debugged-sources.js";
import { openComputerFiles } from "../files/computer-files.js";
import { mountRom } from "../files/rom-files.js";
import type { Observation } from "../observe/observation.js";
import { openPeripherals } from "../peripherals/peripheral-choice.js";
import { packageVersion } from "../package-version.js";
import { ExitStatus } from "../process/exit-status.js";
import type { LineInput } from "../process/input-lines.js";
import type { ProgramOutput } from "../process/program-output.js";
import { colorsFor } from "../report/colors.js";
import { describeProblems } from "../report/describe-problems.js";
import { describeFault } from "../report/internal-fault.js";
import { ProgramReporter } from "../report/program-reporter.js";
import type { LiveTerminal } from "../terminal/live-terminal.js";
import type { RunRecording } from "../record/record-run.js";
import { toByteString } from "./byte-string.js";
import { LoadedSources } from "./loaded-sources.js";
import { type LoadedProgram, loadProgram } from "./load-program.js";
import type { RunLimits, RunOptions, RunProcess } from "./run-options.js";
import { ProgramNotLoadable, RunningProgram } from "./running-program.js";

/** What is run when a ROM has only its shell to run: the disk is the working folder. */
const NO_PROGRAM: LoadedProgram = { folder: ".", name: "", source: "" };

async function findOrLoad(run: RunSurroundings): Promise<LoadedProgram> {
  const { file, builtIn, isChecked = true } = run.options;
  if (builtIn !== undefined) return { folder: ".", name: builtIn.name, source: builtIn.source };
  if (file === undefined) return NO_PROGRAM;
  return await loadProgram(file, {
    isChecked,
    onCompiled: (compiled) => {
      for (const input of compiled.inputs) run.onLoaded?.(input);
      sayCompiled(compiled, run);
    },
  });
}

/** What all programs of a run have in common. */
export interface RunSurroundings {
  readonly options: RunOptions;
  readonly limits: Partial<RunLimits>;
  readonly process: RunProcess;
  readonly output: ProgramOutput;
  readonly input: LineInput;
  readonly recording: RunRecording | undefined;
  /** The profile of the run, if one is made. */
  readonly profile: CpuProfile | null;
  readonly observation: Observation | undefined;
  /** Makes the engine; told when the first port is opened. */
  readonly engine: (reporter: ProgramReporter) => Engine;
  /** Called when a port with a certificate is opened. */
  readonly onTlsPort: () => void;
  /** Where its screen is shown. */
  readonly screen?: LiveTerminal["hostScreen"] | undefined;
  /** What the program may connect to, before the built-in rules. */
  readonly httpRules: readonly AddressRuleText[];
  /** Says something beside the program's own output. */
  readonly warn: (message: string) => void;
  /** Told of every file that is loaded, by its path on the machine. */
  readonly onLoaded?: (diskPath: string) => void;
  /** Whether the run was told to end: then a program that has been loaded is not started. */
  readonly isEnding: () => boolean;
  /** Whether an open port is worth a line; default every one is. */
  readonly announces?: (address: string) => boolean;
}

/** A program that was started. */
export interface StartedProgram {
  readonly running: RunningProgram;
  readonly reporter: ProgramReporter;
}

/**
 * Starts the program of a run.
 * @param run - the run
 * @returns undefined when it is no Lua, which has been said, or the run is to end
 * @throws ProgramNotReadable, ProgramNotCompilable, FilesNotUsable
 */
export async function startProgram(run: RunSurroundings): Promise<StartedProgram | undefined> {
  const { options, limits, process, output, input, recording, observation, screen } = run;
  const { args = [], host, tls, trustsProxy, isQuiet = false, peripherals = [] } = options;
  const program = await findOrLoad(run);
  if (program.compiled !== undefined) await signalsHeard();
  if (run.isEnding()) return undefined;
  const { fileSystem, hostPathOf } = openComputerFiles(program, options.files ?? {});
  const bios = options.rom === undefined ? undefined : mountRom(options.rom, fileSystem);
  const files = new LoadedSources(hostPathOf, run.onLoaded);
  const urls = new SourceUrls(hostPathOf);
  if (run.profile !== null) run.profile.urls = urls;
  const seed = Math.floor(Math.random() * 2 ** 31);
  const state = new LuaState({
    randomSeed: seed,
    limits,
    ...(options.debugger && {
      inspection: new DebuggedSources(
        urls,
        options.debugger.stopsAtStart ? toByteString(program.name) : null,
      ),
    }),
    memoryInUse: () => recording?.door.read("memory", memoryInUse) ?? memoryInUse(),
  });
  const byteArgs = args.map(toByteString);
  recording?.boot({
    ...{ name: toByteString(program.name), source: program.source, args: byteArgs, seed },
    ...(screen && { screen: { width: screen.width, height: screen.height } }),
    ...(peripherals.length > 0 && { peripherals }),
    ...(bios !== undefined && { bios }),
    limits,
  });
  const reporter = new ProgramReporter({
    ...{ output, files, state, isQuiet },
    get colors() {
      return colorsFor(process.stderr, process.env);
    },
    onTlsPort: run.onTlsPort,
    announces: run.announces,
  });
  try {
    const running = new RunningProgram({
      ...{ program, files, fileSystem, state, host, tls, trustsProxy },
      httpRules: run.httpRules,
      ...{ output, input, limits, recording, observation, screen },
      bios,
      peripherals: openPeripherals(peripherals),
      modules: (computer) =>
        options.builtIn?.modules({ state, computer, input, output, reporter }) ?? {},
      engine: () => run.engine(reporter),
      args: byteArgs,
      log: reporter,
      worker: options.worker,
    });
    return { running, reporter };
  } catch (error) {
    if (!(error instanceof ProgramNotLoadable)) throw error;
    reporter.syntaxError(error.message);
    return undefined;
  }
}

/**
 * Says how a program ended.
 * @param end - how
 * @param program - the program, and the run's output
 * @param program.reporter - speaks of the program
 * @param program.output - takes what is said of a fault of ours
 * @param wasTerminated - whether it was asked to end
 * @returns the exit status
 */
export function reportEnd(
  end: ComputerEnd,
  { reporter, output }: { readonly reporter: ProgramReporter; readonly output: ProgramOutput },
  wasTerminated: boolean,
): number | "reboot" {
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
      else if (wasTerminated) return ExitStatus.ok;
      else reporter.terminated();
      return ExitStatus.failed;
    case "fault":
      output.writeError(toByteString(describeFault(end.fault, packageVersion())));
      return ExitStatus.internalFault;
  }
}

/** Compiling holds the process: lets Node tell of signals that came meanwhile, once it looks for input. */
async function signalsHeard(): Promise<void> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** Says what is wrong with TypeScript, and what is as good as wrong. */
function sayCompiled(
  { problems, warnings }: CompiledProgram,
  { warn, output, process }: RunSurroundings,
): void {
  for (const warning of warnings) warn(`warning: ${warning}.`);
  const colors = colorsFor(process.stderr, process.env);
  const text = describeProblems(problems, "the program was not run", colors);
  output.writeError(toByteString(text));
}

/** KiB that the program's values, and everything else, take. */
function memoryInUse(): number {
  return process.memoryUsage().heapUsed / 1024;
}
