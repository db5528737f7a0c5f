/**
 * The wait of one coroutine among several. Expected: tweaked.cc, parallel and os.pullEventRaw.
 */
import { expect, test } from "vitest";
import type { EventValues } from "../../src/events/computer-event.js";
import { EventInterest } from "../../src/events/event-interest.js";
import { EventWait } from "../../src/events/event-wait.js";

class EvenNumbers extends EventInterest {
  override wants([name, number]: EventValues): boolean {
    return name === "number" && typeof number === "number" && number % 2 === 0;
  }
}

test("a coroutine that has not begun takes whatever comes", () => {
  const wait = new EventWait();
  expect(wait.wants([])).toBe(true);
  expect(wait.wants(["key", 1])).toBe(true);
});

test("a name lets events of that name pass, and terminate", () => {
  const wait = new EventWait();
  wait.note(["key"]);
  expect(wait.wants(["key", 1])).toBe(true);
  expect(wait.wants("key")).toBe(true);
  expect(wait.wants(["char", "a"])).toBe(false);
  expect(wait.wants(["terminate"])).toBe(true);
});

test("anything but a name lets every event pass", () => {
  const wait = new EventWait();
  wait.note(["key"]);
  wait.note([7]);
  expect(wait.wants(["char", "a"])).toBe(true);
});

test("a timer's number after the name waits for that timer alone", () => {
  const wait = new EventWait();
  wait.note(["timer", 3]);
  expect(wait.wants(["timer", 3])).toBe(true);
  expect(wait.wants(["timer", 4])).toBe(false);
  wait.note(["timer"]);
  expect(wait.wants(["timer", 4])).toBe(true);
});

test("what follows another event's name is not looked at, unless that event is one told apart so", () => {
  const wait = new EventWait();
  wait.note(["room", 3]);
  expect(wait.wants(["room", 4])).toBe(true);
  const apart = new EventWait(["timer", "room"]);
  apart.note(["room", 3]);
  expect(apart.wants(["room", 4])).toBe(false);
  expect(apart.wants(["room", 3])).toBe(true);
});

test("an interest decides, except on terminate", () => {
  const wait = new EventWait();
  wait.note([undefined, new EvenNumbers()]);
  expect(wait.wants(["number", 2])).toBe(true);
  expect(wait.wants(["number", 3])).toBe(false);
  expect(wait.wants(["terminate"])).toBe(true);
});
