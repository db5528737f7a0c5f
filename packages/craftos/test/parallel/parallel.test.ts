/**
 * `parallel`. Expected: tweaked.cc, parallel.
 */
import { expect, test } from "vitest";
import { bootProgram, outputOf, runProgram } from "../run-program.js";

test("parallel.waitForAny() ends with the first function to return and gives its place", () => {
  const output = outputOf(`
    print(parallel.waitForAny(
      function() sleep(3) print("never") end,
      function() sleep(1) print("first") end,
      function() sleep(2) print("never") end))
    print(os.clock())`);
  expect(output).toBe("first\n2\n1\n");
});

test("parallel.waitForAll() ends with the last function and gives nothing", () => {
  const output = outputOf(`
    print(select("#", parallel.waitForAll(
      function() sleep(1) print("a") end,
      function() sleep(2) print("b") end,
      function() print("at once") end)))
    print(os.clock())`);
  expect(output).toBe("at once\na\nb\n0\n2\n");
});

test("every function sees every event that its own filter passes", () => {
  const output = outputOf(`
    local function listener(name, filter, count)
      return function()
        for _ = 1, count do print(name, os.pullEvent(filter)) end
      end
    end
    os.queueEvent("a", 1) os.queueEvent("b", 2) os.queueEvent("a", 3)
    parallel.waitForAll(listener("all", nil, 3), listener("a", "a", 2), listener("b", "b", 1))`);
  expect(output).toBe("all\ta\t1\na\ta\t1\nall\tb\t2\nb\tb\t2\nall\ta\t3\na\ta\t3\n");
});

test("functions that never yield run in turn", () => {
  const output = outputOf(`
    print(parallel.waitForAny(function() print(1) end, function() print(2) end))
    parallel.waitForAll(function() print(1) end, function() print(2) end)`);
  expect(output).toBe("1\n2\n1\n1\n2\n");
});

test("without functions both return at once", () => {
  expect(outputOf("parallel.waitForAll() print(parallel.waitForAny())")).toBe("0\n");
});

test("an error in one function ends all with that error as it is", () => {
  const output = outputOf(`
    print(pcall(parallel.waitForAll,
      function() sleep(1) error("plain") end,
      function() sleep(2) print("never") end))
    local value = {}
    print(select(2, pcall(parallel.waitForAny, function() error(value) end)) == value)`);
  expect(output).toBe("false\t/program.lua:3: plain\ntrue\n");
});

test("an error that leaves the program tells where in the function it was raised", () => {
  const { computer } = runProgram(`
    local function fails()
      sleep(1)
      error("deep")
    end
    parallel.waitForAny(fails)`);
  const error = computer.end?.kind === "failed" ? computer.end.error : null;
  expect(error?.message).toBe("/program.lua:4: deep");
  expect(error?.traceback).toContain("program.lua:4");
});

test("terminate reaches every function", () => {
  const running = bootProgram(`
    print(pcall(parallel.waitForAll,
      function() print(os.pullEventRaw("x")) end,
      function() os.pullEvent("y") end))`);
  running.clock.runUntilIdle();
  running.computer.terminate();
  running.clock.runUntilIdle();
  expect(running.output).toBe("terminate\nfalse\tTerminated\n");
});

test("groups inside groups each see every event", () => {
  const output = outputOf(`
    local seen = {}
    local function see(name)
      return function()
        local _, n = os.pullEvent("e")
        seen[#seen + 1] = name .. n
      end
    end
    os.queueEvent("e", 1) os.queueEvent("e", 2)
    parallel.waitForAll(see("a"), function() parallel.waitForAny(see("b"), see("c")) see("d")() end)
    print(table.concat(seen, " "))`);
  expect(output).toBe("a1 b1 c1 d2\n");
});

test("a sleeper is woken by its own timer only", () => {
  const output = outputOf(`
    local turns = 0
    local function sleeper(seconds)
      local co = coroutine.create(function() sleep(seconds) end)
      return function()
        local _, filter, timer = coroutine.resume(co)
        while coroutine.status(co) ~= "dead" do
          local event = { coroutine.yield(filter, timer) }
          turns = turns + 1
          _, filter, timer = coroutine.resume(co, unpack(event))
        end
      end
    end
    local sleepers = {}
    for i = 1, 50 do sleepers[i] = sleeper(i) end
    parallel.waitForAll(unpack(sleepers))
    print(turns)`);
  expect(output).toBe("50\n");
});

test("a program's own pullEvent is what sleep calls", () => {
  const output = outputOf(`
    local asked = 0
    local pullEvent = os.pullEvent
    function os.pullEvent(filter) asked = asked + 1 return pullEvent(filter) end
    parallel.waitForAll(function() sleep(1) end, function() sleep(2) end)
    print(asked)`);
  expect(output).toBe("3\n");
});

test("a function that computes for long is pre-empted without harm", () => {
  const running = runProgram(`
    local n = 0
    parallel.waitForAll(
      function() for i = 1, 5e6 do n = n + 1 end sleep(0) print("computed", n) end,
      function() sleep(0) print("slept") end)`);
  expect(running.output).toBe("computed\t5000000\nslept\n");
});

test.each([
  ["parallel.waitForAny(1)", "bad argument #1 (function expected, got number)"],
  ["parallel.waitForAll(print, nil)", "bad argument #2 (function expected, got nil)"],
])("%s raises '%s' where it was called", (call, message) => {
  expect(outputOf(`print(pcall(function() ${call} end))`)).toBe(
    `false\t/program.lua:1: ${message}\n`,
  );
});
