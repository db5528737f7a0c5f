/**
 * The programs under `/rom/programs`. Expected: tweaked.cc for what they are given; what they say is ours
 * where programs cannot depend on it.
 */
import { expect, test } from "vitest";
import { type RunningProgram, runProgram } from "../run-program.js";

const files = {
  "a.txt": "text of a",
  "b.txt": "text of b",
  "docs/deep/c.txt": "text of c",
  "say.lua": "print(...)",
};

/** Runs commands one after the other and gives what they wrote. */
function run(commands: readonly string[], input?: readonly string[]): RunningProgram {
  const source = commands.map((command) => `shell.run(${JSON.stringify(command)})`).join("\n");
  return runProgram(source, { files, ...(input && { input }) });
}

function outputOf(...commands: readonly string[]): string {
  return run(commands).output;
}

function errorsOf(...commands: readonly string[]): string {
  return run(commands).errorOutput;
}

test("list shows folders, then files, and what is wrong with a path", () => {
  expect(outputOf("ls").split(/\s+/)).toEqual([
    ...["docs", "rom", "a.txt", "b.txt", "say.lua", ""],
  ]);
  expect(outputOf("cd docs", "list", "dir /docs/deep")).toBe("deep\nc.txt\n");
  expect(errorsOf("ls nothing", "ls a.txt")).toBe("No such file or directory\nNot a directory\n");
});

test("cd goes to a folder", () => {
  expect(outputOf("cd docs/deep", "cd ..", "ls", "cd /", "cat a.txt")).toBe("deep\ntext of a");
  expect(outputOf("cd nothing", "cd")).toBe("Not a directory\nUsage: cd <path>\n");
});

test("cat shows files, type says what they are", () => {
  expect(outputOf("cat a.txt docs/deep/c.txt", "type a.txt", "type docs", "type x")).toBe(
    "text of atext of cfile\ndirectory\nNo such path\n",
  );
  expect(errorsOf("cat nothing")).toBe("/nothing: No such file\n");
  expect(outputOf("cat", "type")).toBe("Usage: cat <paths>\nUsage: type <path>\n");
});

test("mkdir makes folders", () => {
  expect(outputOf("cd docs", "mkdir new more/new", "ls")).toMatch(/^deep +more +new\n$/);
  expect(errorsOf("mkdir docs a.txt rom/x")).toBe(
    "docs: Already exists\na.txt: Destination exists\nrom/x: /rom/x: Access denied\n",
  );
  expect(outputOf("mkdir")).toBe("Usage: mkdir <paths>\n");
});

test("copy copies files and folders, into a folder where there is one", () => {
  expect(
    outputOf("cp a.txt x.txt", "cat x.txt", "cp *.txt docs/deep", "ls docs/deep").split(/\s+/),
  ).toEqual(["text", "of", "aa.txt", "b.txt", "c.txt", "x.txt", ""]);
  expect(outputOf("cp docs other", "cat other/deep/c.txt")).toBe("text of c");
  expect(errorsOf("cp a.txt b.txt", "cp x y", "cp *.txt none", "cp a.txt rom")).toBe(
    "Destination exists\nNo matching files\nCannot overwrite file multiple times\n/rom/a.txt: Access denied\n",
  );
  expect(outputOf("cp a.txt")).toBe("Usage: cp <source> <destination>\n");
});

test("move and rename move files", () => {
  expect(outputOf("mv a.txt docs", "rename b.txt c.txt", "ls docs", "ls")).toMatch(
    /^deep\na\.txt\ndocs +rom\nc\.txt +say\.lua\n$/,
  );
  expect(errorsOf("mv a.txt b.txt", "mv x y", "rename a.txt b.txt", "rename x y")).toBe(
    "Destination exists\nNo matching files\nDestination exists\nNo matching files\n",
  );
  expect(errorsOf("rename rom/motd.txt x", "mv rom/motd.txt x")).toBe("Access denied\n".repeat(2));
  expect(outputOf("mv", "rename x")).toBe(
    "Usage: mv <source> <destination>\nUsage: rename <source> <destination>\n",
  );
});

test("delete deletes what matches", () => {
  expect(outputOf("rm *.txt docs", "ls")).toMatch(/^rom\s+say\.lua\n$/);
  expect(errorsOf("rm x", "rm rom")).toBe(
    "x: No matching files\nCannot delete read-only file /rom\n",
  );
  expect(outputOf("delete")).toBe("Usage: delete <paths>\n");
});

