/**
 * What a terminal is told when a computer's screen takes it over, and when it is given back. Source:
 * xterm's control sequences; the kitty keyboard protocol. A terminal ignores what it does not know.
 */

/** Each mode: what begins it, and what ends it. */
const MODES: readonly (readonly [begin: string, end: string])[] = [
  // Another screen, so that what was there is there again afterwards.
  ["\x1b[?1049h", "\x1b[?1049l"],
  // No going on in the next row: the last cell of the last row would move everything up.
  ["\x1b[?7l", "\x1b[?7h"],
  // A cursor that is a line and blinks.
  ["\x1b[3 q", "\x1b[0 q"],
  // Buttons of the mouse and its way while one is held, in numbers.
  ["\x1b[?1002h\x1b[?1006h", "\x1b[?1006l\x1b[?1002l"],
  // What is pasted stands between marks.
  ["\x1b[?2004h", "\x1b[?2004l"],
  // Every key by its number, when it goes down and when it comes up; and whether that is so.
  ["\x1b[>31u\x1b[?u", "\x1b[<u"],
];

/** Takes the terminal over. */
export const ENTER_SCREEN = MODES.map(([begin]) => begin).join("");

/** Gives it back as it was. */
export const LEAVE_SCREEN = `\x1b[0m${[...MODES]
  .reverse()
  .map(([, end]) => end)
  .join("")}\x1b[?25h`;
