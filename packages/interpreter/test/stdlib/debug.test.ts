/**
 * The debug library, as far as there is one.
 */
import { describe, expect, it } from "vitest";
import { expectSameOutput, runHere } from "./compare-with-puc.js";

/** Lua code that prints a text line by line, so that quotes and tabs do not matter. */
const SHOW =
  "local function show(s) for line in s:gmatch('[^\\n]+') do print((line:gsub('\\t', ''))) end end ";

describe("debug.traceback", () => {
  it("lists the calls under way, from the level asked for", () => {
    const source = `${SHOW}
      local function inner(level) show(debug.traceback("message", level)) end
      local function outer(level) inner(level) return 1 end
      outer()
      outer(2)`;
    expect(runHere(source).split("\n").slice(0, 5)).toEqual([
      '"message"',
      '"stack traceback:"',
      `"t:2: in function 'inner'"`,
      `"t:3: in function 'outer'"`,
      `"t:4: in main chunk"`,
    ]);
    expect(runHere(source).split("\n").slice(8, 11)).toEqual([
      '"message"',
      '"stack traceback:"',
      `"t:3: in function 'outer'"`,
    ]);
  });

  it("lists where a coroutine is suspended", () => {
    const source = `${SHOW}
      local co = coroutine.create(function()
        local function inner() coroutine.yield() end
        inner()
      end)
      show(debug.traceback(co))
      coroutine.resume(co)
      show(debug.traceback(co))
      show(debug.traceback(co, "here", 1))
      coroutine.resume(co)
      show(debug.traceback(co, "dead"))`;
    expect(runHere(source).split("\n")).toEqual([
      '"stack traceback:"',
      '"stack traceback:"',
      `"[C]: in function 'yield'"`,
      `"t:3: in function 'inner'"`,
      `"t:4: in function <t:2>"`,
      '"here"',
      '"stack traceback:"',
      `"t:3: in function 'inner'"`,
      `"t:4: in function <t:2>"`,
      '"dead"',
      '"stack traceback:"',
    ]);
  });

  it("tells a message handler where the error was raised", () => {
    const source = `${SHOW}
      local function fail()
        local x
        return x.field
      end
      local _, text = xpcall(fail, debug.traceback)
      show(text)
      local _, text = xpcall(fail, function(m) return debug.traceback(m, 2) end)
      show(text)`;
    const lines = runHere(source).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      `"t:4: attempt to index local 'x' (a nil value)"`,
      '"stack traceback:"',
      `"t:4: in function 'fail'"`,
    ]);
    expect(lines.filter((line) => line === `"t:4: in function 'fail'"`)).toHaveLength(2);
  });

  it("gives back what is no string", () => {
    expectSameOutput("local t = {} print(debug.traceback(t) == t, debug.traceback(true))");
  });
});

describe("debug.getinfo", () => {
  it("describes functions as PUC does", () => {
    expectSameOutput(`
      local up = 1
      local function f(a, b, ...)
        return up
      end
      local function show(i)
        print(i.short_src, i.what, i.linedefined, i.lastlinedefined, i.nups, i.nparams, i.isvararg)
        print(i.currentline, i.func == f)
      end
      show(debug.getinfo(f))
      show(debug.getinfo(f, "S"))
      show(debug.getinfo(f, "uf"))
      show(debug.getinfo(print ~= nil and string.rep, "Su"))
    `);
  });

  it("describes the calls under way", () => {
    expectSameOutput(`
      local function f()
        local i = debug.getinfo(1, "Sl")
        print(i.short_src, i.currentline, i.what, i.linedefined)
        local j = debug.getinfo(2, "Sl")
        print(j.short_src, j.currentline, j.what, j.linedefined)
      end
      f()
      print(debug.getinfo(0, "S").what, debug.getinfo(100))
    `);
  });

  it("rejects wrong arguments in PUC's words", () => {
    expectSameOutput(`
      try(function() local x = debug.getinfo() end)
      try(function() local x = debug.getinfo({}) end)
      try(function() local x = debug.getinfo(1, "X") end)
    `);
  });
});

describe("debug.getupvalue, getmetatable and setmetatable", () => {
  it("look behind what protects", () => {
    expectSameOutput(`
      local a, b = 1, "two"
      local function f() return a, b end
      print(debug.getupvalue(f, 1)) print(debug.getupvalue(f, 2)) print(debug.getupvalue(f, 3))
      local meta = {__metatable = "locked"}
      local t = setmetatable({}, meta)
      print(getmetatable(t), debug.getmetatable(t) == meta, debug.getmetatable(1))
      print(debug.setmetatable(t, nil) == t, getmetatable(t))
      print(debug.getmetatable("").__index == string)
    `);
  });
});
