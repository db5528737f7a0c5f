/**
 * Engines other than V8, which know no call sites: Firefox and Safari have `Error.captureStackTrace`
 * too, and give a text. Errors keep the lines that generated code knows itself.
 */
import { afterEach, describe, expect, it } from "vitest";
import { LuaError, LuaState } from "../../src/index.js";

const captureStackTrace = Error.captureStackTrace.bind(Error);

afterEach(() => {
  Error.captureStackTrace = captureStackTrace;
});

function messageOf(source: string): string {
  const state = new LuaState();
  try {
    state.call(state.load(source, "@a.lua"));
  } catch (error) {
    if (error instanceof LuaError) return `${error.message}\n${error.traceback ?? ""}`;
    throw error;
  }
  return "";
}

describe.each([
  ["gives a text", (target: object) => void Object.assign(target, { stack: "f@a.js:1:2\n" })],
  ["is not there", undefined],
])("where Error.captureStackTrace %s", (_, capture) => {
  it("an error has its line, and no traceback", () => {
    Error.captureStackTrace = capture as typeof captureStackTrace;
    const program = "local function f(t)\n  return #t\nend\nf(nil)";
    expect(messageOf(program)).toBe(
      "a.lua:2: attempt to get length of local 't' (a nil value)\nstack traceback:",
    );
  });

  it("an error of a native has its message", () => {
    Error.captureStackTrace = capture as typeof captureStackTrace;
    expect(messageOf("string.rep()")).toContain(
      "bad argument #1 to 'rep' (string expected, got no value)",
    );
  });

  it("recursion deeper than JavaScript's stack goes on, and ends with a Lua error", () => {
    Error.captureStackTrace = capture as typeof captureStackTrace;
    const state = new LuaState();
    const program = `
      local function count(n) if n == 0 then return 0 end return 1 + count(n - 1) end
      local function forever() return 1 + forever() end
      return count(100000), select(2, pcall(forever))`;
    const [count, message] = state.call(state.load(program, "@a.lua"));
    expect(count).toBe(100_000);
    expect(message).toContain("stack overflow");
  });
});
