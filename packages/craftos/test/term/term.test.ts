/**
 * `term` on a host without a screen. Expected: tweaked.cc, term; for what the host is given, the
 * section of docs/compatibility.md.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("a screen has 51 columns and 19 rows, and colours", () => {
  expect(
    outputOf(`local width, height = term.getSize()
      print(width, height, term.isColor(), term.isColour())`),
  ).toBe("51\t19\ttrue\ttrue\n");
});

test("the cursor goes where it is told, and behind what is written", () => {
  expect(
    outputOf(
      `local all = { term.getCursorPos() }
       local function add() local x, y = term.getCursorPos() all[#all + 1] = x all[#all + 1] = y end
       term.write("abc") add()
       write("d\\ne") add()
       term.setCursorPos(3.9, -1) add()
       term.setCursorPos(1, 19) print() add()
       print(table.concat(all, " "), term.getCursorBlink())
       term.setCursorBlink(true) print(term.getCursorBlink())`,
    ),
  ).toBe("abcd\ne\n\n1 1 4 1 2 2 3 -1 1 19\tfalse\ntrue\n");
});

test("colours are what was set, in both spellings", () => {
  expect(
    outputOf(
      `print(term.getTextColor(), term.getBackgroundColour())
       term.setTextColor(colors.red) term.setBackgroundColour(colours.blue)
       print(term.getTextColour() == colors.red, term.getBackgroundColor() == colors.blue)
       term.setTextColour(7) print(term.getTextColor())
       print(pcall(term.setTextColor, 0)) print(pcall(term.setBackgroundColor, 65536))`,
    ),
  ).toBe("1\t32768\ntrue\ttrue\n4\nfalse\tColour out of range\nfalse\tColour out of range\n");
});

test("the palette is changed by a number or by three fractions", () => {
  expect(
    outputOf(
      `local function show(...) print(("%.3f %.3f %.3f"):format(...)) end
       show(term.getPaletteColor(colors.white))
       term.setPaletteColour(colors.white, 0xff0033) show(term.getPaletteColour(colors.white))
       term.setPaletteColor(colors.white, 0.1, 0.2, 0.3) show(term.getPaletteColor(colors.white))
       show(term.nativePaletteColor(colors.white)) show(term.nativePaletteColour(colors.black))
       print(pcall(term.setPaletteColor, colors.white, 0.1, 0.2))`,
    ),
  ).toBe(
    "0.941 0.941 0.941\n1.000 0.000 0.200\n0.100 0.200 0.300\n0.941 0.941 0.941\n0.067 0.067 0.067\n" +
      "false\tbad argument #4 (number expected, got nil)\n",
  );
});

test("blit() wants as many colours as characters", () => {
  expect(
    outputOf(
      `term.blit("abc", "0eE", "fff") print()
       print(pcall(term.blit, "abc", "0", "fff")) print(pcall(term.blit, "abc", 1, {}))`,
    ),
  ).toBe(
    "abc\nfalse\tArguments must be the same length\nfalse\tbad argument #2 (string expected, got number)\n",
  );
});

test("write() takes any value as text", () => {
  expect(outputOf(`term.write("a") term.write(1.5) term.write(nil) term.write(true) print()`)).toBe(
    "a1.5niltrue\n",
  );
});

test("text that is written one behind the other is one line", () => {
  expect(
    outputOf(`term.write("a") term.write(" ") write("b") term.write("c") print("d") print("e")`),
  ).toBe("a bcd\ne\n");
});

test("text in another row is another line, and further to the right in the same row the same line", () => {
  expect(
    outputOf(
      `term.setCursorPos(1, 3) term.write("Requests") term.setCursorPos(12, 3) term.write("5")
       term.setCursorPos(2, 5) term.write("Errors")`,
    ),
  ).toBe("Requests   5\n Errors");
});

test("text that replaces other text is a new line with what stands before it", () => {
  expect(
    outputOf(
      `term.write("Requests: 5") term.setCursorPos(11, 1) term.write("6") term.setCursorPos(1, 2) print("end")`,
    ),
  ).toBe("Requests: 5\nRequests: 6\nend\n");
});

test("text that is there already is not said again", () => {
  expect(
    outputOf(
      `for i = 1, 3 do term.setCursorPos(1, 1) term.write("same") term.setCursorPos(1, 2) term.write(i > 2 and "new" or "old") end`,
    ),
  ).toBe("same\nold\nnew");
});

test("clear(), clearLine() and scroll() end a line", () => {
  expect(
    outputOf(
      `term.write("a") term.clear() term.setCursorPos(1, 1) term.write("b")
       term.clearLine() term.setCursorPos(1, 1) term.write("c")
       term.scroll(1) term.setCursorPos(1, 1) term.write("d")`,
    ),
  ).toBe("a\nb\nc\nd");
});

test("a line that is longer than the screen is said whole", () => {
  const text = "0123456789".repeat(6);
  expect(
    outputOf(`local t = ("0123456789"):rep(6) term.write(t) term.write(t) print() print(t)`),
  ).toBe(`${text}${text}\n${text}\n`);
});

test("redirect() puts a table in the terminal's place, for print and write too", () => {
  expect(
    outputOf(
      `local said, x, y = {}, 1, 1
       local target = {
         write = function(text) said[#said + 1] = text x = x + #text end,
         getSize = function() return 8, 2 end,
         getCursorPos = function() return x, y end,
         setCursorPos = function(a, b) x, y = a, b said[#said + 1] = "@" .. a .. "," .. b end,
         scroll = function(n) said[#said + 1] = "scroll " .. n end,
       }
       local before = term.redirect(target)
       term.write("t")
       local lines = { print("one two three"), write(5) }
       local wasTarget = term.current() == target
       local missing = { pcall(term.clear) }
       local same = term.redirect(before) == target
       print(table.concat(said, "|"))
       print(lines[1], lines[2], wasTarget, same, before == term.native(), term.current() == before)
       print(missing[2])`,
    ),
  ).toBe(
    "t|one| |two| |@1,2|three|scroll 1|@1,2|5\n2\t0\ttrue\ttrue\ttrue\ttrue\n" +
      "Redirect object is missing method clear.\n",
  );
});

test("redirect() wants a table other than term", () => {
  expect(outputOf(`print(pcall(term.redirect, term)) print(pcall(term.redirect, "monitor"))`)).toBe(
    "false\tterm is not a recommended redirect target, try term.current() instead\n" +
      "false\tbad argument #1 (table expected, got string)\n",
  );
});

test("a function of a redirect target may wait", () => {
  expect(
    outputOf(
      `local native = term.current()
       local target = setmetatable({ write = function(text) sleep(1) native.write("[" .. text .. "]") end }, { __index = native })
       for name, fn in pairs(native) do target[name] = target[name] or fn end
       term.redirect(target)
       print("a b") term.write("c")`,
    ),
  ).toBe("[a][ ][b]\n[c]");
});
