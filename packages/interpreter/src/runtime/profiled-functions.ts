/**
 * Which functions of Lua the generated ones are that a CPU profile of V8 names: it has only the names of
 * scripts and of functions in them.
 */
import { keepScripts, prototypeNumber } from "./call-sites.js";

/** The names of what reads globals and methods, see `codegen/inherited-fields.ts`. */
const INHERITED_FIELD = /^g\d+$/;

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

/** What a session of Node's inspector does here, which is no part of a browser. */
export interface InspectorSession {
  /** Calls the listener for each script that there is, and for each that comes. */
  on(
    event: "Debugger.scriptParsed",
    listener: (message: {
      readonly params: { readonly scriptId: string; readonly url: string };
    }) => void,
  ): unknown;
  /** Begins and ends telling of scripts. */
  post(method: "Debugger.enable" | "Debugger.disable"): void;
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
 * @param session - the one that takes the profile
 * @returns gives the nodes of the profile, which has been stopped: those of Lua with the names, files and
 *   lines of the program (`function <12>` for a function without a name, `main chunk`), and those of the
 *   reading of inherited names as `(global or method)`. Its second argument gives the URL of a source by its
 *   chunk's name, as that was given to `load` or as the source map of the chunk says
 */
export function rememberFunctions(
  session: InspectorSession,
): <N extends ProfileNode>(nodes: readonly N[], urlOf: (chunkName: string) => string) => N[] {
  const scripts = keepScripts();
  return (nodes, urlOf) => {
    const urls = scriptUrls(session);
    const scriptIds = new Map<string, string>();
    return nodes.map((node) => {
      const { functionName, scriptId: ownId, url } = node.callFrame;
      const chunk = scripts.get(scriptNameOf(url === "" ? (urls.get(ownId) ?? "") : url))?.chunk;
      if (chunk !== undefined && INHERITED_FIELD.test(functionName)) {
        return { ...node, callFrame: { ...node.callFrame, functionName: "(global or method)" } };
      }
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

/**
 * The URL of every script by its number: where V8 has inlined a function, a profile does not say the URL
 * that a script gives itself.
 */
function scriptUrls(session: InspectorSession): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
  session.post("Debugger.enable");
  session.post("Debugger.disable");
  return urls;
}

/** The name of a script, of which Node makes the URL of a file if it looks like the path of one. */
function scriptNameOf(url: string): string {
  return url.startsWith("file://") ? decodeURIComponent(url.slice("file://".length)) : url;
}
