/**
 * Drawing, judged by a terminal's own eyes.
 */
import { type Rgb, Screen } from "@craftos-http/craftos";
import { SeededRandom } from "@craftos-http/event-loop/testing";
import { expect, test } from "vitest";
import { shownCharacter } from "../../src/terminal/character-set.js";
import { ScreenPainter } from "../../src/terminal/screen-painter.js";
import { EmulatedTerminal } from "./emulated-terminal.js";

function rgbNumber([red, green, blue]: Rgb): number {
  const byte = (part: number): number => Math.round(part * 255);
  return byte(red) * 65_536 + byte(green) * 256 + byte(blue);
}

/** Compares every cell of the terminal with the screen. */
function expectSame(terminal: EmulatedTerminal, screen: Screen, about: string): void {
  for (let y = 1; y <= screen.height; y++) {
    const row = screen.row(y);
    for (let x = 1; x <= screen.width; x++) {
      const color = (digits: string | undefined): number =>
        rgbNumber(screen.palette[parseInt(digits?.[x - 1] ?? "", 16)] ?? [0, 0, 0]);
      expect({ x, y, about, ...terminal.cell(x, y) }).toEqual({
        ...{ x, y, about },
        characters: shownCharacter(row?.text.charCodeAt(x - 1) ?? 0),
        front: color(row?.foreground),
        back: color(row?.background),
      });
    }
  }
}

function randomText(random: SeededRandom, length: number): string {
  const bytes = Array.from({ length }, () => random.below(256));
  return String.fromCharCode(...bytes);
}

/** Does something to a screen that a program can do. */
function changeAtRandom(screen: Screen, random: SeededRandom): void {
  const digit = (): string => random.below(16).toString(16);
  screen.cursorX = random.below(screen.width + 4) - 1;
  screen.cursorY = random.below(screen.height + 4) - 1;
  screen.foreground = digit();
  screen.background = digit();
  switch (random.below(8)) {
    case 0:
      screen.scroll(random.below(5) - 2);
      break;
    case 1:
      screen.clearRow(screen.cursorY);
      break;
    case 2:
      screen.writeWrapped("some words that go on\nin the next row");
      break;
    case 3:
      screen.palette[random.below(16)] = [random.below(256) / 255, 0, random.below(256) / 255];
      break;
    default:
      screen.write(randomText(random, random.below(30)));
  }
}

test.each([1, 2, 3, 4, 5])(
  "ScreenPainter.paint() makes a terminal show the screen, whatever was drawn before (seed %i)",
  async (seed) => {
    const random = new SeededRandom(seed);
    const screen = new Screen(24, 7);
    const terminal = new EmulatedTerminal(24, 7);
    const painter = new ScreenPainter(24);
    for (let round = 1; round <= 30; round++) {
      for (let change = random.below(4); change >= 0; change--) changeAtRandom(screen, random);
      await terminal.write(painter.paint(screen));
      expectSame(terminal, screen, `seed ${seed}, round ${round}`);
    }
  },
);

test("ScreenPainter.paint() writes what has changed and nothing else", async () => {
  const screen = new Screen(60, 20);
  const painter = new ScreenPainter(24);
  const terminal = new EmulatedTerminal(60, 20);
  await terminal.write(painter.paint(screen));
  expect(painter.paint(screen)).toBe("");
  screen.cursorX = 40;
  screen.cursorY = 10;
  screen.write("x");
  const written = painter.paint(screen);
  expect(written.length).toBeLessThan(100);
  await terminal.write(written);
  expect(terminal.text.trim()).toBe("x");
  expect(painter.paint(screen)).toBe("");
});

test("ScreenPainter.forget() has everything drawn again", async () => {
  const screen = new Screen(20, 3);
  screen.writeWrapped("again");
  const painter = new ScreenPainter(24);
  painter.paint(screen);
  painter.forget();
  const terminal = new EmulatedTerminal(20, 3);
  await terminal.write("what somebody else wrote\r\n");
  await terminal.write(painter.paint(screen));
  expect(terminal.text).toBe("again");
});

test("ScreenPainter.paint() puts the cursor where it blinks", async () => {
  const screen = new Screen(20, 3);
  const terminal = new EmulatedTerminal(20, 3);
  const painter = new ScreenPainter(24);
  screen.cursorBlinks = true;
  screen.cursorX = 7;
  screen.cursorY = 2;
  const shown = painter.paint(screen);
  await terminal.write(shown);
  expect(terminal.cursor).toEqual([7, 2]);
  expect(shown).toContain("\x1b[?25h");
  screen.cursorX = 21;
  expect(painter.paint(screen)).toContain("\x1b[?25l");
});

test("ScreenPainter.paint() tells dark on bright by turning it round where there are no colours", () => {
  const screen = new Screen(4, 1);
  screen.put("abcd", "0f0f", "f0f0");
  const written = new ScreenPainter(1).paint(screen);
  expect(written).not.toMatch(/[34]8;/);
  expect(written).toContain("\x1b[0;7mb\x1b[0mc");
});

test.each([
  [8, "\x1b[38;5;231;48;5;233m"],
  [4, "\x1b[97;40m"],
] as const)("ScreenPainter.paint() takes the nearest colours of %i bits", (depth, sequence) => {
  const screen = new Screen(3, 1);
  screen.palette[0] = [1, 1, 1];
  expect(new ScreenPainter(depth).paint(screen)).toContain(sequence);
});

test("ScreenPainter.lines() gives the rows up to the last that has something", async () => {
  const screen = new Screen(10, 6);
  screen.writeWrapped("one\n\nthree\n\n");
  const lines = new ScreenPainter(24).lines(screen);
  const terminal = new EmulatedTerminal(10, 6);
  await terminal.write(`${lines}prompt`);
  expect(terminal.text).toBe("one\n\nthree\nprompt");
});
