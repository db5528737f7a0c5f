/**
 * `cc.image.nft`. Expected: tweaked.cc, cc.image.nft.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const image = "\u001f4ab\u001e2c\n\n\u001e5 d";
const files = { "image.nft": image };
const show = `local nft = require("cc.image.nft")
  local function show(image) for _, line in ipairs(image) do print("[" .. line.text .. "]", line.foreground, line.background) end end `;

test("parse() gives text and colours per line, which begins in white on black", () => {
  expect(outputOf(`${show} show(nft.parse(...))`, { args: [image] })).toBe(
    "[abc]\t444\tff2\n[]\t\t\n[ d]\t00\t55\n",
  );
  expect(
    outputOf(`${show} show(nft.parse("a\\n")) show(nft.parse("")) show(nft.parse("a\\30"))`),
  ).toBe("[a]\t0\tf\n[a\u001e]\t00\tff\n");
});

test("load() reads a file, or says why it cannot", () => {
  expect(
    outputOf(`${show} show(nft.load("image.nft")) print(nft.load("nothing"))`, { files }),
  ).toBe("[abc]\t444\tff2\n[]\t\t\n[ d]\t00\t55\nnil\t/nothing: No such file\n");
});

test("draw() puts the lines on a target below each other", () => {
  expect(
    outputOf(
      `${show} local target = { setCursorPos = print, blit = print }
       nft.draw(nft.load("image.nft"), 3, 4, target)
       print(pcall(nft.draw, 1)) print(pcall(nft.draw, {}, 1, 1, 1)) print(pcall(nft.parse))
       local box = window.create(term.current(), 1, 1, 5, 3, false) term.redirect(box) nft.draw(nft.parse("ab"), 2, 2)
       local text = box.getLine(2) term.redirect(term.native()) print("[" .. text .. "]")`,
      { files },
    ),
  ).toBe(
    "3\t4\nabc\t444\tff2\n3\t5\n\t\t\n3\t6\n d\t00\t55\n" +
      "false\tbad argument #1 (table expected, got number)\nfalse\tbad argument #4 (table expected, got number)\n" +
      "false\tbad argument #1 (string expected, got nil)\n[ ab  ]\n",
  );
});
