/**
 * A program of the command's own, run in place of a file: it has modules that reach the command.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { LuaState, LuaValue } from "@craftos-http/interpreter";
import type { LineInput } from "../process/input-lines.js";
import type { ProgramOutput } from "../process/program-output.js";
import type { ProgramReporter } from "../report/program-reporter.js";

/** What the modules of such a program may use. */
export interface ProgramParts {
  readonly state: LuaState;
  readonly computer: Computer;
  readonly input: LineInput;
  readonly output: ProgramOutput;
  readonly reporter: ProgramReporter;
}

/** The program. */
export interface BuiltInProgram {
  /** Its name, in the root of the disk, where no file of that name needs to be. */
  readonly name: string;
  /** Lua, a byte string. */
  readonly source: string;
  /** Makes what its `require` finds, by name. */
  readonly modules: (parts: ProgramParts) => Readonly<Record<string, LuaValue>>;
}
