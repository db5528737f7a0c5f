/**
 * Interests: a native that waits for certain events only, in a computer.
 */
import { LuaState, native, yieldValues } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/clock/virtual-clock.js";
import { Computer } from "../../src/computer/computer.js";
import type { EventValues } from "../../src/events/computer-event.js";
import { EventInterest } from "../../src/events/event-interest.js";
import { Scheduler } from "../../src/scheduler/scheduler.js";

class EvenNumbers extends EventInterest {
  override wants([name, number]: EventValues): boolean {
    return name === "number" && typeof number === "number" && number % 2 === 0;
  }
}

function boot(source: string) {
  const scheduler = new Scheduler({ clock: new VirtualClock() });
  const state = new LuaState();
  const computer = new Computer({ scheduler, state });
  state.globals.set(
    "await",
    native("await", () => yieldValues([undefined, new EvenNumbers()])),
  );
  computer.boot(state.load(source, "@test.lua"));
  scheduler.pump();
  const happened: string[] = [];
  const deliver = (name: string, number = 0): void => {
    computer.deliver({
      values: [name, number],
      onGiven: () => happened.push(`${name} ${number} given`),
      onDiscarded: () => happened.push(`${name} ${number} discarded`),
    });
    scheduler.pump();
  };
  return { computer, deliver, happened };
}

test("a wait with an interest gets the events that it wants, and discards the others", () => {
  const { computer, deliver, happened } = boot("return await()");
  deliver("other", 2);
  deliver("number", 1);
  deliver("number", 4);
  expect(computer.end).toEqual({ kind: "returned", values: ["number", 4] });
  expect(happened).toEqual(["other 2 discarded", "number 1 discarded", "number 4 given"]);
});

test("terminate ends a wait with an interest", () => {
  const { computer, deliver } = boot("return await()");
  deliver("terminate");
  expect(computer.end).toEqual({ kind: "returned", values: ["terminate", 0] });
});

test("an event that waited in the queue is given when the program takes it", () => {
  const { deliver, happened } = boot("await() await() coroutine.yield('never')");
  deliver("number", 2);
  deliver("number", 3);
  deliver("number", 4);
  deliver("number", 6);
  expect(happened).toEqual([
    "number 2 given",
    "number 3 discarded",
    "number 4 given",
    "number 6 discarded",
  ]);
});
