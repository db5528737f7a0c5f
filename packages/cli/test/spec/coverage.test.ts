/**
 * `craftos-http test --coverage`: which lines are counted, and how that is shown.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runMain } from "../run-main.js";
import { useTestFolder } from "../test-folder.js";

const folder = useTestFolder(true);
const { write } = folder;

const ADD = `local function add(a, b)
  if type(a) ~= "number" then
    error("no number")
  end
  return a + b
end

return { add = add }
`;

const ADD_SPEC = `it("adds", function() expect(require("lib.add").add(1, 2)):eq(3) end)`;

async function run(...args: readonly string[]) {
  const end = await runMain(["test", ...args]);
  return { ...end, out: end.out.replaceAll(/\d+\.\d+ s\b/g, "T") };
}

const TABLE = `
lines that were reached
 80.0 %  4/5  lib/add.lua  3
 80.0 %  4/5  all files
`;

test("a table says of each file which lines were not reached", async () => {
  write({ "lib/add.lua": ADD, "add_spec.lua": ADD_SPEC });
  expect(await run("--coverage")).toEqual({
    status: 0,
    out: `✓ add_spec.lua (1 passed)\n\n1 passed in 1 file, T\n${TABLE}`,
    errors: "",
  });
});

test("nothing is said of it when nobody asks", async () => {
  write({ "lib/add.lua": ADD, "add_spec.lua": ADD_SPEC });
  const { out } = await run();
  expect(out).toBe("✓ add_spec.lua (1 passed)\n\n1 passed in 1 file, T\n");
});

test("lcov.info has each line's count, from all tests and their simulated computers", async () => {
  write({
    "server.lua": `local hits = 0
http.listen(8080, function(request, response)
  hits = hits + 1
  if request.getURL() == "/never" then
    hits = 0
  end
  response.close()
end)
`,
    "a_spec.lua": `
      local function ask(count)
        local simulation = require("craftos.simulation").new { program = "server.lua" }
        for i = 1, count do simulation:request(0, { path = "/" }) end
        simulation:run(1)
      end
      it("answers", function() ask(2) end)
      it("answers again", function() ask(1) end)`,
    "b_spec.lua": `it("runs in place", function()
      parallel.waitForAny(function() dofile("server.lua") end, function()
        http.get("http://localhost:8080/never")
      end)
    end)`,
  });
  const { status } = await run("--coverage-dir", "out/coverage");
  expect(status).toBe(0);
  expect(readFileSync(join(folder.path, "out/coverage/lcov.info"), "utf8")).toBe(
    "TN:\nSF:server.lua\nDA:1,3\nDA:2,3\nDA:3,4\nDA:4,4\nDA:5,1\nDA:7,4\nLF:6\nLH:6\nend_of_record\n",
  );
});

test("fewer lines than --coverage-min are a failure", async () => {
  write({ "lib/add.lua": ADD, "add_spec.lua": ADD_SPEC });
  expect(await run("--coverage-min", "80")).toMatchObject({ status: 0, errors: "" });
  expect(await run("--coverage-min", "80.5")).toMatchObject({
    status: 1,
    errors: "craftos-http: 80.0 % of the lines were reached, less than --coverage-min 80.5.\n",
  });
});

test("what other programs read is not mixed with the table", async () => {
  write({ "lib/add.lua": ADD, "add_spec.lua": ADD_SPEC });
  const { out, errors } = await run("--coverage", "--format", "tap");
  expect(out).toBe("TAP version 13\nok 1 - add_spec.lua › adds\n1..1\n");
  expect(errors).toBe(TABLE);
});

test("files that were not loaded from the folder, and tests, are not counted", async () => {
  write({
    "lib/add.lua": ADD,
    "add_spec.lua": `
      it("runs another program of the same name", function()
        require("craftos.simulation").new { program = "lib/add.lua", files = { ["lib/add.lua"] = "local x = 1" } }:run(1)
        load("local y = 1", "@/lib/add.lua")()
      end)`,
  });
  const { out } = await run("--coverage");
  expect(out).toContain("\nno file of this folder was loaded but tests: nothing is covered\n");
});

test("many ranges of lines are cut", async () => {
  const branches = Array.from({ length: 40 }, (_, i) => `if x == ${i} then\n  x = 0\nend`).join(
    "\n",
  );
  write({
    "long.lua": `local x = -1\n${branches}\n`,
    "a_spec.lua": `it("runs", function() dofile("long.lua") end)`,
  });
  const { out } = await run("--coverage");
  expect(out).toMatch(/ 50\.6 % {2}41\/81 {2}long\.lua {3}3, 6, 9, [\d, ]+ and \d+ more\n/);
});

test.each([
  [
    ["--coverage-min", "101"],
    "option '--coverage-min': '101' from the command line: A number from 0 to 100 is expected.",
  ],
  [
    ["--coverage-min", "x"],
    "option '--coverage-min': 'x' from the command line: A number from 0 to 100 is expected.",
  ],
  [
    ["--coverage-dir", ""],
    "option '--coverage-dir': '' from the command line: A path is expected.",
  ],
])("%j is refused", async (args, message) => {
  expect(await run(...args)).toMatchObject({ status: 2, errors: `error: ${message}\n` });
});

test("a folder that cannot be written to is said", async () => {
  write({ taken: "a file", "add_spec.lua": `it("passes", function() end)` });
  const { status, errors } = await run("--coverage-dir", "taken");
  expect(status).toBe(2);
  expect(errors).toMatch(/^error: 'taken\/lcov\.info' cannot be written: EEXIST: .*\n$/);
});
