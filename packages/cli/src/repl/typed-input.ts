/**
 * The prompt on a terminal, by Node's readline: it edits lines, completes names and goes through the history.
 * It is there all the time, so that Ctrl+C is a key, and what is typed while Lua runs is the next input.
 *
 * Invariant: what is written while a line is being typed comes above it.
 */
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import type { LuaTable } from "@craftos-http/interpreter";
import type { LineInput, LineTaker } from "../process/input-lines.js";
import type { ProgramParts } from "../program/built-in-program.js";
import { fromByteString, toByteString } from "../program/byte-string.js";
import type { TerminalStreams } from "../terminal/terminal-streams.js";
import { completeNames } from "./complete-names.js";
import type { HistoryFile } from "./history-file.js";
import type { ReplInput, ReplLine } from "./repl-input.js";

const PROMPT = "lua> ";
const PROMPT_FOR_MORE = "...> ";

const WIDTH_UNKNOWN = 80;

/** The prompt's surroundings. */
export interface TypedInputSetup extends TerminalStreams {
  /** Keeps what is typed; undefined when nobody does. */
  readonly history: HistoryFile | undefined;
  /** How many lines one can go back. */
  readonly historyLinesMax: number;
}

/** Who waits for a line: the prompt, or a program that reads. */
type Waiting =
  | { readonly kind: "prompt"; readonly isMore: boolean; readonly take: (line: ReplLine) => void }
  | { readonly kind: "read"; readonly take: LineTaker };

/** Lines that somebody types. */
export class TypedInput implements ReplInput, LineInput {
  readonly isTyped = true;
  /** Set when Ctrl+C was pressed again while something ran that would not end. */
  wasLeft = false;
  /** Stands for the terminal: what is written to it. */
  readonly output: Writable;
  readonly #setup: TypedInputSetup;
  readonly #readline: Interface;
  /** What is typed is run in it. */
  #env: LuaTable | undefined;
  #parts: ProgramParts | undefined;
  #waiting: Waiting | undefined;
  /** Whole lines that nobody has asked for yet. */
  readonly #typed: string[] = [];
  #hasEnded = false;
  /** Whether Ctrl+C was pressed while what runs ran. */
  #hasInterrupted = false;
  /** Whether the last key that did anything at the prompt was Ctrl+C. */
  #mayLeave = false;
  /** What was written since the last line end. */
  #begun = "";

