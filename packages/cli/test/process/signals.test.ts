/**
 * What signals ask for, in which order.
 */
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenToSignals } from "../../src/process/signals.js";

let source: EventEmitter;
let asked: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  source = new EventEmitter();
  asked = [];
  stop = listenToSignals(source, {
    interrupt: () => asked.push("interrupt"),
    terminate: () => asked.push("terminate"),
    endAtOnce: (signal) => asked.push(`end by ${signal}`),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the first SIGINT interrupts, one much later ends", () => {
  source.emit("SIGINT");
  vi.advanceTimersByTime(60_000);
  source.emit("SIGINT");
  expect(asked).toEqual(["interrupt", "end by SIGINT"]);
});

test("SIGINTs within 100 ms of the first are the same", () => {
  source.emit("SIGINT");
  source.emit("SIGINT");
  vi.advanceTimersByTime(99);
  source.emit("SIGINT");
  expect(asked).toEqual(["interrupt"]);
  vi.advanceTimersByTime(1);
  source.emit("SIGINT");
  expect(asked).toEqual(["interrupt", "end by SIGINT"]);
});

test("the first SIGTERM terminates, the second ends, whatever SIGINT did", () => {
  source.emit("SIGINT");
  source.emit("SIGTERM");
  source.emit("SIGTERM");
  expect(asked).toEqual(["interrupt", "terminate", "end by SIGTERM"]);
});

test("nothing happens after listening has stopped", () => {
  stop();
  source.emit("SIGINT");
  source.emit("SIGTERM");
  expect(asked).toEqual([]);
  expect(source.eventNames()).toEqual([]);
});
