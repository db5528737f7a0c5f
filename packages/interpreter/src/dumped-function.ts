/**
 * Compiling the text of a dumped function again: inside a chunk that declares the variables which it
 * took from others, on the lines where it stood.
 */
import { type BudgetRules, CompiledChunk } from "./load-chunk.js";
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

/** The source of a chunk whose first inner function is the one that was dumped. */
function sourceAround(fn: FunctionText): string | undefined {
  const { line, textLine, upvalueNames } = fn;
  if (line > textLine || textLine > LINES_MAX) return undefined;
  if (!upvalueNames.every((name) => NAME.test(name))) return undefined;
  const variables = upvalueNames.length === 0 ? "" : `local ${upvalueNames.join(",")} `;
  const text = fn.isMethod ? withSelf(fn.text) : fn.text;
  return `${variables}${"\n".repeat(line - 1)}return function${"\n".repeat(textLine - line)}${text}`;
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
  const isChunk = fn.line === 0;
  const source = isChunk ? fn.text : sourceAround(fn);
  if (source === undefined) return undefined;
  try {
    const chunk = new CompiledChunk(source, fn.chunkName, budget, { isOpen: true });
    return isChunk ? chunk.instantiate(environment) : chunk.instantiateInner(1, environment);
  } catch (error) {
    if (error instanceof LuaSyntaxError) return undefined;
    throw error;
  }
}
