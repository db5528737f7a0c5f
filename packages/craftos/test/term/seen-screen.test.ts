/**
 * A computer whose screen somebody sees. Expected: tweaked.cc, term and the event term_resize.
 */
import { expect, test } from "vitest";
import { bootProgram, type RunningProgram, runProgram } from "../run-program.js";

const screen = { width: 20, height: 5 };

/** What is on the screen, without blanks at the ends of rows. */
function shown({ environment }: RunningProgram): string[] {
  const { height } = environment.screen;
  return Array.from({ length: height }, (_, index) =>
    (environment.screen.row(index + 1)?.text ?? "").trimEnd(),
  );
}

/** Gives a program an event, and time. */
function event(
  running: RunningProgram,
  ...values: [string, ...(string | number | boolean)[]]
): void {
  running.computer.deliver({ values });
  running.clock.runUntilIdle();
}

test("what is written is on the screen, wrapped, and nowhere else", () => {
  const running = runProgram(`print("twenty characters and more") printError("bad")`, { screen });
  expect(shown(running)).toEqual(["twenty characters", "and more", "bad", "", ""]);
  expect(running.environment.screen.row(3)?.foreground).toBe("eee".padEnd(20, "0"));
  expect(running.output + running.errorOutput).toBe("");
});

test("printError() writes in red to what term is redirected to", () => {
  const running = runProgram(
    `local inner = window.create(term.current(), 3, 2, 5, 2)
     local outer = term.redirect(inner) printError("no") term.redirect(outer)`,
    { screen },
  );
  expect(shown(running)).toEqual(["", "  no", "", "", ""]);
  expect(running.environment.screen.row(2)?.foreground.slice(2, 4)).toBe("ee");
});

test.each([
  ...[`print("x")`, `write("x")`, `term.write("x")`, `term.blit("x", "0", "f")`, `term.clear()`],
  ...[`term.clearLine()`, `term.scroll(1)`, `term.setCursorPos(2, 2)`, `term.setCursorBlink(true)`],
  ...[`term.setPaletteColor(colors.red, 0)`, `term.setTextColor(colors.red)`, `printError("x")`],
])("%s says that there is something to draw", (source) => {
  expect(runProgram(source, { screen }).changes).toBeGreaterThan(0);
});

test("asking for what is on the screen changes nothing", () => {
  const source = `term.getSize() term.getCursorPos() term.isColor() term.getPaletteColor(1)`;
  expect(runProgram(source, { screen }).changes).toBe(0);
});

test("a new size is there when the program gets term_resize, and what was there stays", () => {
  const running = runProgram(
    `print("first line")
     for _ = 1, 2 do print(os.pullEvent("term_resize")) print(term.getSize()) end`,
    { screen },
  );
  running.environment.resizeScreen(18, 3);
  running.clock.runUntilIdle();
  expect(shown(running)).toEqual(["term_resize\t18\t3", "18\t3", ""]);
  running.environment.resizeScreen(30, 4);
  running.clock.runUntilIdle();
  expect(shown(running).slice(0, 3)).toEqual(["18\t3", "term_resize\t30\t4", "30\t4"]);
});

test("of many sizes while there is no room for events the program is told the last", () => {
  const running = bootProgram(
    `print(os.pullEvent()) print(select(2, os.pullEvent("term_resize"))) print(term.getSize())`,
    { screen, computer: { limits: { hostEventsMax: 1 } } },
  );
  running.computer.deliver({ values: ["busy"] });
  for (const width of [21, 22, 23]) running.environment.resizeScreen(width, 6);
  running.clock.runUntilIdle();
  expect(shown(running).slice(0, 3)).toEqual(["busy", "23\t6", "23\t6"]);
});

test("a size that is none becomes one", () => {
  const running = runProgram(`os.pullEvent("term_resize") print(term.getSize())`, {
    screen: { width: 0, height: -1 },
  });
  expect([running.environment.screen.width, running.environment.screen.height]).toEqual([1, 1]);
  running.environment.resizeScreen(1e9, 2);
  running.clock.runUntilIdle();
  expect(shown(running)[0]).toBe("1000\t2");
});

test("an event term_resize of the program's own changes nothing", () => {
  const running = runProgram(
    `os.queueEvent("term_resize", 5, 5) os.pullEvent("term_resize") print(term.getSize())`,
    { screen },
  );
  expect(shown(running)[0]).toBe("20\t5");
});

test("read() is typed into: characters, pastes, and keys that move and take away", () => {
  const running = runProgram(`print("= " .. read())`, { screen });
  expect(running.environment.screen.cursorBlinks).toBe(true);
  event(running, "char", "a");
  event(running, "paste", "bcd");
  for (const key of [263, 263, 259, 261, 268]) event(running, "key", key, false);
  event(running, "char", "<");
  event(running, "key", 269, false);
  event(running, "char", ">");
  expect(shown(running)[0]).toBe("<ad>");
  event(running, "key", 257, false);
  expect(shown(running)[1]).toBe("= <ad>");
  expect(running.environment.screen.cursorBlinks).toBe(false);
});

test("read() shows the part of a long line that the cursor is in, and moves to a click", () => {
  const running = runProgram(`write("> ") print("= " .. read())`, { screen });
  event(running, "paste", "abcdefghijklmnopqrstuvwxyz");
  expect(shown(running)[0]).toBe("> jklmnopqrstuvwxyz");
  event(running, "mouse_click", 1, 4, 1);
  event(running, "char", "!");
  event(running, "mouse_click", 1, 4, 2);
  for (let step = 0; step < 12; step++) event(running, "key", 263, false);
  expect(shown(running)[0]).toBe("> abcdefghij!klmnopq");
  event(running, "key", 257, false);
  expect(shown(running).join("\n")).toContain("= abcdefghij!klmnopq\nrstuvwxyz");
});

test("read() hides what is typed, begins with the default, and does not offer what was not asked", () => {
  const running = runProgram(`print("= " .. read("*", nil, nil, "secret"))`, { screen });
  expect(shown(running)[0]).toBe("******");
  event(running, "key", 265, false);
  event(running, "key", 257, false);
  expect(shown(running)[1]).toBe("= secret");
});

test("read() goes through its history and back to what was being typed", () => {
  const running = runProgram(`print("= " .. read(nil, { "one", "two" }))`, { screen });
  event(running, "char", "n");
  const lines: (string | undefined)[] = [];
  for (const key of [265, 265, 265, 264, 264, 264]) {
    event(running, "key", key, false);
    lines.push(shown(running)[0]);
  }
  expect(lines).toEqual(["two", "one", "one", "two", "n", "n"]);
});

test("read() offers what the line can go on with, and takes it", () => {
  const running = runProgram(
    `print("= " .. read(nil, nil, function(line) return line == "c" and { "at", "opy" } or nil end))`,
    { screen },
  );
  event(running, "char", "c");
  expect(shown(running)[0]).toBe("cat");
  expect(running.environment.screen.row(1)?.background.slice(0, 4)).toBe("f77f");
  event(running, "key", 264, false);
  expect(shown(running)[0]).toBe("copy");
  event(running, "key", 258, false);
  event(running, "char", "!");
  event(running, "key", 257, false);
  expect(shown(running).slice(0, 2)).toEqual(["copy!", "= copy!"]);
});

test("read() ends with an offer that was not taken gone", () => {
  const running = runProgram(`print("= " .. read(nil, nil, function() return { "at" } end))`, {
    screen,
  });
  event(running, "char", "c");
  event(running, "key", 257, false);
  expect(shown(running).slice(0, 2)).toEqual(["c", "= c"]);
});
