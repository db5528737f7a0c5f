/**
 * What is said of the first difference between a recording and its replay, for every kind of one.
 */
import type { ReplayDifference } from "@craftos-http/event-loop";
import { expect, test } from "vitest";
import { describeDifference } from "../../src/record/describe-difference.js";
import { setupFromData } from "../../src/record/recorded-setup.js";

const EXPECTED: [ReplayDifference["expected"], string][] = [
  [null, "nothing more"],
  [{ kind: "boot", setup: null }, "the computer reboots"],
  [
    { kind: "event", turn: 3, event: { kind: "plain", values: ["key", 1] } },
    "the program waits (for the 3. time) and gets the event key",
  ],
  [{ kind: "read", source: "os.clock", value: 1 }, "the program asks for: os.clock"],
  [{ kind: "preempt", looks: 1 }, "the program runs on"],
  [{ kind: "too long", looks: 1 }, "Too long without yielding"],
  [{ kind: "end", end: "shutdown", detail: 3 }, "the program ends: shutdown (3)"],
  [{ kind: "end", end: "returned", detail: null }, "the program ends: returned"],
];

test.each(EXPECTED)("a trace that has %j", (expected, text) => {
  const difference = { expected, actual: { kind: "wait" }, entry: 7, traceback: "" } as const;
  expect(describeDifference(difference, () => undefined)).toBe(
    `The replay differs at entry 7 of the trace.\n\nexpected:\n  ${text}\nactual:\n` +
      "  the program waits for an event",
  );
});

const ACTUAL: [ReplayDifference["actual"], string][] = [
  [{ kind: "run" }, "the program runs on without doing anything"],
  [{ kind: "read", source: "fs" }, "the program asks for: fs"],
  [{ kind: "end", end: "failed", detail: "a\nb" }, "the program ends: failed\n  | a\n  | b"],
];

test.each(ACTUAL)("a program that did %j", (actual, text) => {
  const difference = { expected: null, actual, entry: 1, traceback: "" };
  expect(describeDifference(difference, () => undefined)).toBe(
    `The replay differs at entry 1 of the trace.\n\nexpected:\n  nothing more\nactual:\n  ${text}`,
  );
});

test("a trace that does not say what was run is refused", () => {
  expect(() => setupFromData(null)).toThrow("it does not say which program was run");
  expect(() => setupFromData({ name: "a.lua" })).toThrow("it does not say which program was run");
});
