/**
 * Text that is shown page by page where somebody has keys. Expected: tweaked.cc, textutils.pagedPrint and
 * pagedTabulate.
 */
import { expect, test } from "vitest";
import { bootProgram, type RunningProgram } from "../run-program.js";

const screen = { width: 30, height: 5 };
const PROMPT = "Press any key to continue";

/** Runs a program on a screen until it waits. */
function start(source: string): RunningProgram {
  const running = bootProgram(source, { screen });
  running.clock.runUntilIdle();
  return running;
}

function shown({ environment }: RunningProgram): string[] {
  return Array.from({ length: screen.height }, (_, index) =>
    (environment.screen.row(index + 1)?.text ?? "").trimEnd(),
  );
}

function press(running: RunningProgram): void {
  running.computer.deliver({ values: ["key", 1] });
  running.clock.runUntilIdle();
}

test("pagedPrint() waits for a key each time the screen would scroll, and gives the number of lines", () => {
  const running = start(`local lines = textutils.pagedPrint("1\\n2\\n3\\n4\\n5\\n6") write(lines)`);
  expect(shown(running)).toEqual(["2", "3", "4", "5", PROMPT]);
  press(running);
  expect(shown(running)).toEqual(["3", "4", "5", "6", PROMPT]);
  press(running);
  expect(shown(running)).toEqual(["3", "4", "5", "6", "6"]);
  expect(running.computer.end?.kind).toBe("returned");
});

test("pagedPrint() scrolls the free lines first", () => {
  const running = start(`textutils.pagedPrint("1\\n2\\n3\\n4\\n5\\n6\\n7", 2)`);
  expect(shown(running)).toEqual(["4", "5", "6", "7", PROMPT]);
});

test("pagedTabulate() waits for what does not fit, tabulate() does not", () => {
  const rows = `{ "a" }, { "b" }, { "c" }, { "d" }, { "e" }, { "f" }`;
  const running = start(`textutils.pagedTabulate(${rows}) textutils.tabulate({ "x" })`);
  expect(shown(running)).toEqual(["b", "c", "d", "e", PROMPT]);
  press(running);
  expect(shown(running)).toEqual(["c", "d", "e", "f", PROMPT]);
  press(running);
  expect(shown(running)).toEqual(["d", "e", "f", "x", ""]);
});

test("who is terminated while a page waits has the terminal back", () => {
  const running = start(
    `local before = term.current() print(pcall(textutils.pagedPrint, ("x\\n"):rep(9)))
     print(term.current() == before)`,
  );
  running.computer.terminate();
  running.clock.runUntilIdle();
  expect(shown(running).slice(2)).toEqual(["Terminated", "true", ""]);
});
