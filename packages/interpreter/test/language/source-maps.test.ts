/**
 * Chunks with a source map in them: everything they say of lines is of their sources.
 */
import { describe, expect, it } from "vitest";
import { embeddedSourceMap, LuaState } from "../../src/index.js";
import { SeededRandom } from "../seeded-random.js";
import { MODES, runProgram } from "./run-program.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Writes a number as ECMA-426 §9.2 has it. */
function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    text += DIGITS.charAt((rest & 31) | (rest > 31 ? 32 : 0));
    rest >>>= 5;
  } while (rest > 0);
  return text;
}

/** Each line of a chunk with its pieces: a column from 0 and a line of the source from 1. */
type Pieces = readonly (readonly (readonly [column: number, sourceLine: number])[])[];

function mappingsOf(lines: Pieces): string {
  let before = 1;
  return lines
    .map((pieces) => {
      let column = 0;
      return pieces
        .map(([at, sourceLine]) => {
          const fields = [at - column, 0, sourceLine - before, 0];
          [column, before] = [at, sourceLine];
          return fields.map(vlq).join("");
        })
        .join(",");
    })
    .join(";");
}

function comment(json: unknown): string {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  const prefix = "--# sourceMappingURL=data:application/json;base64,";
  return `\n${prefix}${Buffer.from(text, "utf8").toString("base64")}\n`;
}

function withMap(lua: string, lines: Pieces, more: object = {}): string {
  const map = { version: 3, sources: ["server.ts"], mappings: mappingsOf(lines), ...more };
  return lua + comment(map);
}

/**
 * Its lines are made of the lines 10, 20 to 22, none, 15, 15 and 31 of a source. Columns in a map count
 * ü once, so that `x.name` lies before the piece of line 22, though its bytes lie behind that.
 */
const PROGRAM = Buffer.from(
  withMap(
    `local function fail(x)
  local s = "üüüüüüüüüü" local y = x.name       error(y)
end
local ok, message = pcall(fail, nil)
print(message)
print(debug.traceback("here"), debug.getinfo(1, "l").currentline) fail({ name = "left" })`,
    [
      [[0, 10]],
      [
        [2, 20],
        [25, 21],
        [42, 22],
      ],
      [],
      [[0, 15]],
      [],
      [
        [0, 31],
        [66, 32],
      ],
    ],
  ),
  "utf8",
).toString("latin1");

/** What it prints in CC's words, with those lines. */
const OUTPUT = `/src/server.ts:21: attempt to index local 'x' (a nil value)
here
stack traceback:
\t/src/server.ts:31: in main chunk\t31
`;

describe.each(MODES.filter(({ coroutineDepth, yields }) => !coroutineDepth && !yields))(
  "a chunk with a source map that runs $name",
  (mode) => {
    it("speaks of its source in messages, tracebacks and debug.getinfo", () => {
      const { output, error, traceback } = runProgram(PROGRAM, "@/src/server.lua", mode, 1);
      expect(output).toBe(OUTPUT);
      expect(error).toBe("/src/server.ts:22: left");
      expect(
        traceback
          ?.split("\n")
          .slice(2)
          .map((line) => line.trim()),
      ).toEqual(["/src/server.ts:22: in function 'fail'", "/src/server.ts:32: in main chunk"]);
    });
  },
);

describe("a chunk with a source map", () => {
  const load = (source: string, name: string): string => {
    try {
      new LuaState().load(source, name);
    } catch (error) {
      return (error as Error).message;
    }
    return "loaded";
  };

  it("speaks of its source in syntax errors", () => {
    const source = withMap("local x\nlocal = 1", [[[0, 7]], [[0, 9]]]);
    expect(load(source, "@/server.lua")).toBe("/server.ts:9: <name> expected near '='");
  });

  it("does not when it is no file, or has two sources", () => {
    const source = withMap("local = 1", [[[0, 7]]]);
    expect(load(source, "=server")).toBe("server:1: <name> expected near '='");
    const two = withMap("local = 1", [[[0, 7]]], { sources: ["a.ts", "b.ts"] });
    expect(load(two, "@/server.lua")).toBe("/server.lua:1: <name> expected near '='");
  });

  it.each([
    ["@/server.lua", "server.ts", "@/server.ts"],
    ["@/out/lib/server.lua", "../../src/./lib/server.ts", "@/src/lib/server.ts"],
    ["@/server.lua", "../server.ts", "@/../server.ts"],
    ["@server.lua", "server.ts", "@server.ts"],
    ["@/out/server.lua", "/src/server.ts", "@/src/server.ts"],
  ])("of %s from %s is called %s", (chunkName, source, expected) => {
    const map = embeddedSourceMap(withMap("x()", [[[0, 1]]], { sources: [source] }), chunkName);
    expect(map?.chunkName).toBe(expected);
  });

  it("gives the text of its source, as bytes", () => {
    const text = "print('ü')";
    const source = withMap("x()", [[[0, 1]]], { sourcesContent: [text], sourceRoot: "src/" });
    const map = embeddedSourceMap(source, "@/server.lua");
    expect(map?.sourceText).toBe(Buffer.from(text, "utf8").toString("latin1"));
    expect(map?.chunkName).toBe("@/src/server.ts");
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "null"],
    ["another version", { version: 2, sources: ["a.ts"], mappings: "AAAA" }],
    ["no sources", { version: 3, sources: [], mappings: "AAAA" }],
    ["no mappings", { version: 3, sources: ["a.ts"] }],
    ["a line that is too far down", { version: 3, sources: ["a.ts"], mappings: "AAgggggBA" }],
    ["a line before the first", { version: 3, sources: ["a.ts"], mappings: "AADA" }],
    ["a number that is too long", { version: 3, sources: ["a.ts"], mappings: "AAggggggggB" }],
    ["what is no digit", { version: 3, sources: ["a.ts"], mappings: "AA A" }],
  ])("is taken as if it had none when the map is damaged: %s", (_what, map) => {
    const source = `local = 1${comment(map)}`;
    expect(load(source, "@/server.lua")).toBe("/server.lua:1: <name> expected near '='");
  });

  it("loads and runs the same with any mappings", () => {
    const random = new SeededRandom();
    for (let count = 0; count < 300; count++) {
      const mappings = random.text("A A C D E g ; ; , , h I B".split(" "), 40);
      const map = { version: 3, sources: ["a.ts"], mappings };
      const state = new LuaState();
      const lua = "local t = {}\nfor i = 1, 3 do\n  t[i] = i * 2\nend\nreturn t[3]";
      const fn = state.load(lua + comment(map), "@/a.lua");
      expect(state.call(fn), `seed ${random.seed}: ${mappings}`).toEqual([6]);
    }
  });
});