  /**
   * Takes the terminal.
   * @param setup - the terminal and the history
   */
  constructor(setup: TypedInputSetup) {
    this.#setup = setup;
    this.output = outputAbove(setup.output, (chunk, done) => this.#write(chunk, done));
    const history = setup.history?.read() ?? [];
    this.#readline = createInterface({
      ...{ input: setup.input, output: setup.output, terminal: true, prompt: "" },
      ...{ history, historySize: setup.historyLinesMax, removeHistoryDuplicates: true },
      completer: (line: string) => this.#complete(line),
    });
    this.#readline
      .on("line", (line) => this.#line(line))
      .on("history", (lines) => this.#remember(lines))
      .on("SIGINT", () => this.#interrupt())
      .on("close", () => this.#end());
  }

  /** See {@link ReplInput}. */
  get width(): number {
    return this.#setup.output.columns ?? WIDTH_UNKNOWN;
  }

  /** See {@link ReplInput}. */
  begin(env: LuaTable, parts: ProgramParts): void {
    this.#env = env;
    this.#parts = parts;
  }

  /** See {@link ReplInput}. */
  nextLine(isMore: boolean, take: (line: ReplLine) => void): void {
    this.#waiting = { kind: "prompt", isMore, take };
    this.#hasInterrupted = false;
    this.#serve();
  }

  /** A program reads. See {@link LineInput}. */
  request(take: LineTaker): void {
    this.#waiting = { kind: "read", take };
    this.#serve();
  }

  /** See {@link LineInput}. */
  close(): void {
    this.#waiting = undefined;
    this.#readline.close();
  }

  /** Says that there are no more lines: whoever waits for one is told. */
  end(): void {
    this.#end();
  }

  // ---- What is typed

  #line(text: string): void {
    this.#mayLeave = false;
    this.#begun = "";
    this.#typed.push(toByteString(text));
    this.#serve();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    // Ctrl+D leaves the cursor behind the prompt.
    if (this.#waiting !== undefined) this.#setup.output.write("\n");
    this.#serve();
  }

  /** Gives a line to whoever waits, or asks for one. */
  #serve(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const line = this.#typed[0];
    if (line === undefined && !this.#hasEnded) {
      this.#ask(waiting);
      return;
    }
    this.#waiting = undefined;
    this.#readline.setPrompt("");
    if (waiting.kind === "read") {
      if (waiting.take(line ?? null)) this.#typed.shift();
      return;
    }
    this.#typed.shift();
    waiting.take(line === undefined ? { kind: "ended" } : { kind: "line", text: line });
  }

  #ask(waiting: Waiting): void {
    if (waiting.kind === "prompt") {
      if (this.#begun !== "") this.#setup.output.write("\n");
      this.#begun = "";
    }
    // A program has written its own prompt, which readline writes again when it writes the line.
    const prompt = { read: this.#begun, prompt: PROMPT };
    const isMore = waiting.kind === "prompt" && waiting.isMore;
    this.#readline.setPrompt(isMore ? PROMPT_FOR_MORE : prompt[waiting.kind]);
    this.#readline.prompt(true);
  }

  #interrupt(): void {
    const { output } = this.#setup;
    const waiting = this.#waiting;
    if (waiting?.kind !== "prompt") {
      if (this.#hasInterrupted) this.#leave();
      else this.#parts?.computer.terminate();
      this.#hasInterrupted = true;
      return;
    }
    const isEmpty = this.#readline.line === "" && !waiting.isMore;
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
    output.write("^C\n");
    if (isEmpty && this.#mayLeave) {
      this.#readline.close();
      return;
    }
    this.#mayLeave = isEmpty;
    if (isEmpty) output.write("(Ctrl+C again, Ctrl+D or exit() leaves)\n");
    this.#waiting = undefined;
    waiting.take({ kind: "dropped" });
  }

  #leave(): void {
    this.wasLeft = true;
    this.#parts?.computer.halt();
  }

  // ---- What helps to type

  #complete(line: string): [string[], string] {
    const [env, parts] = [this.#env, this.#parts];
    if (env === undefined || parts === undefined || this.#waiting?.kind === "read")
      return [[], line];
    const { names, begun } = completeNames(toByteString(line), env, parts.state);
    return [names.map(fromByteString), begun];
  }

  /** Readline tells of the history whenever it has changed, and lets it be changed. */
  #remember(lines: string[]): void {
    const [line = ""] = lines;
    // What a program reads may be a password.
    if (this.#waiting?.kind === "read") lines.shift();
    else this.#setup.history?.add(line);
  }

  // ---- What is written meanwhile

  #write(chunk: Buffer, done: (error?: Error | null) => void): void {
    const { output } = this.#setup;
    const waiting = this.#typed.length === 0 ? this.#waiting : undefined;
    const rows = waiting === undefined ? 0 : this.#readline.getCursorPos().rows;
    if (waiting !== undefined) {
      output.write(`${rows > 0 ? `\u001b[${rows}A` : ""}\r\u001b[J`);
      if (waiting.kind === "read") output.write(this.#begun);
    }
    const text = this.#begun + chunk.toString();
    this.#begun = text.slice(text.lastIndexOf("\n") + 1);
    output.write(chunk, done);
    if (waiting === undefined) return;
    // Readline goes as many rows up as there were to the cursor.
    output.write("\n".repeat(rows));
    this.#ask(waiting);
  }
}

/** A stream that looks like another, and gives what is written to somebody. */
function outputAbove(
  stream: TerminalStreams["output"],
  write: (chunk: Buffer, done: (error?: Error | null) => void) => void,
): Writable {
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => write(chunk, done),
  });
  stream.on("error", (error) => output.destroy(error));
  return Object.defineProperties(output, {
    isTTY: { value: stream.isTTY },
    columns: { get: () => stream.columns },
  });
}
