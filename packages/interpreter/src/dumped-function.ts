/**
 * Compiling the text of a dumped function again: inside a chunk that declares the variables which it
 * took from others, on the lines where it stood.
 */
import type { BudgetRules } from "./budget-rules.js";
import { CompiledChunk } from "./load-chunk.js";
import { LuaSyntaxError } from "./parser/syntax-error.js";
import type { FunctionText } from "./runtime/lua-frame.js";
import type { LuaFunction, LuaValue } from "./value/lua-value.js";

/** Most lines that a function may stand below the beginning of its chunk. */
const LINES_MAX = 1_000_000;
const NAME = /^[A-Za-z_]\w*$/;
const NO_PARAMETERS = /^\((?:\s|--\[(=*)\[[^]*?\]\1\]|--[^\r\n]*)*\)/;

function withSelf(text: string): string {
  return `(self${NO_PARAMETERS.test(text) ? "" : ","}${text.slice(1)}`;
}

/** Most locals of one function (`MAXVARS` of lparser.c). */
const LOCALS_MAX = 200;

/**
 * The source of a chunk in which the function that was dumped is the innermost one: around it are as
 * many functions as it takes to declare its upvalues. One that was a chunk's is that itself.
 * @returns the source, and how many functions are around it, the chunk's own included
 */
function sourceAround(fn: FunctionText): { source: string; depth: number } | undefined {
  const { line, textLine, upvalueNames } = fn;
  if (line === 0) return { source: fn.text, depth: 0 };
  if (line > textLine || textLine > LINES_MAX) return undefined;
  if (!upvalueNames.every((name) => NAME.test(name))) return undefined;
  const declarations: string[] = [];
  for (let first = 0; first < upvalueNames.length; first += LOCALS_MAX) {
    const names = upvalueNames.slice(first, first + LOCALS_MAX);
    declarations.push(`local ${names.join(",")} `);
  }
  const depth = Math.max(1, declarations.length);
  const text = fn.isMethod ? withSelf(fn.text) : fn.text;
  const source =
    declarations.join("return function() ") +
    `${"\n".repeat(line - 1)}return function${"\n".repeat(textLine - line)}${text}` +
    " end".repeat(depth - 1);
  return { source, depth };
}

/**
 * Makes the function of a text.
 * @param environment - its first upvalue, or its `_ENV` if it has one; the others are nil
 * @returns undefined when the text is not that of a function
 */
export function loadDumpedFunction(
  fn: FunctionText,
  environment: LuaValue,
  budget: BudgetRules,
): LuaFunction | undefined {
  const around = sourceAround(fn);
  if (around === undefined) return undefined;
  const { source, depth } = around;
  try {
    const chunk = new CompiledChunk(source, fn.chunkName, budget, { isOpen: true });
    return depth === 0
      ? chunk.instantiate(environment)
      : chunk.instantiateInner(depth, environment);
  } catch (error) {
    if (error instanceof LuaSyntaxError) return undefined;
    throw error;
  }
}
