/**
 * The debug library, beside the recorded scripts: names of calls, tracebacks, hooks, damaged dumps.
 */
import { describe, expect, it } from "vitest";
import { LuaError, LuaState } from "../../src/index.js";
import { SeededRandom } from "../seeded-random.js";
import { expectSameOutput, runHere, runInPuc } from "./compare-with-puc.js";

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

describe("debug.getinfo of calls", () => {
  it("names them as the calls do, as PUC", () => {
    expectSameOutput(`
      local function show() local i = debug.getinfo(2, "nt") print(i.name, i.namewhat, i.istailcall) end
      local function loc() show() end
      function glob() show() end
      local t = { field = function() show() end }
      function t:method() show() end
      loc() glob() t.field() t:method()
      local function up() loc() end up()
      pcall(loc)
      for _ in function() show() end do end
      local function tail() return loc() end
      tail()
      coroutine.wrap(loc)()
    `);
  });

  it("gives the function, wherever it is called from", () => {
    expectSameOutput(`
      local function f() return 1, debug.getinfo(1, "f").func end
      print(select(2, f()) == f)
      local co = coroutine.create(function() coroutine.yield(debug.getinfo(1).func) end)
      local _, fn = coroutine.resume(co)
      print(debug.getinfo(co, 1).func == fn)
      local function outer() return (debug.getinfo(2, "f") or {}).func end
      local function caller() local g = outer() return g end
      print(caller() == caller)
    `);
  });

  it("shows a message handler the calls where the error was raised, as PUC", () => {
    expectSameOutput(`
      local function fails() local x = nil return x.y end
      local function calls() local r = fails() return r end
      xpcall(calls, function()
        for level = 0, 3 do
          local i = debug.getinfo(level, "Sl")
          print(level, i.what, i.currentline)
        end
      end)
    `);
  });
});

describe("debug.traceback of a coroutine that failed", () => {
  it("lists the calls that led to the error", () => {
    const source = `${SHOW}
      local co = coroutine.create(function()
        local function inner() error("here") end
        local r = inner()
      end)
      print(coroutine.resume(co))
      show(debug.traceback(co))
      show(debug.traceback(co, "from 1", 1))`;
    expect(runHere(source).split("\n")).toEqual([
      'false "t:3: here"',
      '"stack traceback:"',
      `"[C]: in function 'error'"`,
      `"t:3: in function 'inner'"`,
      `"t:4: in function <t:2>"`,
      '"from 1"',
      '"stack traceback:"',
      `"t:3: in function 'inner'"`,
      `"t:4: in function <t:2>"`,
    ]);
  });
});

describe("debug.sethook", () => {
  it("calls a count hook now and then, which may end what runs", () => {
    const source = `
      local count = 0
      local co = coroutine.create(function() while true do end end)
      debug.sethook(co, function(event)
        count = count + 1
        if count == 5 then error("timeout: " .. event, 0) end
      end, "", 1e6)
      print(coroutine.resume(co))
      print(count, coroutine.status(co))`;
    expect(runHere(source).split("\n")).toEqual(['false "timeout: count"', '5 "dead"']);
  });

  it("is seen by gethook, and taken away", () => {
    expectSameOutput(`
      local hook = function() end
      debug.sethook(hook, "crl", 1000)
      local f, mask, count = debug.gethook()
      print(f == hook, mask, count)
      debug.sethook()
      print(debug.gethook())
      debug.sethook(hook, "")
      print(debug.gethook())
    `);
  });

  it("does not call a hook while it runs, nor after it is gone", () => {
    const source = `
      local depth, deepest, calls = 0, 0, 0
      debug.sethook(function()
        depth = depth + 1 calls = calls + 1
        if depth > deepest then deepest = depth end
        for i = 1, 1000 do end
        depth = depth - 1
      end, "", 1)
      for i = 1, 100 do end
      debug.sethook()
      local before = calls
      for i = 1, 1e6 do end
      print(deepest, calls > 100, calls == before)`;
    expect(runHere(source)).toBe("1 true true");
  });

  it("is called about as often as PUC's for calls that never loop", () => {
    const source = `
      local function fib(n)
        if n < 2 then return n end
        return fib(n - 1) + fib(n - 2)
      end
      local calls = 0
      debug.sethook(function() calls = calls + 1 end, "", 1000)
      local result = fib(25)
      debug.sethook()
      print(result, calls)`;
    const [result, calls] = runHere(source).split(" ").map(Number);
    const [, callsInPuc] = runInPuc(source).trim().split(/\s+/).map(Number);
    expect(result).toBe(75025);
    expect(calls).toBeGreaterThan(callsInPuc! / 2);
    expect(calls).toBeLessThan(callsInPuc! * 2);
  });

  it("lets the host have its turn in a program that runs only hooked code", () => {
    const state = new LuaState();
    const source = `
      debug.sethook(function() end, "l")
      local function forever(n) if n > 100 then return forever(1) end return forever(n + 1) end
      forever(1)`;
    const coroutine = state.createCoroutine(state.load(source, "=t"));
    let asked = 0;
    const slice = { shouldPreempt: () => ++asked > 3 };
    expect(state.run(coroutine, [], slice).kind).toBe("preempted");
    expect(asked).toBe(4);
    const stop = {
      shouldPreempt: () => {
        throw new LuaError("Too long without yielding");
      },
    };
    const outcome = state.run(coroutine, [], stop);
    expect(outcome.kind === "failed" && outcome.error.value).toBe("t:3: Too long without yielding");
  });

  it("follows a program through deep recursion and nested library functions", () => {
    expectSameOutput(`
      local lines = 0
      local function deep(n)
        if n == 0 then return 0 end
        return 1 + deep(n - 1)
      end
      local function less(a, b)
        table.sort({2, 1}, function(x, y) return x < y end)
        return a < b
      end
      local source = debug.getinfo(1, "S").source
      debug.sethook(function(_, line)
        if debug.getinfo(2, "S").source == source then lines = lines + 1 end
      end, "l")
      local depth = deep(15000)
      local list = {3, 1, 2}
      table.sort({2, 1}, less)
      local co = coroutine.wrap(function() pcall(error) coroutine.yield() end)
      co()
      debug.sethook()
      print(depth, lines)
    `);
  });
});

describe("load() of a damaged dump", () => {
  it("gives an error in PUC's words, or a function, but never a fault", () => {
    const { seed, below } = ((random) => ({ seed: random.seed, below: random.below.bind(random) }))(
      new SeededRandom(),
    );
    const changes = Array.from({ length: 400 }, () => `{${below(200) + 1},${below(256)}}`).join();
    const source = `
      local up = 1
      local dumped = string.dump(function(a, ...) local b = a + up return b, ... end)
      local wrong = 0
      for _, change in ipairs({${changes}}) do
        local at = (change[1] - 1) % #dumped + 1
        local damaged = dumped:sub(1, at - 1) .. string.char(change[2]) .. dumped:sub(at + 1)
        local f, message = load(damaged, "=d", "b")
        local known = message and (message:find("^d: %a[%a ]* precompiled chunk$")
          or message == "attempt to load a text chunk (mode is 'b')")
        if not (f and damaged == dumped or known) then wrong = wrong + 1 print(at, change[2], message) end
      end
      print(wrong)`;
    expect(runHere(source), `seed ${seed}`).toBe("0");
  });
});
