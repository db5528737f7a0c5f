/**
 * Listeners: what hears of an event of a host when the computer takes it up, live and in a replay.
 */
import { expect, test } from "vitest";
import type { Computer } from "../../src/computer/computer.js";
import { TraceReplayer } from "../../src/trace/replayer.js";
import { TraceReader } from "../../src/trace/trace-reader.js";
import { Simulation } from "../simulation.js";
import { chunksOf, MemoryTrace } from "../trace/memory-trace.js";

/** Makes a computer queue `after` with the number of each event `news`. */
function answerNews(computer: Computer, heard: unknown[] = []): void {
  computer.listenTo("news", ([, number]) => {
    heard.push(number);
    computer.queueEvent(["after", number]);
  });
}

test("Computer.listenTo() hears of an event before the program gets it; what it queues comes after", () => {
  const simulation = new Simulation();
  const heard: unknown[] = [];
  const computer = simulation.boot(`while true do log(pull()) end`);
  answerNews(computer, heard);
  simulation.run();
  computer.deliver({ values: ["news", 1] });
  expect(heard).toEqual([1]);
  simulation.run();
  expect(simulation.log).toEqual(["news 1", "after 1"]);
});

test("Computer.listenTo() hears of an event that the program passes over; what it queues ends the wait", () => {
  const simulation = new Simulation();
  const computer = simulation.boot(`log(pull("after"))`);
  answerNews(computer);
  simulation.run();
  computer.deliver({ values: ["news", 2] });
  simulation.run();
  expect(simulation.log).toEqual(["after 2"]);
});

test("Computer.listenTo() hears of events that came while the program ran when it waits", () => {
  const simulation = new Simulation();
  const heard: unknown[] = [];
  const computer = simulation.boot(`log(pull("after")) log(pull("after"))`);
  answerNews(computer, heard);
  computer.deliver({ values: ["news", 1] });
  computer.deliver({ values: ["news", 2] });
  expect(heard).toEqual([]);
  simulation.run();
  expect(heard).toEqual([1, 2]);
  expect(simulation.log).toEqual(["after 1", "after 2"]);
});

test("Computer.listenTo() hears nothing of what the program queues itself", () => {
  const simulation = new Simulation();
  const heard: unknown[] = [];
  answerNews(simulation.boot(`queue("news", 1) log(pull())`), heard);
  simulation.run();
  expect([simulation.log, heard]).toEqual([["news 1"], []]);
});

test("a replay hears the same, and does the same", () => {
  const source = `for _ = 1, 2 do log(pull("after")) end log(pull()) log(pull())`;
  const trace = new MemoryTrace();
  const simulation = new Simulation();
  trace.recorder.boot(null);
  const computer = simulation.boot(source, { door: trace.recorder });
  answerNews(computer);
  computer.onEnd((end) => {
    trace.recorder.end(end);
  });
  computer.deliver({ values: ["news", 1] });
  simulation.run();
  for (const number of [2, 3]) {
    computer.deliver({ values: ["news", number] });
    simulation.run();
  }
  expect(simulation.log).toEqual(["after 1", "after 2", "news 3", "after 3"]);

  const replayer = new TraceReplayer(new TraceReader(chunksOf(trace.bytes, 64)));
  const again = new Simulation();
  replayer.boot();
  const replayed = again.boot(source, { door: replayer });
  answerNews(replayed);
  while (!again.scheduler.isIdle) again.scheduler.pump();
  replayer.finish(replayed);
  expect(replayer.difference).toBeNull();
  expect(again.log).toEqual(simulation.log);
});
