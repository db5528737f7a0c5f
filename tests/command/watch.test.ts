/**
 * `run --watch`: the program follows its files, and those who ask it notice nothing.
 */
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { start, writeFiles } from "./command-process.js";

/** A server that answers with a word of a module's. */
const SERVER = `
  local word = require "word"
  http.listen(0, function(request, response)
    if request.getURL() == "/slow" then sleep(0.5) end
    response.write(word)
    response.close()
  end)
`;

async function ask(url: string): Promise<string> {
  const response = await fetch(url);
  return await response.text();
}

test.each(["uws", "node"])(
  "a change of a module restarts the program, and no request fails (%s)",
  async (engine) => {
    const folder = writeFiles({ "main.lua": SERVER, "word.lua": `return "0"` });
    const server = start(["run", "--watch", "--engine", engine], { cwd: folder });
    const address = await server.address();

    const answers = new Set<string>();
    let isOver = false;
    const clients = Array.from({ length: 8 }, async () => {
      while (!isOver) answers.add(await ask(address));
    });
    for (let version = 1; version <= 5; version++) {
      const slow = ask(`${address}/slow`);
      writeFileSync(join(folder, "word.lua"), `return "${version}"`);
      await server.says(new RegExp(`(word\\.lua changed: restarted in \\d+ ms[^]*){${version}}`));
      expect(await ask(address)).toBe(String(version));
      // It was asked before, so the program before answers it.
      expect(await slow).toMatch(/^\d$/);
    }
    isOver = true;
    await Promise.all(clients);
    expect([...answers].sort()).toEqual(expect.arrayContaining(["0", "5"]));
    expect(server.stderr.match(/Listening on/g)).toHaveLength(1);
    expect(await server.kill("SIGTERM")).toMatchObject({ status: 0 });
  },
);

test("a syntax error is shown, and the program goes on; so it is with one that fails at once", async () => {
  const folder = writeFiles({ "main.lua": SERVER, "word.lua": `return "good"` });
  const server = start(["run", "-w"], { cwd: folder });
  const address = await server.address();
  writeFileSync(join(folder, "main.lua"), `${SERVER}\nlocal = 1`);
  await server.says("the program goes on as it was");
  expect(server.stderr).toMatch(/main\.lua:9: .*near '='\n {2}at main\.lua:9\n/);
  expect(await ask(address)).toBe("good");

  writeFileSync(join(folder, "main.lua"), SERVER);
  await server.says("main.lua changed: restarted in");
  writeFileSync(join(folder, "word.lua"), `error("bad word")`);
  await server.says("it ended before it opened a port; the program before goes on");
  expect(server.stderr).toContain("word.lua:1: bad word");
  expect(await ask(address)).toBe("good");

  // As editors do that put a new file in the place of the old one.
  writeFileSync(join(folder, "new"), `return "better"`);
  renameSync(join(folder, "new"), join(folder, "word.lua"));
  await server.says("word.lua changed: restarted in");
  expect(await ask(address)).toBe("better");
  await server.kill("SIGTERM");
});

test("a program without ports is ended before it is started again", async () => {
  const source = (word: string): string => `print("${word} begins") while true do sleep(1) end`;
  const folder = writeFiles({ "tick.lua": source("first") });
  const program = start(["run", "-w", "tick.lua"], { cwd: folder });
  await program.says("first begins");
  writeFileSync(join(folder, "tick.lua"), source("second"));
  await program.says("second begins");
  const { status, stderr } = await program.kill("SIGINT");
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /^craftos-http: tick\.lua changed: restarted in \d+ ms\nTerminated\n$/,
    ) as unknown,
  });
});

test("a program that has ended, or lacks a file, is started again when something changes", async () => {
  const folder = writeFiles({ "main.lua": `print("once")` });
  const program = start(["run", "-w"], { cwd: folder });
  await program.says("the program has ended; it is started again when a file changes");
  writeFileSync(join(folder, "main.lua"), `print(require "late")`);
  await program.says("module 'late' not found");
  writeFileSync(join(folder, "late.lua"), `return "found"`);
  await program.says("found\n");
  await program.says(/(it is started again[^]*){3}/);
  expect(await program.kill("SIGINT")).toMatchObject({ status: 130 });
});

test("what a failing program writes, and where its output goes, does not start it again", async () => {
  const folder = writeFiles({
    "main.lua": `
      local function write(name, mode)
        local file = fs.open(name, mode)
        file.write("x")
        file.close()
      end
      write("started-" .. os.epoch("utc"), "w")
      write("log.txt", "a")
      write("old.lua", "w")
      error("failed on purpose")`,
    "old.lua": "",
    "output.txt": "",
  });
  const program = start(["run", "-w"], { cwd: folder });
  await program.says(/failed on purpose[^]*it is started again/);
  appendFileSync(join(folder, "output.txt"), "what it said");
  // What happens in a folder is told in its order: whatever was news before is named with this.
  writeFileSync(join(folder, "late.lua"), "");
  await program.says(/(failed on purpose[^]*it is started again[^]*){2}/);
  writeFileSync(join(folder, "late.lua"), "-- changed");
  await program.says(/(failed on purpose[^]*it is started again[^]*){3}/);
  const { stderr } = await program.kill("SIGINT");
  expect(stderr.match(/\S+.* changed: restarted/g)).toEqual([
    "craftos-http: late.lua changed: restarted",
    "craftos-http: late.lua changed: restarted",
  ]);
});

test("files of the disk that a program loads from folders are watched too", async () => {
  const folder = writeFiles({ "main.lua": `dofile("parts/one.lua") while true do sleep(1) end` });
  mkdirSync(join(folder, "parts"));
  writeFileSync(join(folder, "parts", "one.lua"), `print("one")`);
  const program = start(["run", "-w"], { cwd: folder });
  await program.says("one\n");
  writeFileSync(join(folder, "parts", "one.lua"), `print("two")`);
  await program.says("two\n");
  await program.kill("SIGTERM");
});

test("--watch is refused with --record and with --workers", async () => {
  const folder = writeFiles({ "main.lua": "" });
  const record = await start(["run", "-w", "--record", "t"], { cwd: folder }).ended;
  expect(record).toMatchObject({
    status: 2,
    stderr: "error: --watch cannot be used with --record.\n",
  });
  const workers = await start(["run", "-w", "--workers", "2"], { cwd: folder }).ended;
  expect(workers).toMatchObject({
    status: 2,
    stderr: "error: --watch cannot be used with --workers.\n",
  });
});
