/**
 * `cc.shell.completion`. Expected: tweaked.cc, cc.shell.completion.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const files = { "bin/tool.lua": "", "bin/.hidden": "", "base.txt": "", "say.lua": "" };

/** Runs a program that has the module and a function that shows what it gives. */
function output(source: string): string {
  const start = `local completion = require("cc.shell.completion")
    local function show(list) print(list and table.concat(list, "|") or "nil") end `;
  return outputOf(start + source, { files });
}

test("file(), dir() and dirOrFile() complete paths from the shell's folder", () => {
  expect(
    output(`show(completion.file(shell, "b")) show(completion.dir(shell, "b"))
      show(completion.dirOrFile(shell, "b", {})) show(completion.dirOrFile(shell, "b", {}, true))
      show(completion.file(shell, "bin/")) settings.set("shell.autocomplete_hidden", true)
      show(completion.file(shell, "bin/")) shell.setDir("bin") show(completion.file(shell, "t"))`),
  ).toBe(
    "ase.txt|in/\nin/|in\nase.txt|in/|in\nase.txt |in/|in \ntool.lua\n.hidden|tool.lua\nool.lua\n",
  );
});

test("program() and programWithArgs() complete programs and their arguments", () => {
  expect(
    output(`shell.setPath(".:/bin")
      shell.setCompletionFunction("say.lua", function(_, index, text, previous)
        return { index .. text .. table.concat(previous, ",") } end)
      show(completion.program(shell, "sa"))
      show(completion.programWithArgs(shell, "sa", { "x" }, 2)) show(completion.programWithArgs(shell, "say", {}, 1))
      show(completion.programWithArgs(shell, "b", { "x", "say", "a" }, 2))
      show(completion.programWithArgs(shell, "b", { "tool" }, 1)) show(completion.programWithArgs(shell, "", { "none" }, 1))`),
  ).toBe("y\ny \n \n2bsay,a\nnil\nnil\n");
});

test("build() makes a function of one per argument", () => {
  expect(
    output(`local complete = completion.build({ completion.choice, { "get", "put" } }, nil, completion.dir,
        { completion.choice, { "x", "xy" }, many = true })
      show(complete(shell, 1, "g", {})) show(complete(shell, 2, "", {})) show(complete(shell, 3, "bi", {}))
      show(complete(shell, 4, "x", {})) show(complete(shell, 9, "x", {}))
      show(completion.build(completion.file)(shell, 2, "", {})) show(completion.build()(shell, 1, "", {}))`),
  ).toBe("et\nnil\nn/|n\ny\ny\nnil\nnil\n");
});

test("build() refuses what it cannot use", () => {
  expect(
    output(`print(pcall(completion.build, 1)) print(pcall(completion.build, {}))
      print(pcall(completion.build, { completion.file, many = true }, completion.dir))`),
  ).toBe(
    "false\tbad argument #1 (table or function expected, got number)\n" +
      "false\tBad table entry #1 at argument #1 (function expected, got nil)\n" +
      "false\tUnexpected 'many' field on argument #1 (should only occur on the last argument)\n",
  );
});

test("the functions of cc.completion and help work without the shell", () => {
  expect(
    output(`settings.define("my.setting") show(completion.setting(shell, "my.", {}))
      show(completion.side(shell, "to", {})) show(completion.peripheral(shell, "x", {}))
      show(completion.command(shell, "x", {})) show(completion.help(shell, "wg", {}))
      show(completion.choice(shell, "a", {}, { "ab" }, true))`),
  ).toBe("setting\np\n\n\net\nb \n");
});
