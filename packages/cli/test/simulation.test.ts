/**
 * Simulations of programs: the same seed gives the same, other seeds give other orders.
 */
import { expect, test } from "vitest";
import { explore, Simulation } from "../src/testing/index.js";

test("a program is asked at virtual times, and its answers are there when it has run", () => {
  const simulation = new Simulation(`
    http.listen(8080, function(request, response)
      if request.getURL() == "/slow" then sleep(10) end
      response.setStatusCode(201)
      response.setResponseHeader("X-Body", request.readAll())
      response.write(os.clock(), " ", request.getRequestHeaders().accept or "none")
      response.close()
    end)`);
  const slow = simulation.request(2000, { target: "/slow", headers: { Accept: "a/b" } });
  const quick = simulation.request(3000, { method: "POST", body: "\xff" });
  const elsewhere = simulation.request(3000, { port: 81 });
  simulation.run();
  expect([elsewhere.wasRefused, elsewhere.isAnswered]).toEqual([true, false]);
  expect(slow).toMatchObject({ status: 201, body: "12 a/b", headers: { "x-body": "" } });
  expect(quick).toMatchObject({ body: "3 none", headers: { "x-body": "\xff" } });
});

const RACE = `
  local value
  while true do
    local event, new = os.pullEvent()
    if event == "stop" then return print(value) end
    local before = value
    if event == "timer" then new = "timer" end
    value = (before or "") .. new
  end`;

function race(seed: number): string {
  const simulation = new Simulation(`os.startTimer(1) ${RACE}`, { seed });
  for (const name of ["a", "b", "c"]) simulation.event(1000, "set", name);
  return simulation.event(2000, "stop").run().output;
}

test("events at the same time, and a timer due then, come in every order for some seed", () => {
  const orders = new Set<string>();
  for (let seed = 1; seed <= 400; seed++) orders.add(race(seed));
  expect(orders.size).toBe(24);
});

test("the same seed gives the same output a thousand times", () => {
  const program = `
    for _ = 1, 3 do
      print(os.pullEvent(), math.random(1e9), os.clock(), tostring({}), os.date())
    end`;
  const outputs = new Set<string>();
  for (let n = 0; n < 1000; n++) {
    const simulation = new Simulation(program, { seed: 42 });
    for (const name of ["a", "b", "c"]) simulation.event(500, name);
    outputs.add(simulation.run().output);
  }
  expect(outputs.size).toBe(1);
});

test("explore() names the first seed for which a test fails", () => {
  const failing = (): void => {
    explore(100, ({ seed }) => {
      const simulation = new Simulation(
        `local n = 0
         while n < 2 do
           local _, first = os.pullEvent("add")
           if first == "b" and n == 0 then error("b came first", 0) end
           n = n + 1
         end`,
        { seed },
      );
      simulation.event(10, "add", "a").event(10, "add", "b").run();
      const { end } = simulation;
      if (end?.kind === "failed") throw new Error(end.error.message);
    });
  };
  expect(failing).toThrow(/^seed \d+: b came first$/);
});

test("a program that sleeps for a day in twenty timers is done when the clock has jumped there", () => {
  const simulation = new Simulation("for _ = 1, 20 do sleep(4320) end print(os.clock())").run();
  expect(simulation.output).toBe("86400\n");
  expect(simulation.clock.nowMs()).toBe(86_400_000);
});

test("files, arguments and errors of callbacks are at hand", () => {
  const simulation = new Simulation(
    `print(..., require("lib"))
     http.listen(1, function() error("oops") end)`,
    { args: ["x"], files: { "lib.lua": "return 'from a file'" } },
  );
  const answer = simulation.request(5);
  simulation.run();
  expect(simulation.output).toBe("x\tfrom a file\n");
  expect(answer.status).toBe(500);
  expect(simulation.callbackErrors[0]?.message).toContain("program.lua:2: oops");
  expect(() => new Simulation("not lua")).toThrow("program.lua:1");
});
