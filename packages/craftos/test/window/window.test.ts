/**
 * `window`. Expected: tweaked.cc, window.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

/** Runs Lua with a window in a hidden one, of which `show` says what is on it. */
const output = (source: string): string =>
  outputOf(`
    local said = {}
    local function say(...) said[#said + 1] = table.concat({ ... }, " ") end
    local parent = window.create(term.current(), 1, 1, 8, 4, false)
    local win = window.create(parent, 2, 2, 5, 2)
    local function show(of) for i = 1, select(2, of.getSize()) do say("<" .. of.getLine(i) .. ">") end end
    ${source}
    print(table.concat(said, "\\n"))`);

test("what is written on a window is on its parent, where the window is", () => {
  expect(
    output(
      `win.write("abcdefg") win.setCursorPos(-1, 2) win.write("vwxyz") say(win.getCursorPos())
       show(win) show(parent) say(parent.getCursorPos())`,
    ),
  ).toBe("4 2\n<abcde>\n<xyz  >\n<        >\n< abcde  >\n< xyz    >\n<        >\n5 3\n");
});

test("colours are kept for every character", () => {
  expect(
    output(
      `win.setTextColour(colors.red) win.setBackgroundColor(colors.blue) win.write("a") win.blit("bc", "12", "4G")
       say(win.getLine(1)) say(parent.getLine(2))
       say(win.getTextColor(), win.getBackgroundColour(), tostring(win.isColour()))`,
    ),
  ).toBe("abc   e1200 b4fff\n abc     0e120000 fb4fffff\n16384 2048 true\n");
});

test("clear(), clearLine() and scroll() change what is in the window only", () => {
  expect(
    output(
      `parent.setCursorPos(1, 1) parent.write("########")
       win.setCursorPos(1, 1) win.write("one") win.setCursorPos(1, 2) win.write("two")
       win.scroll(1) show(win) win.scroll(-1) show(win) win.clearLine() show(win) win.write("x") win.clear() show(parent)`,
    ),
  ).toBe(
    "<two  >\n<     >\n<     >\n<two  >\n<     >\n<     >\n<########>\n<        >\n<        >\n<        >\n",
  );
});

test("a hidden window is drawn when it is shown, and redraw() draws it again", () => {
  expect(
    output(
      `win.setVisible(false) win.write("abc") show(parent) say(tostring(win.isVisible()))
       win.setVisible(true) say((parent.getLine(2)))
       parent.clear() say((parent.getLine(2))) win.redraw() say((parent.getLine(2)))`,
    ),
  ).toBe("<        >\n<        >\n<        >\n<        >\nfalse\n abc    \n        \n abc    \n");
});

test("reposition() moves a window, and cuts or fills it", () => {
  expect(
    output(
      `win.write("abcde") parent.clear() win.reposition(1, 1) say((parent.getLine(1))) say(win.getPosition())
       parent.clear() win.reposition(2, 1, 3, 3) show(win) say(win.getSize()) say((parent.getLine(1)))
       local other = window.create(term.current(), 1, 1, 4, 1, false)
       win.reposition(1, 1, 6, 1, other) show(win) show(other)`,
    ),
  ).toBe("abcde   \n1 1\n<abc>\n<   >\n<   >\n3 3\n abc    \n<abc   >\n<abc >\n");
});

test("the palette and the cursor are the window's own", () => {
  expect(
    output(
      `win.setPaletteColour(colors.red, 0xff0000) say(win.getPaletteColor(colors.red)) say(parent.getPaletteColour(colors.red))
       win.setPaletteColor(colors.red, 0, 0.5, 1) say(win.getPaletteColour(colors.red))
       win.setCursorBlink(true) say(tostring(win.getCursorBlink()), tostring(parent.getCursorBlink()))
       win.setCursorPos(9, 9) say(tostring(win.getCursorBlink()), tostring(parent.getCursorBlink()))
       win.setCursorPos(2, 2) parent.setCursorPos(1, 1) win.restoreCursor() say(parent.getCursorPos())`,
    ),
  ).toBe("1 0 0\n1 0 0\n0 0.5 1\ntrue true\ntrue false\n3 3\n");
});

test("print() writes on a window that term is redirected to", () => {
  expect(
    output(
      `local before = term.redirect(win) print("one two") write("three") term.redirect(before) show(win)`,
    ),
  ).toBe("<two  >\n<three>\n");
});

test("wrong arguments are errors", () => {
  expect(
    output(
      `local function try(...) say(tostring((select(2, pcall(...))))) end
       try(window.create, term, 1, 1, 1, 1) try(window.create, parent, 1, 1, 1) try(window.create, parent, 1, 1, 1, 1, 1)
       try(win.blit, "ab", "0", "ff") try(win.setTextColour, 3) try(win.getLine, 3) try(win.setVisible, 1)
       try(win.reposition, 1, 1, 2) try(win.scroll)`,
    ),
  ).toBe(
    "term is not a recommended window parent, try term.current() instead\n" +
      "bad argument #5 (number expected, got nil)\nbad argument #6 (boolean expected, got number)\n" +
      "Arguments must be the same length\nInvalid color (got 3)\nLine is out of range.\n" +
      "bad argument #1 (boolean expected, got number)\nbad argument #4 (number expected, got nil)\n" +
      "bad argument #1 (number expected, got nil)\n",
  );
});

test("a window on the terminal goes out as plain lines, of which each is said once", () => {
  expect(
    outputOf(
      `local win = window.create(term.current(), 3, 2, 20, 3)
       win.write("Requests: 5") win.setCursorPos(1, 2) win.write("Errors: ") win.write("0")
       win.redraw() win.setCursorPos(11, 1) win.write("6")`,
    ),
  ).toBe("  Requests: 5\n  Errors: 0\n  Requests: 6");
});
