/**
 * `multishell`: programs side by side. Expected: tweaked.cc, multishell.
 */
import { expect, test } from "vitest";
import { outputOf, runProgram } from "../run-program.js";

const files = {
  "count.lua": `local name, times, pause = ...
    for i = 1, tonumber(times) do sleep(tonumber(pause)) print(name, i, os.clock()) end`,
  "fails.lua": "sleep(1) error('on purpose')",
  "events.lua": "while true do print(arg[0], os.pullEvent()) end",
  "names.lua":
    "print(multishell.getTitle(multishell.getCurrent()), shell.getRunningProgram(), ...)",
  "box.lua":
    "local box = window.create(term.current(), 1, 1, 5, 1, false) term.redirect(box) sleep(1) print('x')",
};

test("a program alone is the first of one tab", () => {
  expect(
    outputOf(`print(multishell.getCount(), multishell.getCurrent(), multishell.getFocus())
      print(multishell.getTitle(1), multishell.getTitle(2), multishell.setFocus(1), multishell.setFocus(2))
      multishell.setTitle(1, "mine") multishell.setTitle(5, "none") print(multishell.getTitle(1), _G.multishell)`),
  ).toBe("1\t1\t1\nprogram\tnil\ttrue\tfalse\nmine\tnil\n");
});

test("shell.openTab() runs a program beside the one that opens it", () => {
  expect(
    outputOf(
      `print(shell.openTab("count a 3 1"), multishell.getCount())
       for i = 1, 2 do sleep(1.5) print("main", i, os.clock(), multishell.getCurrent()) end`,
      { files },
    ),
  ).toBe("2\t2\na\t1\t1\nmain\t1\t1.5\t1\na\t2\t2\nmain\t2\t3\t1\na\t3\t3\n");
});

test("the run goes on until the last tab has ended, though the first returns at once", () => {
  expect(outputOf(`shell.openTab("count a 2 1") shell.openTab("count b 1 5")`, { files })).toBe(
    "a\t1\t1\na\t2\t2\nb\t1\t5\n",
  );
});

test("a tab may open further ones, whose numbers move up when others end", () => {
  const { output } = runProgram(
    `shell.openTab("count a 1 1") shell.openTab("opens") sleep(3)
     print(multishell.getCount(), multishell.getTitle(2), multishell.getTitle(3))`,
    { files: { ...files, "opens.lua": `sleep(2) print(shell.openTab("count c 1 2")) sleep(4)` } },
  );
  expect(output).toBe("a\t1\t1\n3\n3\topens\tcount\nc\t1\t4\n");
});

test("multishell.launch() runs a file in an environment, with a title", () => {
  expect(
    outputOf(
      `local tab = multishell.launch({ shell = shell, multishell = multishell, print = function(...) print("own", ...) end }, "names.lua", "x", 2)
       print(tab, multishell.getTitle(tab)) sleep(1)`,
      { files },
    ),
  ).toBe("2\tnames.lua\nown\tnames.lua\tprogram.lua\tx\t2\n");
});

test("a tab's title is its program, as long as it runs", () => {
  expect(outputOf(`shell.openTab("names y") sleep(1)`, { files })).toBe("names\tnames.lua\ty\n");
});

test("an error of a tab is shown and ends that tab; one of the first ends the run", () => {
  const { output, errorOutput } = runProgram(`shell.openTab("fails") sleep(2) print("on")`, {
    files,
  });
  expect(output).toBe("on\n");
  expect(errorOutput).toBe("/fails.lua:1: on purpose\n");
  const { computer } = runProgram(`shell.openTab("count a 9 9") sleep(1) error("mine")`, { files });
  expect(computer.end).toMatchObject({
    kind: "failed",
    error: { value: "/program.lua:1: mine" },
  });
});

test("keys are for the tab in focus, other events for all", () => {
  expect(
    outputOf(
      `local tab = shell.openTab("events") sleep(0)
       os.queueEvent("key", 1) os.queueEvent("mine", 1) print(os.pullEvent("mine"))
       shell.switchTab(tab) print(multishell.getFocus()) os.queueEvent("char", "c") os.queueEvent("mine", 2)
       print(os.pullEvent()) os.queueEvent("terminate")`,
      { files },
    ),
  ).toBe(
    "events\ttimer\t1\nmine\t1\n2\nevents\tmine\t1\nevents\tchar\tc\nmine\t2\nevents\tmine\t2\n",
  );
});

test("terminate reaches every tab", () => {
  const { computer, errorOutput } = runProgram(
    `shell.openTab("count a 9 9") sleep(1) os.queueEvent("terminate") print(pcall(sleep, 100))`,
    { files },
  );
  expect(computer.end?.kind).toBe("returned");
  expect(errorOutput).toBe("Terminated\n");
});

test("what a tab redirects term to is its own", () => {
  expect(
    outputOf(`shell.openTab("box") sleep(0.5) print("main") sleep(1) print("main")`, { files }),
  ).toBe("main\nmain\n");
});

test("bg and fg open tabs", () => {
  expect(
    outputOf(
      `shell.run("bg count a 1 1") shell.run("fg count b 1 1") print(multishell.getCount(), multishell.getFocus())`,
      { files },
    ),
  ).toBe("3\t3\na\t1\t1\nb\t1\t1\n");
});

test("wrong arguments are refused", () => {
  const { output, errorOutput } = runProgram(
    `print(pcall(multishell.launch, "x")) print(pcall(multishell.launch, {})) print(pcall(multishell.setFocus))
     print(pcall(multishell.getTitle, "x")) print(pcall(multishell.setTitle, 1)) print(pcall(shell.switchTab, "x"))
     print(shell.openTab("nothing"), shell.openTab())`,
  );
  expect(output).toBe(
    "false\tbad argument #1 (table expected, got string)\nfalse\tbad argument #2 (string expected, got nil)\n" +
      "false\tbad argument #1 (number expected, got nil)\nfalse\tbad argument #1 (number expected, got string)\n" +
      "false\tbad argument #2 (string expected, got nil)\nfalse\tbad argument #1 (number expected, got string)\nnil\n",
  );
  expect(errorOutput).toBe("No such program\n");
});
