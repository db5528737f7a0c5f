/**
 * Simulations from Lua: a program that tests another one, itself on virtual time.
 */
import { expect, test } from "vitest";
import { SIMULATION_MODULE, Simulation, simulationLibrary } from "../src/testing/index.js";

const SERVER = `
  local lib = require("lib")
  local visits = 0
  http.listen(8080, function(request, response)
    if request.getURL() == "/slow" then sleep(10) end
    if request.getURL() == "/fail" then error("failed on purpose") end
    if request.getURL() == "/never" then response.write("so far") sleep(1e6) end
    visits = visits + 1
    response.setStatusCode(201)
    response.setResponseHeader("X-From", request.getRequestHeaders()["x-from"] or "nobody")
    response.write(lib.greeting, visits, request.readAll())
    response.close()
  end)`;

const FILES = { "server.lua": SERVER, "lib.lua": `return { greeting = "hello " }` };

/** Runs a program that has the module; gives what it printed. */
function spec(source: string): string {
  const simulation = new Simulation(`local simulation = require("craftos.simulation")\n${source}`, {
    path: "a_spec.lua",
    modules: (state) => ({ [SIMULATION_MODULE]: simulationLibrary({ state, files: FILES }) }),
  });
  simulation.run();
  const { end } = simulation;
  return end?.kind === "failed" ? `${simulation.output}${end.error.message}` : simulation.output;
}

test("requests are answered at virtual times, and their tables filled in then", () => {
  const output = spec(`
    local sim = simulation.new { program = "server" }
    local slow = sim:request(1, { path = "/slow", headers = { ["X-From"] = "a" } })
    local quick = sim:request(2.5, { method = "POST", body = "\\0\\255", port = 8080 })
    local elsewhere = sim:request(3, { port = 81 })
    print(slow.status)
    sim:run()
    print(slow.status, slow.time, slow.body, slow.headers["x-from"])
    print(quick.status, quick.time, #quick.body, quick.headers["x-from"])
    print(elsewhere.status, elsewhere.refused, sim:clock(), sim:ending())`);
  expect(output).toBe("nil\n201\t11\thello 2\ta\n201\t2.5\t9\tnobody\nnil\ttrue\t11\n");
});

test("functions come at their times, may wait, and a simulation can be run in parts", () => {
  const output = spec(`
    local sim = simulation.new { source = [[
      while true do
        local event, value = os.pullEvent()
        print(os.clock(), event, type(value))
      end]] }
    sim:event(1, "first", { 1, { "x" } }):event(3, "third")
    sim:at(2, function()
      sleep(100) -- The time of the program that tests is its own.
      print("at 2:", sim:output())
      sim:event(2.5, "second")
    end)
    print(sim:run(2.7) == sim, sim:clock(), select(2, sim:output():gsub("\\n", "")))
    sim:run()
    print(sim:output():match("[^\\n]*\\n$"), os.clock())`);
  expect(output).toBe("at 2:\t1\tfirst\ttable\n\ntrue\t2.7\t2\n3\tthird\tnil\n\t100\n");
});

test("computers share nothing: what is handed over is copied, and functions are not", () => {
  const output = spec(`
    local sim = simulation.new { source = [[
      string.upper, shared = nil, "inner"
      local _, t = os.pullEvent("e")
      t.x = 2 print(t.self == t, t.list[1], getmetatable(t))]] }
    local t = setmetatable({ x = 1, list = { "a" } }, {})
    t.self = t
    sim:event(0, "e", t):run()
    print(sim:output(), t.x, ("a"):upper(), shared)
    print(pcall(sim.event, sim, 0, "e", { function() end }))`);
  expect(output).toBe(
    "true\ta\tnil\n\t1\tA\tnil\nfalse\ta function cannot be handed to another computer\n",
  );
});

test("how a program ends, its errors and warnings are told", () => {
  const output = spec(`
    local function ending(source)
      return simulation.new { source = source, args = { "7" } }:run():ending()
    end
    print(ending("return 1"))
    print(ending("os.shutdown(tonumber((...)))"))
    print(ending("os.reboot()"))
    print(select("#", ending("os.pullEvent()")))
    local kind, message, traceback = ending("local function f() error('oops') end f()")
    print(kind, message, traceback:find("program.lua", 1, true) ~= nil)
    print(ending("error({ code = 1 })"))
    local sim = simulation.new { program = "server.lua" }
    local failed = sim:request(0, { path = "/fail" })
    sim:terminate(1):run()
    print(failed.status, #sim:errors(), sim:errors()[1], sim:ending())`);
  expect(output).toMatch(
    new RegExp(
      [
        "^returned",
        "shutdown\\t7",
        "reboot",
        "0",
        "failed\\t/program.lua:1: oops\\ttrue",
        "failed\\ttable: \\S+\\tstack traceback:",
        "500\\t1\\t/server.lua:6: failed on purpose\\tfailed\\tTerminated.*",
      ].join("\\n(?:\\t.*\\n|stack.*\\n)*"),
    ),
  );
});

