/**
 * `os.pullEvent`, `os.queueEvent`, timers, alarms and `sleep`. Expected: tweaked.cc, os and _G.
 */
import { expect, test } from "vitest";
import { bootProgram, outputOf, runProgram } from "../run-program.js";

test("os.queueEvent() and os.pullEvent() pass on any values, and how many there were", () => {
  const output = outputOf(`
    local t = {}
    os.queueEvent("mine", 1, nil, t, print, nil)
    local event = table.pack(os.pullEvent("mine"))
    print(event.n, event[1], event[2], event[3], event[4] == t, event[5] == print, event[6])`);
  expect(output).toBe("6\tmine\t1\tnil\ttrue\ttrue\tnil\n");
});

test("os.pullEvent() discards events that its filter passes over", () => {
  const output = outputOf(`
    for _, name in ipairs { "a", "b", "c" } do os.queueEvent(name) end
    print(os.pullEvent("b"))
    print(os.pullEvent())`);
  expect(output).toBe("b\nc\n");
});

test("os.pullEvent() raises Terminated, without a position, whatever its filter", () => {
  const running = runProgram(`print(pcall(os.pullEvent, "never"))`);
  running.computer.terminate();
  running.clock.runUntilIdle();
  expect(running.output).toBe("false\tTerminated\n");
});

test("os.pullEventRaw() gives terminate as any event", () => {
  const running = runProgram(`print(os.pullEventRaw("never"))`);
  running.computer.terminate();
  running.clock.runUntilIdle();
  expect(running.output).toBe("terminate\n");
});

test("a program that is terminated fails with Terminated", () => {
  const running = runProgram("sleep(10)");
  running.clock.runUntil(1);
  const other = bootProgram("sleep(10)");
  other.clock.runUntil(1000);
  other.computer.terminate();
  other.clock.runUntil(1001);
  expect(other.computer.end).toMatchObject({ kind: "failed", error: { value: "Terminated" } });
});

test("a program that replaces os.pullEvent cannot be terminated while it sleeps", () => {
  const running = bootProgram("os.pullEvent = os.pullEventRaw  sleep(10)  print(os.clock())");
  running.clock.runUntil(1000);
  running.computer.terminate();
  running.clock.runUntilIdle();
  expect(running.output).toBe("10\n");
});

test("os.pullEvent() goes through a replaced os.pullEventRaw", () => {
  const output = outputOf(`
    local raw = os.pullEventRaw
    function os.pullEventRaw(filter)
      print("waiting for", filter)
      return raw(filter)
    end
    os.queueEvent("a", 1)
    print(os.pullEvent("a"))
    sleep(1)
    os.pullEventRaw = function() return "made up", 2 end
    print(os.pullEvent())`);
  expect(output).toBe("waiting for\ta\na\t1\nwaiting for\ttimer\nmade up\t2\n");
});

test("coroutine.yield() waits for events as os.pullEventRaw() does", () => {
  expect(outputOf(`os.queueEvent("a", 5) print(coroutine.yield("a"))`)).toBe("a\t5\n");
});

test("a wait inside pcall, metamethods, iterators and coroutines is a wait of the program", () => {
  const output = outputOf(`
    print(pcall(function() sleep(1) return "slept" end))
    local t = setmetatable({}, { __index = function(_, k) sleep(1) return k end })
    print(t.key)
    for n in function(_, n) sleep(1) if (n or 0) < 2 then return (n or 0) + 1 end end do print(n) end
    print(select(2, pcall(error, "caught")))
    print(os.clock())`);
  expect(output).toBe("true\tslept\nkey\n1\n2\ncaught\n5\n");
});

test("os.startTimer() numbers timers and fires each once", () => {
  const output = outputOf(`
    local a, b = os.startTimer(0.5), os.startTimer(0.25)
    print(a ~= b)
    local _, first = os.pullEvent("timer")
    local _, second = os.pullEvent("timer")
    print(first == b, second == a, os.clock())`);
  expect(output).toBe("true\ntrue\ttrue\t0.5\n");
});

test("os.cancelTimer() keeps a timer from firing and ignores any other number", () => {
  const output = outputOf(`
    local id = os.startTimer(1)
    os.cancelTimer(id) os.cancelTimer(id) os.cancelTimer(123)
    sleep(2)
    print(os.clock())`);
  expect(output).toBe("2\n");
});

test("os.setAlarm() goes off at its hour", () => {
  const output = outputOf(`
    local id = os.setAlarm(12.5)
    local name, alarm = os.pullEvent("alarm")
    print(name, alarm == id, os.time())
    os.cancelAlarm(os.setAlarm(13))
    print(os.setAlarm(13) ~= id, os.pullEvent("alarm") , os.time())`);
  expect(output).toBe("alarm\ttrue\t12.5\ntrue\talarm\t13\n");
});

test("sleep() waits for its own timer only", () => {
  const output = outputOf(`
    os.startTimer(0.1)
    sleep(0.5)
    print(os.clock())
    sleep() print(os.clock())
    sleep(-1) print(os.clock())
    os.sleep(1.25) print(os.clock())`);
  expect(output).toBe("0.5\n0.501\n0.502\n1.752\n");
});

test.each([
  ["os.queueEvent()", "bad argument #1 (string expected, got nil)"],
  ["os.queueEvent(1)", "bad argument #1 (string expected, got number)"],
  ["os.startTimer()", "bad argument #1 (number expected, got nil)"],
  ["os.startTimer('1')", "bad argument #1 (number expected, got string)"],
  ["os.startTimer(0/0)", "bad argument #1 (number expected, got nan)"],
  ["os.startTimer(math.huge)", "bad argument #1 (number expected, got inf)"],
  ["os.startTimer(-math.huge)", "bad argument #1 (number expected, got -inf)"],
  ["os.cancelTimer()", "bad argument #1 (number expected, got nil)"],
  ["os.setAlarm('noon')", "bad argument #1 (number expected, got string)"],
  ["os.setAlarm(24)", "Number out of range"],
  ["os.setAlarm(-0.5)", "Number out of range"],
  ["os.cancelAlarm({})", "bad argument #1 (number expected, got table)"],
  ["sleep('1')", "bad argument #1 (number expected, got string)"],
])("%s raises '%s' where it was called", (call, message) => {
  expect(outputOf(`print(pcall(function() ${call} end))`)).toBe(
    `false\t/program.lua:1: ${message}\n`,
  );
});

test("a program that queues or starts too many is told", () => {
  const output = outputOf(
    `print(pcall(function() while true do os.queueEvent("a") end end))
     print(pcall(function() while true do os.startTimer(1) end end))`,
    { computer: { limits: { programEventsMax: 10, timersMax: 10 } } },
  );
  expect(output).toBe(
    "false\t/program.lua:1: too many events\nfalse\t/program.lua:2: too many timers\n",
  );
});
