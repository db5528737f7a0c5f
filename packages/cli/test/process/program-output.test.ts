/**
 * A program's text on its way to two streams.
 */
import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgramOutput } from "../../src/process/program-output.js";

/** Two streams that note, in order, what each is given. */
function makeStreams(fail?: NodeJS.ErrnoException) {
  const written: [stream: string, text: string][] = [];
  const make = (name: string): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written.push([name, chunk.toString("latin1")]);
        done(name === "stdout" ? fail : undefined);
      },
    });
  return { written, stdout: make("stdout"), stderr: make("stderr") };
}

function never(): void {
  throw new Error("nothing was to break");
}

/** The time that outputs see. */
let nowMs = 0;
beforeEach(() => {
  nowMs = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("what is written in one turn goes out in one write at its end", async () => {
  const streams = makeStreams();
  const output = new ProgramOutput(streams, never);
  output.write("first");
  output.write("a");
  output.write("b\xff");
  expect(streams.written).toEqual([["stdout", "first"]]);
  await turn();
  expect(streams.written).toEqual([
    ["stdout", "first"],
    ["stdout", "ab\xff"],
  ]);
});

test("what is written after a pause goes out at once, with what was kept", () => {
  const streams = makeStreams();
  const output = new ProgramOutput(streams, never);
  output.write("one");
  output.write("two");
  nowMs += 49;
  output.write("three");
  expect(streams.written).toEqual([["stdout", "one"]]);
  nowMs += 1;
  output.write("four");
  expect(streams.written).toEqual([
    ["stdout", "one"],
    ["stdout", "twothreefour"],
  ]);
});

test("a lot goes out before the end of the turn", () => {
  const streams = makeStreams();
  const output = new ProgramOutput(streams, never);
  output.write("x");
  output.write("x".repeat(100_000));
  expect(streams.written).toHaveLength(2);
});

test("the two streams keep their order", async () => {
  const streams = makeStreams();
  const output = new ProgramOutput(streams, never);
  output.write("one");
  output.writeError("two");
  output.write("three");
  await output.drained();
  expect(streams.written).toEqual([
    ["stdout", "one"],
    ["stderr", "two"],
    ["stdout", "three"],
  ]);
});

test("streams that nothing is written to are not touched", async () => {
  const streams = {
    get stdout(): Writable {
      throw new Error("touched");
    },
    get stderr(): Writable {
      throw new Error("touched");
    },
  };
  await new ProgramOutput(streams, never).drained();
});

test("a stream that fails is reported once and written to no more", async () => {
  const streams = makeStreams(Object.assign(new Error("gone"), { code: "EPIPE" }));
  const reported: string[] = [];
  const output = new ProgramOutput(streams, ({ message }) => void reported.push(message));
  output.write("one");
  await output.drained();
  output.write("two");
  await output.drained();
  expect(reported).toEqual(["gone"]);
  expect(streams.written).toEqual([["stdout", "one"]]);
});
