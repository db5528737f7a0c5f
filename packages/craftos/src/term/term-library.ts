/**
 * `term`: what a program does to its terminal, or to what it has redirected it to. Source: tweaked.cc,
 * term.
 */
import {
  expectFiniteNumber,
  expectString,
  expectTable,
  raiseBadArgument,
} from "@craftos-http/event-loop";
import {
  callValue,
  type LuaFunction,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  rawToString,
} from "@craftos-http/interpreter";
import { defineFunctions, defineLibrary, type LibraryFields } from "../native/define-library.js";
import { defaultColor, rgbOf } from "./palette.js";
import type { Screen } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** Something that text is written on: a computer's terminal, a monitor. */
export interface Canvas {
  /** What is on it. Text is written through the methods. */
  readonly screen: Screen;
  /** Writes text where the cursor is. */
  write(text: string): void;
  /** As {@link write}, with a colour for every character, and one behind it. */
  blit(text: string, foreground: string, background: string): void;
  /** Empties it. */
  clear(): void;
  /** Empties the row where the cursor is. */
  clearLine(): void;
  /** Moves everything up, or down by less than nothing. */
  scroll(rows: number): void;
}

/**
 * Makes the functions that every canvas has.
 * @param canvas - what they write on
 */
export function canvasMethods(canvas: Canvas): LibraryFields {
  return { ...writing(canvas), ...cursor(canvas), ...colors(canvas) };
}

/** What `term` is for one computer. */
export interface TermLibrary {
  /** The table. */
  readonly term: LuaTable;
  /** The computer's own terminal. */
  readonly nativeTarget: LuaTable;
  /** The functions of the terminal alone, for a ROM that redirects by itself. */
  readonly machineTerm: LuaTable;
  /** Whether the program has put something else in the terminal's place. */
  isRedirected(): boolean;
  /**
   * Redirects it, as a program does that is one of several with a target each.
   * @param next - the target
   * @returns the one before
   */
  swapTarget(next: LuaTable): LuaTable;
}

/**
 * Makes the `term` table.
 * @param terminal - the computer's terminal
 */
export function makeTermLibrary(terminal: Terminal): TermLibrary {
  const silent = canvasMethods(terminal);
  const natives = terminal.isSeen ? telling(terminal, silent) : silent;
  const nativeTerm = defineLibrary("term", natives);
  let target = nativeTerm;

  const term = new LuaTable();
  for (const name of Object.keys(natives)) {
    // Without a name: an error of what it calls has the position of who called this.
    const forward: LuaFunction = (...args) => callValue(target.getString(name), ...args);
    term.define(name, forward);
  }
  const nativePaletteColor: LuaFunction = (color) => [...defaultColor(colorIndex(1, color))];
  const palette = { nativePaletteColor, nativePaletteColour: nativePaletteColor };
  defineFunctions(term, "term", {
    ...palette,
    current: () => target,
    native: () => nativeTerm,
    redirect: (value) => {
      const next = expectTable(1, value);
      if (next === term) {
        raiseAt("term is not a recommended redirect target, try term.current() instead", 1);
      }
      for (const name of Object.keys(natives)) addMissing(next, name);
      const before = target;
      target = next;
      return before;
    },
  });
  const swapTarget = (next: LuaTable): LuaTable => {
    const before = target;
    target = next;
    return before;
  };
  return {
    ...{ term, nativeTarget: nativeTerm, swapTarget },
    machineTerm: defineLibrary("term", { ...natives, ...palette }),
    isRedirected: () => target !== nativeTerm,
  };
}

/** Makes the functions that change what is to be seen say so. */
function telling(terminal: Terminal, natives: LibraryFields): LibraryFields {
  const fields = Object.entries(natives).map(([name, native]): [string, LuaValue] => {
    if (typeof native !== "function" || /^(?:get|is)/.test(name)) return [name, native];
    const tell: LuaFunction = (...args) => {
      const result = native(...args);
      terminal.changed();
      return result;
    };
    return [name, tell];
  });
  return Object.fromEntries(fields);
}