test("a response that nobody closes is sent after the time that it may take", () => {
  const output = spec(`
    for _, timeout in ipairs { 15, 2 } do
      local sim = simulation.new { program = "server.lua", responseTimeout = timeout }
      local answer = sim:request(1, { path = "/never" })
      sim:run(1 + timeout)
      local before = answer.status
      sim:run(1 + timeout * 1.2)
      print(before, answer.status, answer.body, answer.time <= 1 + timeout * 1.125, #sim:warnings())
    end`);
  expect(output).toBe("nil\t200\tso far\ttrue\t1\nnil\t200\tso far\ttrue\t1\n");
});

test("explore() tells the first seed for which a test fails, and tests may wait", () => {
  const output = spec(`
    local orders = {}
    simulation.explore(40, function(seed)
      local sim = simulation.new { seed = seed, source = [[
        print(select(2, os.pullEvent()), select(2, os.pullEvent()))]] }
      sim:event(1, "e", "a"):event(1, "e", "b"):run()
      orders[sim:output()] = true
      sleep(1)
    end)
    print(orders["a\\tb\\n"], orders["b\\ta\\n"], os.clock())
    print(pcall(simulation.explore, 10, function(seed) if seed == 3 then error("no", 0) end end))
    print(pcall(simulation.explore, "x"))`);
  expect(output).toContain("true\ttrue\t40\nfalse\tseed 3: no\nfalse\t");
  expect(output).toContain("bad argument #1 (number expected, got string)");
});

test.each([
  ["simulation.new()", "bad argument #1 (table expected)"],
  ["simulation.new {}", "bad field 'program' (string expected, got nil)"],
  ["simulation.new { program = 'no.lua' }", "bad field 'program' (there is no file 'no.lua')"],
  ["simulation.new { source = 'x', sed = 1 }", "bad field 'sed' (there are program, source,"],
  ["simulation.new { source = 'x' }", "/program.lua:1: "],
  ["simulation.new { source = '', seed = 0.5 }", "bad field 'seed' (whole number expected)"],
  [
    "simulation.new { source = '', args = { 1 } }",
    "bad field 'args[1]' (string expected, got number)",
  ],
  [
    "simulation.new { source = '', responseTimeout = 0 }",
    "bad field 'responseTimeout' (seconds expected)",
  ],
  ["new():event(-1, 'x')", "bad argument #1 (time is negative)"],
  ["new():event(0)", "bad argument #2 (string expected, got nil)"],
  ["new():at(0, 1)", "bad argument #2 (function expected, got number)"],
  ["new():request(0, { url = '/' })", "bad field 'url' (there are method, path,"],
  [
    "new():request(0, { headers = { a = 1 } })",
    "bad field 'headers.a' (string expected, got number)",
  ],
  ["new():request(0, 'x')", "bad argument #2 (table expected)"],
  ["new():run('x')", "bad argument #1 (number expected, got string)"],
  ["new('while true do sleep(1) end'):run()", "the program goes on for ever"],
])("%s raises an error at its place: %s", (call, message) => {
  const output = spec(`
    local function new(source) return simulation.new { source = source or "" } end
    print(pcall(function()
      ${call}
    end))`);
  expect(output).toContain(message);
  expect(output).toContain("/a_spec.lua:");
});

test("a simulated computer has no simulations of its own", () => {
  const output = spec(`
    print(simulation.new { source = "require('craftos.simulation')" }:run():ending())`);
  expect(output).toContain("module 'craftos.simulation' not found");
});

test("a program that never yields is stopped, and the one that tests it goes on", () => {
  const output = spec(`
    local sim = simulation.new { source = "while true do end", yieldTimeout = 0.05 }
    print((select(2, sim:run():ending())))`);
  expect(output).toBe("/program.lua:1: Too long without yielding\n");
});
