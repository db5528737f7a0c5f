/**
 * `craftos-http test --watch` as a process: what makes it run the tests again.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type CommandProcess, start, writeFiles } from "./command-process.js";

const SPEC = `it("answers", function()
  local simulation = require("craftos.simulation").new { program = "server.lua" }
  local response = simulation:request(0)
  simulation:run(1)
  expect(response.body):eq("one")
end)`;

const SERVER = `http.listen(80, function(_, response) response.write("one") response.close() end)`;

function watch(files: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const cwd = writeFiles(files);
  return { cwd, command: start(["test", "--watch", ...args], { cwd }) };
}

/** Waits until tests have been run so often. */
async function rounds(command: CommandProcess, count: number): Promise<string> {
  const round = "[^]*?waiting for a change; Ctrl\\+C ends\\n";
  const [text] = await command.says(new RegExp(`^(?:${round}){${count}}`));
  return text.split("waiting for a change")[count - 1] ?? "";
}

test("tests run again when a program changes that a simulated computer ran", async () => {
  const { cwd, command } = watch({ "a_spec.lua": SPEC, "server.lua": SERVER });
  expect(await rounds(command, 1)).toContain("1 passed in 1 file");
  writeFileSync(join(cwd, "server.lua"), SERVER.replace("one", "two"));
  expect(await rounds(command, 2)).toMatch(/- "one"\n[^]*\+ "two"\n[^]*0 passed, 1 failed/);
  writeFileSync(join(cwd, "server.lua"), SERVER);
  expect(await rounds(command, 3)).toContain("1 passed in 1 file");
  expect(await command.kill("SIGINT")).toMatchObject({ signal: "SIGINT", stderr: "" });
});

test("tests run again when one of them changes, is added, or could not be read", async () => {
  const { cwd, command } = watch({ "a_spec.lua": `it("one", function() end)` });
  await rounds(command, 1);
  appendFileSync(join(cwd, "a_spec.lua"), "\nno lua");
  expect(await rounds(command, 2)).toContain("✗ the file cannot be run");
  writeFileSync(join(cwd, "a_spec.lua"), `it("one", function() end)`);
  expect(await rounds(command, 3)).toContain("1 passed in 1 file");
  writeFileSync(join(cwd, "b_spec.lua"), `it("two", function() end)`);
  expect(await rounds(command, 4)).toContain("2 passed in 2 files");
  await command.kill("SIGINT");
});

test("a folder without tests is waited in", async () => {
  const { cwd, command } = watch({ "main.lua": "" });
  await command.says("there are no tests");
  await rounds(command, 1);
  writeFileSync(join(cwd, "main_spec.lua"), `it("one", function() end)`);
  expect(await rounds(command, 2)).toContain("1 passed in 1 file");
  await command.kill("SIGINT");
});

test("what other programs read has nothing else in it", async () => {
  const { command } = watch({ "a_spec.lua": `it("one", function() end)` }, ["--format", "tap"]);
  await command.says("waiting for a change; Ctrl+C ends");
  const { stdout, stderr } = await command.kill("SIGINT");
  expect(stdout).toBe("TAP version 13\nok 1 - a_spec.lua › one\n1..1\n");
  expect(stderr).toBe("\nwaiting for a change; Ctrl+C ends\n");
});