/** Gives a redirect target a function that says that it has none. */
function addMissing(target: LuaTable, name: string): void {
  if (typeof target.getString(name) === "function") return;
  const missing = (): never => raiseAt(`Redirect object is missing method ${name}.`, 1);
  target.set(name, native(name, missing));
}

function writing(terminal: Canvas): LibraryFields {
  const { screen } = terminal;
  return {
    write: (text) => {
      terminal.write(rawToString(text));
      return NO_VALUES;
    },
    blit: (text, foreground, background) => {
      const characters = expectString(1, text);
      const front = expectString(2, foreground).toLowerCase();
      const back = expectString(3, background).toLowerCase();
      if (front.length !== characters.length || back.length !== characters.length) {
        raiseAt("Arguments must be the same length", 1);
      }
      terminal.blit(
        characters,
        front.replaceAll(/[^\da-f]/g, "0"),
        back.replaceAll(/[^\da-f]/g, "f"),
      );
      return NO_VALUES;
    },
    clear: () => {
      terminal.clear();
      return NO_VALUES;
    },
    clearLine: () => {
      terminal.clearLine();
      return NO_VALUES;
    },
    scroll: (rows) => {
      terminal.scroll(expectInteger(1, rows));
      return NO_VALUES;
    },
    getSize: () => [screen.width, screen.height],
  };
}

function cursor({ screen }: Canvas): LibraryFields {
  return {
    getCursorPos: () => [screen.cursorX, screen.cursorY],
    setCursorPos: (x, y) => {
      const column = expectInteger(1, x);
      screen.cursorY = expectInteger(2, y);
      screen.cursorX = column;
      return NO_VALUES;
    },
    getCursorBlink: () => screen.cursorBlinks,
    setCursorBlink: (blinks) => {
      if (typeof blinks !== "boolean") {
        return raiseBadArgument(1, "boolean", blinks);
      }
      screen.cursorBlinks = blinks;
      return NO_VALUES;
    },
  };
}

function colors({ screen }: Canvas): LibraryFields {
  const valueOf = (digit: string): number => 2 ** parseInt(digit, 16);
  const setForeground: LuaFunction = (color) => {
    screen.foreground = colorIndex(1, color).toString(16);
    return NO_VALUES;
  };
  const setBackground: LuaFunction = (color) => {
    screen.background = colorIndex(1, color).toString(16);
    return NO_VALUES;
  };
  const setPalette: LuaFunction = (color, red, green, blue) => {
    const index = colorIndex(1, color);
    screen.palette[index] =
      green === undefined && blue === undefined
        ? rgbOf(expectInteger(2, red))
        : [expectFiniteNumber(2, red), expectFiniteNumber(3, green), expectFiniteNumber(4, blue)];
    return NO_VALUES;
  };
  const getPalette: LuaFunction = (color) => [
    ...(screen.palette[colorIndex(1, color)] ?? NO_VALUES),
  ];
  return {
    isColor: () => true,
    isColour: () => true,
    getTextColor: () => valueOf(screen.foreground),
    getTextColour: () => valueOf(screen.foreground),
    setTextColor: setForeground,
    setTextColour: setForeground,
    getBackgroundColor: () => valueOf(screen.background),
    getBackgroundColour: () => valueOf(screen.background),
    setBackgroundColor: setBackground,
    setBackgroundColour: setBackground,
    getPaletteColor: getPalette,
    getPaletteColour: getPalette,
    setPaletteColor: setPalette,
    setPaletteColour: setPalette,
  };
}

function expectInteger(position: number, value: LuaValue): number {
  return Math.trunc(expectFiniteNumber(position, value));
}

/** Gives which colour an argument is: of a set of colours, the highest. */
function colorIndex(position: number, value: LuaValue): number {
  const index = Math.floor(Math.log2(expectInteger(position, value)));
  return index >= 0 && index <= 15 ? index : raiseAt("Colour out of range", 1);
}
