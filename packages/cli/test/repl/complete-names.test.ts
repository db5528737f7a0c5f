/**
 * Which names complete a line of Lua.
 */
import { LuaState, LuaTable } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { completeNames } from "../../src/repl/complete-names.js";

const state = new LuaState();
const env = new LuaTable();
env.meta = LuaTable.fromFields([["__index", state.globals]]);
state.run(
  state.createCoroutine(
    state.load(
      `
      stack = setmetatable({ size = 1, push = error, ["not a name"] = 1, [1] = 2 }, { __index = { pop = error } })
      loop = {} setmetatable(loop, { __index = loop })
      callable = setmetatable({}, { __call = error })
      asks = setmetatable({}, { __index = function() error("called") end })
      greeting = "hello"`,
      "=names",
      env,
    ),
  ),
  [],
);

test.each<[line: string, begun: string, ...names: string[]]>([
  ["err", "err", "error("],
  ["=err", "err", "error("],
  ["x = -ty", "ty", "type("],
  ["whi", "whi", "while"],
  ["string.fo", "fo", "format("],
  ["error(string.fo", "fo", "format("],
  ["_G.string . fo", "fo", "format("],
  ["string . fo", "fo", "format("],
  ["greeting:form", "form", "format("],
  ["stack.", "", "pop(", "push(", "size"],
  ["stack:p", "p", "pop(", "push("],
  ["stack:si", "si"],
  ["stack.si", "si", "size"],
  ["cal", "cal", "callable"],
  ["tab", "tab", "table."],
  ["'a'..greet", "greet", "greeting"],
  ["loop.x", "x"],
  ["asks.x", "x"],
  ["nothing.x", "x"],
  ["f().err", "err"],
  ["t[1].err", "err"],
  ["('x'):re", "re"],
  ["0x", "x"],
  ["'err", "err"],
  [`"a\\"err`, "err"],
  ["'it' .. err", "err", "error("],
  ["-- err", "err"],
])("%j is completed by the names that begin with %j", (line, begun, ...names) => {
  expect(completeNames(line, env, state)).toEqual({ names, begun });
});

test("an empty line may be anything", () => {
  const { names } = completeNames("", env, state);
  expect(names).toEqual(expect.arrayContaining(["and", "greeting", "error(", "string."]));
  expect(names).toEqual([...names].sort());
});
