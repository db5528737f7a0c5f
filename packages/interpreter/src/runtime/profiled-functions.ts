/**
 * Which functions of Lua the generated ones are that a CPU profile of V8 names: it has only the names of
 * scripts and of functions in them.
 */
import { keepScripts, prototypeNumber } from "./call-sites.js";

/** A function of Lua. */
export interface ProfiledFunction {
  /** As in a call stack: `handle`, `function <12>` for one without a name, `main chunk`. */
  readonly label: string;
  /** Its chunk's name, as it was given to `load` or as the source map of the chunk says. */
  readonly chunkName: string;
  /** The line of its `function`; 1 for a chunk. */
  readonly line: number;
}

/**
 * Remembers the functions that are compiled from now on.
 * @returns finds one by the name of its script and the name that it has in it; null for others
 */
export function rememberFunctions(): (
  scriptName: string,
  functionName: string,
) => ProfiledFunction | null {
  const scripts = keepScripts();
  return (scriptName, functionName) => {
    const script = scripts.get(scriptName);
    const prototype = script?.chunk.prototypes[prototypeNumber(functionName)];
    if (prototype === undefined) return null;
    const { index, name, line, chunk } = prototype;
    const label = index === 0 ? "main chunk" : (name ?? `function <${line}>`);
    return { label, chunkName: chunk.chunkName, line: Math.max(1, line) };
  };
}
