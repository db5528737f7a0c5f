/**
 * What a debugger of JavaScript is given: source maps, names of functions and variables. That it stops
 * where it should is tested with the command, in tests/command/inspect.test.ts.
 */
import { SourceMap, type SourceMapPayload } from "node:module";
import { Session } from "node:inspector";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Inspection, LuaState, native, NO_VALUES } from "../../src/index.js";

interface ParsedScript {
  readonly url: string;
  readonly payload: SourceMapPayload;
  readonly text: string;
}

const session = new Session();
const scripts: ParsedScript[] = [];

beforeAll(() => {
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }) => {
    const { url, sourceMapURL = "", scriptId } = params;
    if (!sourceMapURL.startsWith("data:application/json;base64,")) return;
    const json = Buffer.from(sourceMapURL.replace(/^.*,/, ""), "base64").toString("utf8");
    session.post("Debugger.getScriptSource", { scriptId }, (_error, result) => {
      const payload = JSON.parse(json) as SourceMapPayload;
      scripts.push({ url, payload, text: result.scriptSource });
    });
  });
  session.post("Debugger.enable");
});

afterAll(() => {
  session.disconnect();
});

const inspection: Inspection = {
  sourceOf: (chunkName, text) => ({ url: `file://${chunkName.slice(1)}`, text }),
  stopsIn: () => false,
};

/** Loads a chunk; gives the scripts that it was compiled to. */
function scriptsOf(source: string): ParsedScript[] {
  scripts.length = 0;
  new LuaState({ inspection }).load(source, "@/program.lua");
  return [...scripts];
}

/** The source's lines, from 1, that a line of a script, from 0, is mapped to. */
function linesOf({ payload, text }: ParsedScript, line: number): Set<number> {
  const map = new SourceMap(payload);
  const found = new Set<number>();
  for (let column = 0; column < text.split("\n")[line]!.length; column++) {
    const entry = map.findEntry(line, column);
    if (!("originalLine" in entry) || !Number.isInteger(entry.originalLine)) continue;
    if (entry.generatedLine === line) found.add(entry.originalLine + 1);
  }
  return found;
}

const PROGRAM = `local total = 0

local function add(n)
  total = total + n
  return total
end

for i = 1, 3 do
  add(
    i
  )
end
return add
`;

describe("a chunk for a debugger", () => {
  it("has all its code in two scripts with the text of the source", () => {
    const parsed = scriptsOf(PROGRAM);
    expect(parsed).toHaveLength(2);
    for (const { payload } of parsed) {
      expect(payload).toMatchObject({
        version: 3,
        sources: ["file:///program.lua"],
        sourcesContent: [PROGRAM],
      });
    }
  });

  it("has the code of each line on that line", () => {
    const [direct] = scriptsOf(PROGRAM);
    const lines = direct!.text.split("\n").map((_, line) => [...linesOf(direct!, line)]);
    const none: number[] = [];
    expect(lines.slice(0, 8)).toEqual([[1], none, [3], [4], [5], [6], none, [8]]);
    // The end of a turn belongs to the line of the `for`.
    expect(lines.slice(8, 14)).toEqual([[9, 8], none, none, none, [13], [14]]);
  });

  it("maps all of its second script, in which suspended calls go on", () => {
    const [, reentry] = scriptsOf(PROGRAM);
    const lines = reentry!.text.split("\n").flatMap((_, line) => [...linesOf(reentry!, line)]);
    for (const line of [1, 3, 4, 5, 6, 8, 9, 13, 14]) expect(lines).toContain(line);
  });

  it("begins what it maps where the line does", () => {
    const map = new SourceMap(scriptsOf(PROGRAM)[0]!.payload);
    expect(map.findEntry(3, 0)).toMatchObject({ originalLine: 3, originalColumn: 2 });
  });

  it("gives variables their names, and says them where JavaScript or the code has taken them", () => {
    const source = `local host, class, index = 1, 2, 3
local host = 4
return function(t) return host, class, index, t end`;
    const [{ text, payload }] = scriptsOf(source) as [ParsedScript];
    expect(text).toMatch(/\bhost\b/);
    expect(text).toContain("class$1");
    expect(text).toContain("host$2");
    const { names } = payload as SourceMapPayload & { readonly names: readonly string[] };
    expect(names).toEqual(expect.arrayContaining(["class", "host", "index"]));
    const map = new SourceMap(payload);
    const line = text.split("\n").findIndex((each) => each.includes("class$1"));
    const column = text.split("\n")[line]!.indexOf("class$1");
    expect(map.findEntry(line, column)).toMatchObject({ name: "class" });
  });

  it("says the names of functions where their scopes begin, as Chrome wants it", () => {
    const [direct, reentry] = scriptsOf(PROGRAM) as [ParsedScript, ParsedScript];
    for (const { text, payload } of [direct, reentry]) {
      const map = new SourceMap(payload);
      const lines = text.split("\n");
      const line = lines.findIndex((each) => /function \$+1\(/.test(each));
      const column = /function \$+1\(/.exec(lines[line]!)!;
      const scopeStart = column.index + column[0].length - 1;
      expect(map.findEntry(line, scopeStart)).toMatchObject({ name: "add", originalLine: 2 });
    }
  });

  it("has functions with their names on the stack of JavaScript", () => {
    const state = new LuaState({ inspection });
    let stack = "";
    const look = (): typeof NO_VALUES => {
      stack = new Error("here").stack ?? "";
      return NO_VALUES;
    };
    state.globals.set("look", native("look", look));
    const source = `local api = {}
function api.get() look() end
local function call(f) f() end
(function() call(api.get) end)()`;
    state.call(state.load(source, "@/program.lua"));
    const names = [...stack.matchAll(/^ *at (.+) \(generated:\/program\.lua#\d+:\d+:\d+\)$/gm)];
    expect(names.map(([, name]) => name)).toEqual([
      "api.get",
      "call",
      "function <4>",
      "main chunk",
    ]);
  });

  it("has tables whose fields are called what they are", () => {
    const state = new LuaState({ inspection });
    const [table] = state.call(state.load("return { hostName = 1, ['a b'] = 2 }", "=made"));
    const fields = { ...(table as unknown as { readonly rec: object }).rec };
    expect(fields).toMatchObject({ $hostName: 1 });
  });
});
