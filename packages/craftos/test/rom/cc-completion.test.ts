/**
 * The module `cc.completion`. Expected: tweaked.cc, cc.completion.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const output = (source: string): string =>
  outputOf(`local completion = require "cc.completion"
    local function show(list) print("<" .. table.concat(list, "|") .. ">") end ${source}`);

test("choice() gives what is missing of the choices that begin so", () => {
  expect(
    output(
      `show(completion.choice("li", { "dog", "lion", "lizard", "li" }))
       show(completion.choice("li", { "lion", "li" }, true))
       show(completion.choice("x", { "lion" })) show(completion.choice("", { "a", "" }))`,
    ),
  ).toBe("<on|zard>\n<on | >\n<>\n<a>\n");
});

test("side(), setting(), peripheral() and command() complete what there is", () => {
  expect(
    output(
      `show(completion.side("b")) show(completion.side("le", true))
       settings.set("zoo", 1) show(completion.setting("zo"))
       show(completion.peripheral("")) show(completion.command("sa"))`,
    ),
  ).toBe("<ottom|ack>\n<ft >\n<o>\n<>\n<>\n");
});

test("wrong arguments are refused", () => {
  expect(
    output(
      `print(pcall(completion.choice, 1)) print(pcall(completion.choice, "", {}, 1)) print(pcall(completion.side))`,
    ),
  ).toBe(
    "false\tbad argument #1 (string expected, got number)\nfalse\tbad argument #3 (boolean expected, got number)\n" +
      "false\tbad argument #1 (string expected, got nil)\n",
  );
});
