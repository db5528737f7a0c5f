/**
 * Where the prompt for Lua gets its lines: from somebody who types, or from a pipe.
 */
import type { LuaTable } from "@craftos-http/interpreter";
import type { LineInput } from "../process/input-lines.js";
import type { ProgramParts } from "../program/built-in-program.js";

/** What came of asking for a line. */
export type ReplLine =
  | { readonly kind: "line"; readonly text: string }
  /** What was typed of the input is to be forgotten. */
  | { readonly kind: "dropped" }
  | { readonly kind: "ended" };

/** Gives lines of Lua, byte strings. */
export interface ReplInput {
  /** Whether somebody sits there: who goes on after an error, and knows how to leave. */
  readonly isTyped: boolean;
  /** How wide values may be shown, in columns. */
  readonly width: number;
  /**
   * Notes what completes names and what Ctrl+C reaches.
   * @param env - the environment of what is typed
   * @param parts - what runs it
   */
  begin(env: LuaTable, parts: ProgramParts): void;
  /**
   * Asks for a line.
   * @param isMore - whether it goes on with what was given before
   * @param take - called once, later
   */
  nextLine(isMore: boolean, take: (line: ReplLine) => void): void;
}

const PIPE_WIDTH = 80;

/** Takes Lua from the lines that are also what programs read. */
export class PipedInput implements ReplInput {
  readonly isTyped = false;
  readonly width = PIPE_WIDTH;
  readonly #lines: LineInput;

  /**
   * Reads nothing yet.
   * @param lines - gives lines
   */
  constructor(lines: LineInput) {
    this.#lines = lines;
  }

  /** See {@link ReplInput}. */
  begin(): void {
    // Nobody needs names completed.
  }

  /** See {@link ReplInput}. */
  nextLine(_isMore: boolean, take: (line: ReplLine) => void): void {
    this.#lines.request((text) => {
      take(text === null ? { kind: "ended" } : { kind: "line", text });
      return true;
    });
  }
}
