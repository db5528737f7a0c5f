/**
 * What the prompt's program reaches of the command: lines, and where values and errors are shown.
 */
import {
  LuaError,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  rawToString,
} from "@craftos-http/interpreter";
import type { ProgramParts } from "../program/built-in-program.js";
import type { Colors } from "../report/colors.js";
import { colorValues } from "./color-values.js";
import type { ReplInput } from "./repl-input.js";
import { INPUT_EVENT, REPL_NAME } from "./repl-source.js";

/**
 * Makes the module.
 * @param parts - the program's
 * @param input - gives lines
 * @param colors - of values
 */
export function replHost(parts: ProgramParts, input: ReplInput, colors: Colors): LuaTable {
  const { computer, output, reporter } = parts;
  const host = new LuaTable();
  const define = (name: string, act: (...args: LuaValue[]) => LuaValue): void => {
    host.define(
      name,
      native(`repl.${name}`, (...args) => act(...args) ?? NO_VALUES),
    );
  };
  host.define("endsByTerminate", !input.isTyped);
  define("begin", (env) => {
    if (env instanceof LuaTable) input.begin(env, parts);
    return undefined;
  });
  define("width", () => input.width);
  define("request", (isMore) => {
    output.flush();
    input.nextLine(isMore === true, (line) => {
      const text = line.kind === "line" ? line.text : undefined;
      const values = [INPUT_EVENT, line.kind, text] as const;
      if (!computer.deliver({ values })) computer.whenRoom(() => void computer.deliver({ values }));
    });
    return undefined;
  });
  define("show", (text) => {
    output.write(`${colorValues(rawToString(text), colors)}\n`);
    return undefined;
  });
  define("notLua", (problem) => {
    reporter.syntaxError(rawToString(problem));
    return !input.isTyped;
  });
  define("failed", (value, traceback) => {
    if (value === "Terminated") reporter.terminated();
    else {
      const error = new LuaError(value);
      error.traceback = ownCalls(rawToString(traceback));
      reporter.error(error);
    }
    return !input.isTyped;
  });
  return host;
}

/** A traceback without the prompt's own calls and what called them. */
function ownCalls(traceback: string): string {
  const lines = traceback.split("\n").filter((line) => line !== "");
  const end = lines.findIndex((line) => line.includes(REPL_NAME));
  return lines.slice(0, end < 0 ? undefined : end).join("\n");
}
