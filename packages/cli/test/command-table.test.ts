/**
 * The commands and options as a whole: names that clash, help that every command has, and the scripts
 * that complete them.
 */
import { describe, expect, test } from "vitest";
import type { CommandSpec } from "../src/commands/command.js";
import { COMMAND_NAMES, COMMANDS } from "../src/commands/commands.js";
import { bashScript } from "../src/commands/completion/bash-script.js";
import { completableCommands } from "../src/commands/completion/completable.js";
import { fishScript } from "../src/commands/completion/fish-script.js";
import { zshScript } from "../src/commands/completion/zsh-script.js";
import { configKey, optionName, variableName } from "../src/options/option.js";
import { runMain } from "./run-main.js";

const specs = await Promise.all(COMMANDS.map(({ load }) => load()));

describe.each(specs.map((spec): [string, CommandSpec] => [spec.name, spec]))("%s", (name, spec) => {
  test("is in the list under its name", () => {
    expect(COMMAND_NAMES).toContain(name);
  });

  test("has options of different names, which exclude options that there are", () => {
    const options = Object.values(spec.options);
    const names = options.map(optionName);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(options.map(configKey)).size).toBe(names.length);
    for (const { excludes = [], replaces = [] } of options) {
      expect(names).toEqual(expect.arrayContaining([...excludes, ...replaces]));
    }
  });

  test("has a help that says what it is for, and everything of it is one screen wide", async () => {
    const { status, out } = await runMain([name, "--help"]);
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: craftos-http ${name} `));
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    await expect(out).toMatchFileSnapshot(`help/${name}.txt`);
  });
});

test("the help of all options is one screen wide too", async () => {
  for (const name of ["run", "repl"]) {
    const { status, out } = await runMain([name, "--help-all"]);
    expect(status).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    await expect(out).toMatchFileSnapshot(`help/${name}-all.txt`);
  }
});

test("the help of all commands is worth reading", async () => {
  const { status, out } = await runMain(["--help"]);
  expect(status).toBe(0);
  await expect(out).toMatchFileSnapshot("help/craftos-http.txt");
});

test("no two options have the same environment variable", () => {
  const variables = specs.flatMap(({ name, options }) =>
    Object.values(options).map((option) => variableName(option, name)),
  );
  expect(new Set(variables).size).toBe(variables.length);
});

test("the scripts of every shell have every command and option in them", async () => {
  const commands = await completableCommands(COMMANDS);
  const [bash, zsh, fish] = [bashScript(commands), zshScript(commands), fishScript(commands)];
  for (const { name, options } of commands) {
    expect(bash).toContain(`    ${name})\n`);
    expect(zsh).toContain(`    ${name})\n`);
    expect(fish).toContain(` -a ${name} `);
    for (const { names } of options) {
      const [long = ""] = names;
      expect(bash).toContain(long);
      expect(zsh).toContain(`'*${long}[`);
      expect(fish).toContain(` -l ${long.slice(2)} `);
    }
  }
});
