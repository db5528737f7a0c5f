/**
 * `craftos-http replay`: runs a recorded program again and says whether it did the same.
 */
import type { CompiledProgram } from "@craftos-http/typescript";
import { TraceDamaged, TraceReader, TraceReplayer } from "@craftos-http/event-loop";
import { ProgramNotReadable } from "../program/find-program.js";
import { fromByteString, toByteString } from "../program/byte-string.js";
import { loadProgram, ProgramNotCompilable } from "../program/load-program.js";
import { LoadedSources } from "../program/loaded-sources.js";
import { ProgramNotLoadable } from "../program/running-program.js";
import { ExitStatus } from "../process/exit-status.js";
import { type OutputStreams, ProgramOutput } from "../process/program-output.js";
import { type ColorEnvironment, colorsFor } from "../report/colors.js";
import { describeProblems } from "../report/describe-problems.js";
import { describeError } from "../report/describe-error.js";
import { describeDifference } from "./describe-difference.js";
import { ReplayRun } from "./replay-run.js";
import { setupFromData } from "./recorded-setup.js";
import { openTrace, TraceNotReadable } from "./trace-source.js";

/** What to replay. */
export interface ReplayTraceOptions {
  /** The trace's file. */
  readonly file: string;
  /** A program to run in place of the recorded one. */
  readonly program?: string | undefined;
  /** Whether types are checked, if that is TypeScript; default true. */
  readonly isChecked?: boolean;
  /** Whether what the program writes is shown; default false. */
  readonly showsOutput?: boolean;
  /** Streams and environment; default is this process. */
  readonly process?: OutputStreams & { readonly env: ColorEnvironment };
}

/** How many requests are remembered by their method and target. */
const REQUESTS_MAX = 100_000;

/**
 * Replays a trace. What there is to say has been written when this is done.
 * @param options - what to replay
 * @returns the exit status: 0 when everything was identical
 */
export async function replayTrace(options: ReplayTraceOptions): Promise<number> {
  const replay = new Replay(options);
  const status = await replay.run();
  await replay.output.drained();
  return status;
}

class Replay {
  readonly output: ProgramOutput;
  readonly #options: ReplayTraceOptions;
  readonly #streams: NonNullable<ReplayTraceOptions["process"]>;
  readonly #files = new LoadedSources(fromByteString);
  readonly #requests = new Map<number, string>();
  #requestCount = 0;
  #run: ReplayRun | null = null;

  constructor(options: ReplayTraceOptions) {
    this.#options = options;
    this.#streams = options.process ?? process;
    this.output = new ProgramOutput(this.#streams, () => undefined);
  }

  async run(): Promise<number> {
    try {
      return this.#replay(await this.#changedSource());
    } catch (error) {
      // What is wrong has been said.
      if (error instanceof ProgramNotCompilable) return ExitStatus.failed;
      const isExpected =
        error instanceof TraceDamaged ||
        error instanceof TraceNotReadable ||
        error instanceof ProgramNotReadable ||
        error instanceof ProgramNotLoadable;
      if (!isExpected) throw error;
      const about = error instanceof TraceDamaged ? `${this.#options.file}: ` : "";
      this.#complain(`craftos-http: ${about}${error.message}`, null);
      return ExitStatus.failed;
    }
  }

  /** The program that runs in place of the recorded one, compiled if it is TypeScript. */
  async #changedSource(): Promise<string | null> {
    const { program, isChecked = true } = this.#options;
    if (program === undefined) return null;
    const { source } = await loadProgram(program, {
      isChecked,
      onCompiled: (compiled) => this.#sayCompiled(compiled),
    });
    return source;
  }

  #sayCompiled({ problems, warnings }: CompiledProgram): void {
    for (const warning of warnings) this.#complain(`craftos-http: warning: ${warning}.`, null);
    const colors = colorsFor(this.#streams.stderr, this.#streams.env);
    const text = describeProblems(problems, "nothing was replayed", colors);
    this.output.writeError(toByteString(text));
  }

  #replay(changed: string | null): number {
    const reader = new TraceReader(openTrace(this.#options.file));
    const replayer = new TraceReplayer(reader, {
      hasChanged: changed !== null,
      revive: (name, description) => {
        this.#note(name, description);
        return this.#run?.revive(name, description) ?? null;
      },
    });
    const write = (text: string): void => {
      if (this.#options.showsOutput === true) this.output.write(text);
    };
    for (let setup = replayer.boot(); setup !== null; setup = replayer.boot()) {
      const recorded = setupFromData(setup);
      const source = changed ?? recorded.source;
      this.#files.remember(recorded.name, source);
      const sourceLoaded = (path: string, text: string): void => this.#files.remember(path, text);
      this.#run = new ReplayRun({ setup: { ...recorded, source }, replayer, write, sourceLoaded });
      const end = this.#run.toEnd();
      const { difference } = replayer;
      if (difference !== null) {
        const text = describeDifference(difference, (number) => this.#requests.get(number));
        this.#complain(text, difference.traceback === "" ? null : difference.traceback);
        return ExitStatus.failed;
      }
      if (end?.kind === "fault") throw end.fault;
      if (end?.kind !== "reboot") break;
    }
    this.#say(replayer, reader);
    return ExitStatus.ok;
  }

  /** Remembers which request has which number. */
  #note(name: string, description: unknown): void {
    if (name !== "http_request" || !Array.isArray(description)) return;
    const [, method, target] = description as string[];
    this.#requests.set(++this.#requestCount, `${method} ${target}`);
    this.#requests.delete(this.#requestCount - REQUESTS_MAX);
  }

  #say(replayer: TraceReplayer, reader: TraceReader): void {
    const counts = [...replayer.counts].map(([name, count]) => `${count} × ${name}`).join(", ");
    const what = counts === "" ? "" : ` (${counts})`;
    const where = reader.isCutShort ? " up to where the trace is cut short" : "";
    this.output.write(toByteString(`The replay is identical${where}${what}.\n`));
  }

  #complain(message: string, traceback: string | null): void {
    const colors = colorsFor(this.#streams.stderr, this.#streams.env);
    this.output.writeError(describeError({ message, traceback }, this.#files, colors));
  }
}