test("alias lists, makes and removes aliases", () => {
  expect(outputOf("alias tell say", "tell x", "alias")).toMatch(/^x\n(?:.*\n)*.*tell:say/);
  expect(errorsOf("alias tell say", "alias tell", "tell x")).toBe("No such program\n");
});

test("apis, programs and help list what there is", () => {
  expect(outputOf("apis")).toMatch(/\btextutils\b/);
  expect(outputOf("programs")).toMatch(/\babout +alias +apis\n(?:.*\n)*.*\bwget\n$/);
  expect(outputOf("help wget")).toMatch(/^wget <url>/);
  expect(outputOf("help")).toContain("help topics");
  expect(outputOf("help topics")).toMatch(/^Help topics available:\n(?:.*\n)*.*\bintro\b/);
  expect(outputOf("help nothing")).toBe("No help available\n");
});

test("id, label, about and time tell of the computer", () => {
  expect(outputOf("id", "label get", "label set me", "label get", "id", "label clear")).toBe(
    'This is computer #0\nNo Computer label\nComputer label set to "me"\n' +
      'Computer label is "me"\nThis is computer #0\nThis computer is labelled "me"\nComputer label cleared\n',
  );
  expect(outputOf("label")).toBe("Usages:\nlabel get\nlabel set <text>\nlabel clear\n");
  expect(outputOf("about")).toMatch(/^CraftOS 1\.9 on ComputerCraft 1\.\d+/);
  expect(outputOf("time")).toBe("The time is 6:00 AM on Day 1\n");
  expect(outputOf("peripherals")).toBe("Attached Peripherals:\nNone\n");
});

test("echo shows words, motd a line that chance picks, clear empties the screen", () => {
  expect(outputOf("echo a  b")).toBe("a b\n");
  expect(outputOf("motd")).toMatch(/^.+\n$/);
  expect(outputOf("echo x", "clear", "clear palette", "clear all")).toBe("x\n");
  expect(outputOf("clear x")).toMatch(/^Usages:\nclear\n/);
});

test("set lists, shows and changes settings, and keeps them in a file", () => {
  expect(
    outputOf("set a.b 5", "set a.c yes", "set a.b", "set a.c", "set a.c nil", "cat .settings"),
  ).toBe(
    '"a.b" set to 5\n"a.c" set to "yes"\n"a.b" is 5\n"a.c" is "yes"\n"a.c" unset\n{\n  [ "a.b" ] = 5,\n}',
  );
  expect(outputOf("set x nil", "set")).toMatch(/^"x" unset\n"bios.strict_globals" is false\n/);
  const { output, errorOutput } = runProgram(
    `settings.define("n", { type = "number", description = "how many" })
     settings.define("s", { type = "string" })
     shell.run("set n x") shell.run("set n") shell.run("set s 5")`,
  );
  expect(errorOutput).toBe('"x" is not a valid number.\n');
  expect(output).toBe('"n" is nil\nhow many\n"s" set to "5"\n');
});

test("lua runs lines and shows what they give", () => {
  const input = [
    "x = 1 + 1",
    "x, nil, { a = 1 }",
    "error('on purpose')",
    "= 1",
    "exit",
    "exit()",
    "never",
  ];
  const { output, errorOutput } = run(["lua", "echo end"], input);
  expect(output).toBe(
    "Interactive Lua prompt.\nCall exit() to exit.\nlua> lua> 2\nnil\n{ a = 1 }\n" +
      "lua> lua> lua> Call exit() to exit.\nlua> end\n",
  );
  expect(errorOutput).toMatch(/^lua:1: on purpose\nlua:1: .*unexpected symbol.*\n$/);
  expect(run(["lua", "echo end"], ["1"]).output).toMatch(/lua> 1\nlua> end\n$/);
});

test("shutdown and reboot end the run", () => {
  expect(run(["shutdown", "echo never"]).computer.end).toMatchObject({ kind: "shutdown" });
  expect(run(["reboot", "echo never"]).computer.end).toMatchObject({ kind: "reboot" });
});

test("wget needs http", () => {
  expect(outputOf("wget")).toBe("Usages:\nwget <url> [filename]\nwget run <url> [arguments]\n");
  expect(errorsOf("wget http://a/b")).toBe("wget requires the http API, but it is not enabled\n");
});
