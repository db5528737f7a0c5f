/**
 * `Computer.takeOver`: another function in the program's place.
 */
import { NO_VALUES, resumeFor, yieldValues } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { Simulation } from "../simulation.js";

const end = {
  name: "successor",
  wantsTraceback: false,
  succeed: () => NO_VALUES,
  fail: (error: unknown) => {
    throw error;
  },
};

test("Computer.takeOver() has its function begin when the program next waits, with what it waits for", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`pull("first") log("on") log(pull("second", "more")) return 1`);
  const filters: unknown[] = [];
  computer.takeOver((main, yielded) => {
    filters.push(main.status, ...yielded);
    return () => resumeFor(main, ["second", "from the successor"], end);
  });
  expect(filters).toEqual([]);
  computer.deliver({ values: ["first"] });
  simulation.run();
  expect(filters.slice(0, 2)).toEqual(["suspended", "second"]);
  expect(simulation.log).toEqual(["on", "second from the successor"]);
  expect(computer.end).toEqual({ kind: "returned", values: [] });
});

test("a program that returns is succeeded too, and its computer goes on", () => {
  const simulation = new Simulation();
  const computer = simulation.boot("return 1");
  computer.takeOver((main) => {
    simulation.log.push(main.status);
    return () => yieldValues(["wanted"]);
  });
  simulation.run();
  expect([computer.status, ...simulation.log]).toEqual(["waiting", "dead"]);
  computer.deliver({ values: ["other"] });
  computer.deliver({ values: ["wanted", 5] });
  simulation.run();
  expect(computer.end).toEqual({ kind: "returned", values: ["wanted", 5] });
});

test("a program that fails is not succeeded", () => {
  const simulation = new Simulation();
  const computer = simulation.boot("error('on purpose', 0)");
  computer.takeOver(() => {
    throw new Error("never");
  });
  simulation.run();
  expect(computer.end).toMatchObject({ kind: "failed", error: { value: "on purpose" } });
});
