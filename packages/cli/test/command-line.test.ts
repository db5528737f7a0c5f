/**
 * What is said to somebody who wrote a command or an option that is none.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { runMain } from "./run-main.js";
import { useTestFolder } from "./test-folder.js";

const folder = useTestFolder(true);

test.each([
  [["tset"], "there is no command and no file 'tset'. Did you mean 'test'?"],
  [["runn", "server.lua"], "there is no command and no file 'runn'. Did you mean 'run'?"],
  [
    ["help", "nothing"],
    "there is no command 'nothing'. There are run, build, check, test, repl, bench, new, replay, doctor, completion.",
  ],
])("%j names no command", async (args, message) => {
  expect(await runMain(args)).toEqual({ status: 2, out: "", errors: `error: ${message}\n` });
});

test("a program whose name is like that of a command is run", async () => {
  folder.write({ "tset.lua": `print("ran")`, "chec/main.lua": `print("too")` });
  expect(await runMain(["tset"])).toMatchObject({ status: 0, out: "ran\n" });
  expect(await runMain(["chec"])).toMatchObject({ status: 0, out: "too\n" });
  expect(await runMain([join(folder.path, "tset")])).toMatchObject({ status: 0, out: "ran\n" });
});

test.each([
  [["run", "--engin", "uws", "."], "run", "--engin", "--engine"],
  [["run", "--max-conections", "5", "."], "run", "--max-conections", "--max-connections"],
])("%j is told which option is meant, whether --help has it or not", async (args, ...names) => {
  const [command, wrong, meant] = names;
  expect(await runMain(args)).toEqual({
    status: 2,
    out: "",
    errors:
      `error: unknown option '${wrong}'\n(Did you mean ${meant}?)\n` +
      `Run \`craftos-http ${command} --help\` to see how it is used.\n`,
  });
});

test("--help-all has the options that --help leaves out", async () => {
  const { out: help } = await runMain(["run", "--help"]);
  const { status, out } = await runMain(["run", "--help-all"]);
  expect(status).toBe(0);
  expect(help).not.toContain("--max-waiting-requests");
  expect(out).toContain("--max-waiting-requests <n>");
});
