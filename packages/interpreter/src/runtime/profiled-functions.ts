/**
 * Which functions of Lua the generated ones are that a CPU profile of V8 names: it has only the names of
 * scripts and of functions in them.
 */
import { keepScripts, prototypeNumber } from "./call-sites.js";

/** A node of a profile, as Chrome's format has it. */
export interface ProfileNode {
  /** The function; lines count from 0. */
  readonly callFrame: {
    /** Its name; empty for one that has none. */
    readonly functionName: string;
    /** Its script, by V8's number or a name of our own. */
    readonly scriptId: string;
    /** Where the script is from. */
    readonly url: string;
    /** The line on which it begins. */
    readonly lineNumber: number;
    /** The column in which it begins, from 0. */
    readonly columnNumber: number;
  };
  /** How often each line, from 1, was met. */
  readonly positionTicks?: readonly LineTicks[] | undefined;
}

/** How often a line was met. */
export interface LineTicks {
  /** Which, from 1. */
  readonly line: number;
  /** In how many samples. */
  readonly ticks: number;
}

/**
 * Remembers the functions that are compiled from now on, for a profile that begins now.
 * @returns gives the nodes of the profile: those of Lua with the names, files and lines of the program
 *   (`function <12>` for a function without a name, `main chunk`). Its second argument gives the URL of a
 *   source by its chunk's name, as that was given to `load` or as the source map of the chunk says
 */
export function rememberFunctions(): <N extends ProfileNode>(
  nodes: readonly N[],
  urlOf: (chunkName: string) => string,
) => N[] {
  const scripts = keepScripts();
  return (nodes, urlOf) => {
    const scriptIds = new Map<string, string>();
    return nodes.map((node) => {
      const { functionName, url } = node.callFrame;
      const chunk = scripts.get(scriptNameOf(url))?.chunk;
      const prototype = chunk?.prototypes[prototypeNumber(functionName)];
      if (chunk === undefined || prototype === undefined) return node;
      const { index, name, line, lastLine } = prototype;
      const sourceUrl = urlOf(chunk.chunkName);
      // All code of a file is one script to whoever adds functions up.
      const scriptId = scriptIds.get(sourceUrl) ?? `lua-${scriptIds.size + 1}`;
      scriptIds.set(sourceUrl, scriptId);
      const callFrame = {
        functionName: index === 0 ? "main chunk" : (name ?? `function <${line}>`),
        ...{ scriptId, url: sourceUrl, lineNumber: Math.max(1, line) - 1, columnNumber: 0 },
      };
      // V8 has lines of what it inlined among them.
      const isOwn = (ticks: LineTicks): boolean => ticks.line >= line && ticks.line <= lastLine;
      const positionTicks = node.positionTicks?.filter(isOwn);
      return { ...node, callFrame, ...(positionTicks && { positionTicks }) };
    });
  };
}

/** The name of a script, of which Node makes the URL of a file if it looks like the path of one. */
function scriptNameOf(url: string): string {
  return url.startsWith("file://") ? decodeURIComponent(url.slice("file://".length)) : url;
}
