/**
 * Tracebacks: of errors that nobody catches, and as `debug.traceback` gives them to message handlers.
 */
import { describe, expect, it } from "vitest";
import { MODES, runProgram } from "./run-program.js";

/** Modes in which a program runs in the outermost coroutine, so that nothing is below it. */
const OUTERMOST = MODES.filter(({ coroutineDepth, yields }) => !coroutineDepth && !yields);

/** The calls of an uncaught error, a line each. */
function callsOf(source: string, mode: (typeof MODES)[number]): string[] {
  const { traceback, error } = runProgram(source, "@file.lua", mode, 1);
  expect(error).not.toBeNull();
  const [head, ...calls] = (traceback ?? "").split("\n");
  expect(head).toBe("stack traceback:");
  return calls.map((call) => call.trim());
}

/** What a program prints, without the ends of lines. */
function printed(source: string, mode: (typeof MODES)[number]): string[] {
  const { output, error } = runProgram(source, "@file.lua", mode, 1);
  expect(error).toBeNull();
  return output.split("\n").map((line) => line.trim());
}

describe.each(OUTERMOST)("a traceback of a program that runs $name", (mode) => {
  it("names functions, lines and the main chunk", () => {
    const source = `local function inner(x)
  local y = x + nil
end
local t = {}
function t.f()
  inner(1)
end
function t:m()
  self.f()
end
t:m()`;
    expect(callsOf(source, mode)).toEqual([
      "file.lua:2: in function 'inner'",
      "file.lua:6: in function 't.f'",
      "file.lua:9: in function 't:m'",
      "file.lua:11: in main chunk",
    ]);
  });

  it("shows natives between Lua functions", () => {
    const source = `table.sort({ 2, 1 }, function(a, b)
  error("in a comparison")
end)`;
    expect(callsOf(source, mode)).toEqual([
      "[C]: in function 'error'",
      "file.lua:2: in function <file.lua:1>",
      "[C]: in function 'sort'",
      "file.lua:1: in main chunk",
    ]);
  });

  it("goes through metamethods and iterators", () => {
    const source = `local t = setmetatable({}, { __index = function(_, k)
  error(k)
end })
local function iterate()
  local v = t.field
  return v
end
for v in iterate do
end`;
    expect(callsOf(source, mode)).toEqual([
      "[C]: in function 'error'",
      "file.lua:2: in function <file.lua:1>",
      "file.lua:5: in function 'iterate'",
      "file.lua:8: in main chunk",
    ]);
  });

  it("shows where an error was raised, not where it was raised again", () => {
    const source = `local function fails()
  error("first")
end
local ok, message = pcall(fails)
local function again()
  error(message, 0)
end
again()`;
    expect(callsOf(source, mode)).toEqual([
      "[C]: in function 'error'",
      "file.lua:6: in function 'again'",
      "file.lua:8: in main chunk",
    ]);
  });

  it("of an error in a wrapped coroutine goes on with who resumed it", () => {
    const source = `local next = coroutine.wrap(function()
  coroutine.yield(1)
  error("second time")
end)
local function take()
  local v = next()
  return v
end
take()
take()
print("not reached")`;
    expect(callsOf(source, mode)).toEqual([
      "[C]: in function 'error'",
      "file.lua:3: in function <file.lua:1>",
      "[C]: in function 'wrap'",
      "file.lua:6: in function 'take'",
      "file.lua:10: in main chunk",
    ]);
  });

  it("leaves out the middle of a long one", () => {
    const source = `local function down(n)
  if n == 0 then error("bottom") end
  local r = down(n - 1)
  return r
end
down(1000)`;
    const calls = callsOf(source, mode);
    expect(calls).toHaveLength(22);
    expect(calls.slice(0, 3)).toEqual([
      "[C]: in function 'error'",
      "file.lua:2: in function 'down'",
      "file.lua:3: in function 'down'",
    ]);
    expect(calls[10]).toBe("...");
    expect(calls.slice(-2)).toEqual([
      "file.lua:3: in function 'down'",
      "file.lua:6: in main chunk",
    ]);
  });

  it("of a stack overflow is as short", () => {
    const calls = callsOf("local function f() local r = f() return r end f()", mode);
    expect(calls.length).toBeLessThan(30);
    expect(calls.at(-1)).toBe("file.lua:1: in main chunk");
  });

  it("reaches a message handler as it was when the error was raised", () => {
    const source = `local function fails()
  local x = nil
  x.y = 1
end
local function calls()
  fails()
end
local ok, text = xpcall(calls, debug.traceback)
print(text)`;
    expect(printed(source, mode)).toEqual([
      "file.lua:3: attempt to index local 'x' (a nil value)",
      "stack traceback:",
      "file.lua:3: in function 'fails'",
      "file.lua:6: in function 'calls'",
      "[C]: in function 'xpcall'",
      "file.lua:8: in main chunk",
      "",
    ]);
  });

  it("of a suspended coroutine shows where it stands", () => {
    const source = `local function waits()
  coroutine.yield()
end
local co = coroutine.create(function()
  waits()
end)
coroutine.resume(co)
print(debug.traceback(co))`;
    expect(printed(source, mode)).toEqual([
      "stack traceback:",
      "[C]: in function 'yield'",
      "file.lua:2: in function 'waits'",
      "file.lua:5: in function <file.lua:4>",
      "",
    ]);
  });
});

describe("a traceback", () => {
  it("says that callers are gone after a tail call", () => {
    const source = `local function fails()
  error("x")
end
local function calls()
  return fails()
end
calls()`;
    expect(callsOf(source, { name: "plain" })).toEqual([
      "[C]: in function 'error'",
      "file.lua:2: in function 'fails'",
      "(...tail calls...)",
      "file.lua:7: in main chunk",
    ]);
  });
});
