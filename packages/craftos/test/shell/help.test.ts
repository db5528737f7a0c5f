/**
 * `help`: texts on topics. Expected: tweaked.cc, help.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const files = { "texts/a.txt": "", "texts/ab.md": "", "texts/plain": "", "texts/.hidden": "" };

test("help finds topics along its path, with and without an ending", () => {
  const output = outputOf(
    `print(help.path()) help.setPath("/texts:/nowhere")
     print(help.path(), help.lookup("a"), help.lookup("ab"), help.lookup("plain"), help.lookup("x"))
     print(table.concat(help.topics(), " ")) print(table.concat(help.completeTopic("a"), "|"))
     print(pcall(help.setPath)) print(pcall(help.lookup)) print(pcall(help.completeTopic))`,
    { files },
  );
  const wrong = "false\tbad argument #1 (string expected, got nil)\n";
  expect(output).toBe(
    `/rom/help\n/texts:/nowhere\ttexts/a.txt\ttexts/ab.md\ttexts/plain\tnil\na ab index plain\nb\n${wrong.repeat(3)}`,
  );
});

test("every program of the ROM has a help text", () => {
  expect(
    outputOf(`for _, name in ipairs(shell.programs()) do
      if name ~= "program" and not help.lookup(name) then print(name) end end`),
  ).toBe("");
});
