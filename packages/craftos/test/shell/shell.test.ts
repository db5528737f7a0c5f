/**
 * `shell`: running programs by name. Expected: tweaked.cc, shell.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

const files = {
  "say.lua": "print(#arg, arg[0], ...)",
  "bin/tool.lua": "print(shell.getRunningProgram(), require('part'), mine) mine = 1",
  "bin/part.lua": "return 'a part'",
  "fails.lua": "error('on purpose')",
  "silent.lua": "error()",
  "syntax.lua": "x = = 1",
  "waits.lua": "sleep(tonumber(...)) print(shell.getRunningProgram())",
  script: "#!say -x 'y' \"a b\"\nnot Lua",
  loop: "#!loop",
  lost: "#!nowhere",
  "asks.lua": "#!shell",
  "global.lua": "made = 1",
};

test("a program's shell knows what runs, where, and where programs are", () => {
  const output = outputOf(
    `print(shell.getRunningProgram(), shell.dir() == "", shell.path(), _G.shell)`,
    {
      path: "bin/main.lua",
    },
  );
  expect(output).toBe(
    "bin/main.lua\ttrue\t.:/rom/programs:/rom/programs/advanced:/rom/programs/http\tnil\n",
  );
});

test("shell.run() splits a command line, shell.execute() passes arguments on as they are", () => {
  const output = outputOf(
    `print(shell.run("say a  b", 3, '"c d" e"f g"'))
     print(shell.execute("say", "a b", ""))
     print(shell.run(), shell.run(" "))`,
    { files },
  );
  expect(output).toBe("6\tsay\ta\tb\t3\tc d\te\tf g\ntrue\n2\tsay\ta b\t\ntrue\nfalse\tfalse\n");
});

test("each program has globals, a require and a package of its own, and the same shell", () => {
  const output = outputOf(
    `mine = 0 shell.run("bin/tool") shell.run("/bin/tool.lua") print(shell.getRunningProgram(), mine)`,
    { files },
  );
  expect(output).toBe("bin/tool.lua\ta part\tnil\nbin/tool.lua\ta part\tnil\nprogram.lua\t0\n");
});

test("shell.run() shows why a program failed and gives false", () => {
  const { output, errorOutput } = runProgram(
    `for _, name in ipairs { "fails", "silent", "syntax", "nothing" } do print(shell.run(name)) end`,
    { files },
  );
  expect(output).toBe("false\n".repeat(4));
  expect(errorOutput).toMatch(/^\/fails.lua:1: on purpose\n\/syntax.lua:1: .*\nNo such program\n$/);
});

test("a program that is terminated gives control back", () => {
  const { output, errorOutput } = runProgram(
    `os.queueEvent("terminate") print(shell.run("waits 1"), shell.getRunningProgram())`,
    { files },
  );
  expect(output).toBe("false\tprogram.lua\n");
  expect(errorOutput).toBe("Terminated\n");
});

test("programs that run side by side may end in any order", () => {
  const output = outputOf(
    `parallel.waitForAll(function() shell.run("waits 1") end, function() shell.run("say x") shell.run("waits 3") end)
     print(shell.getRunningProgram())`,
    { files },
  );
  expect(output).toBe("1\tsay\tx\nwaits.lua\nwaits.lua\nprogram.lua\n");
});

test("a first line with #! names the program that runs the file", () => {
  const { output, errorOutput } = runProgram(
    `print(shell.run("script 1")) print(shell.run("loop")) print(shell.run("lost")) print(shell.run("asks"))`,
    { files },
  );
  expect(output).toBe("5\tsay\t-x\t'y'\ta b\t/script\t1\ntrue\nfalse\nfalse\nfalse\n");
  expect(errorOutput).toBe(
    "Hashbang recursion depth limit reached when loading file: loop\n" +
      "Hashbang program not found: nowhere\nCannot use the shell as a hashbang program\n",
  );
});

test("the setting bios.strict_globals forbids programs to make globals", () => {
  const { errorOutput } = runProgram(
    `settings.set("bios.strict_globals", true) shell.run("global")`,
    { files },
  );
  expect(errorOutput).toBe("/global.lua:1: Attempt to create global made\n");
});

test("shell.resolve() and setDir() work from the current folder", () => {
  const output = outputOf(
    `shell.setDir("/bin/") print(shell.dir(), shell.resolve("x/../y"), shell.resolve("/x"), shell.resolve("\\\\x"), shell.resolve(".."))
     print(shell.resolveProgram("tool"), shell.resolveProgram("../say"), shell.resolveProgram("say"), shell.resolveProgram("/bin"))
     print(pcall(shell.setDir, "nowhere")) print(pcall(shell.resolve)) print(shell.resolveProgram("ls"))`,
    { files },
  );
  expect(output).toBe(
    "bin\tbin/y\tx\tx\t\nbin/tool.lua\tsay.lua\tnil\tnil\nfalse\tNot a directory\n" +
      "false\tbad argument #1 (string expected, got nil)\nrom/programs/list.lua\n",
  );
});

test("shell.setPath() decides where programs are looked for and listed", () => {
  const output = outputOf(
    `shell.setPath("/bin:.:nowhere") print(shell.resolveProgram("tool"), shell.resolveProgram("ls"))
     print(table.concat(shell.programs(), " ")) print(table.concat(shell.programs(true), " "))
     print(pcall(shell.programs, 1))`,
    { files: { "bin/tool.lua": "", "bin/.hidden": "", "a.lua": "", "b.txt": "" } },
  );
  expect(output).toBe(
    "bin/tool.lua\tnil\na b.txt tool\n.hidden a b.txt tool\n" +
      "false\tbad argument #1 (boolean expected, got number)\n",
  );
});

test("aliases stand for programs and are given as a copy", () => {
  const output = outputOf(
    `shell.setAlias("tell", "say") shell.run("tell x") shell.aliases().tell = nil print(shell.aliases().tell, shell.aliases().ls)
     shell.clearAlias("tell") print(shell.resolveProgram("tell"))
     print(pcall(shell.setAlias, "x")) print(pcall(shell.clearAlias))`,
    { files },
  );
  expect(output).toBe(
    "1\ttell\tx\nsay\tlist\nnil\nfalse\tbad argument #2 (string expected, got nil)\n" +
      "false\tbad argument #1 (string expected, got nil)\n",
  );
});

test("shell.complete() completes programs and, by their functions, arguments", () => {
  const output = outputOf(
    `local function show(line) local found = shell.complete(line) print(found and table.concat(found, "|") or "nil") end
     shell.setPath(".:/bin")
     shell.setCompletionFunction("say.lua", function(sh, index, text, previous)
       return { sh == shell and "shell" or "?", index .. text .. table.concat(previous, ",") } end)
     show("sa") show("say") show("say ") show("say a b") show("s") show("bin/t") show("tool x") show("") show("b")
     print(shell.getCompletionInfo()["say.lua"].fnComplete ~= nil, #shell.completeProgram("/b"))`,
    { files },
  );
  expect(output).toBe(
    "y \n \nshell|1say\nshell|2bsay,a\nay |cript|h|ilent|yntax\nool.lua\nnil\nnil\nackground|in/\ntrue\t1\n",
  );
});

test("a program may put functions of its own into the shell, and call those that were there", () => {
  const output = outputOf(
    `local resolve, run = shell.resolveProgram, shell.run
     shell.resolveProgram = function(name) return resolve(name == "tell" and "say" or name) end
     shell.run = function(...) print("running", ...) return run(...) end
     shell.run("tell", "x") shell.mine = 5 run("shows")`,
    { files: { ...files, "shows.lua": "print(shell.mine) shell.run('say')" } },
  );
  expect(output).toBe("running\ttell\tx\n1\ttell\tx\n5\nrunning\tsay\n0\tsay\n");
});

test("shell <command> runs a command in a shell of its own", () => {
  const output = outputOf(
    `shell.setAlias("tell", "say") shell.run("shell tell x") shell.run("shell cd bin") print(shell.dir() == "")`,
    { files },
  );
  expect(output).toBe("1\ttell\tx\ntrue\n");
});

test("shell reads commands until exit or the end of the input", () => {
  const input = ["cd bin", "tool", "", "exit", "say never"];
  expect(outputOf(`shell.run("shell") print(shell.dir() == "")`, { files, input })).toBe(
    "CraftOS 1.9\n> bin> bin/tool.lua\ta part\tnil\nbin> bin> true\n",
  );
  expect(outputOf(`shell.run("shell") print("end")`, { files, input: ["say"] })).toBe(
    "CraftOS 1.9\n> 0\tsay\n> end\n",
  );
});

test("a prompt completes what its programs are given", () => {
  const output = outputOf(
    `local lines = { "cd b", "cp sa", "cp say.lua b", "rm say.lua f", "bg cd b", "help wg", "label s", "set shell.autoc", "ls ", "exit" }
     _G.read = function(_, _, complete)
       local line = table.remove(lines, 1)
       if line ~= "exit" then print(line .. "[" .. table.concat(complete(line) or {}, "|") .. "]") return "" end
       return line
     end
     shell.run("shell")`,
    { files: { "say.lua": "", "bin/tool.lua": "", "fails.lua": "" } },
  );
  expect(output.replaceAll("> ", "").split("\n").slice(1)).toEqual([
    "cd b[in/|in]",
    "cp sa[y.lua ]",
    "cp say.lua b[in/|in]",
    "rm say.lua f[ails.lua]",
    "bg cd b[in/|in]",
    "help wg[et]",
    "label s[et ]",
    "set shell.autoc[omplete ]",
    "ls [.|bin/|bin|rom/|rom]",
    "",
  ]);
});
