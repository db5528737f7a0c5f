/**
 * `craftos-http check`: which files, how problems are shown, and the exit status.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMain } from "../run-main.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-check-"));
  mkdirSync(join(folder, "lib"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "main.lua"), "local x = 1\nprint(who)\n");
  writeFileSync(join(folder, "lib", "fine.lua"), "return 1\n");
  writeFileSync(join(folder, "main_spec.lua"), `it("is fine", function() expect(1):eq(1) end)\n`);
  writeFileSync(join(folder, "node_modules", "bad.lua"), "no lua");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("problems are shown with the lines around them, and end with status 1", async () => {
  const file = relative("", join(folder, "main.lua"));
  expect(await runMain(["check", folder])).toEqual({
    status: 1,
    errors: "",
    out: `${file}:1: the local 'x' is never used (unused-local)
> 1 | local x = 1
  2 | print(who)

${file}:2: nothing defines the global 'who' (undefined-global)
  1 | local x = 1
> 2 | print(who)

2 problems in 3 files
`,
  });
});

test("without problems the status is 0, and globals may be named", async () => {
  expect(await runMain(["check", join(folder, "lib")])).toMatchObject({
    status: 0,
    out: "no problems in 1 file\n",
  });
  const { out } = await runMain(["check", "--global", "who", join(folder, "main.lua")]);
  expect(out).toContain("1 problem in 1 file\n");
});

test("--format json is a list, --format github has annotations", async () => {
  const file = relative("", join(folder, "main.lua"));
  const json = await runMain(["check", "--format", "json", file]);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.out)).toEqual([
    { file, line: 1, rule: "unused-local", message: "the local 'x' is never used" },
    { file, line: 2, rule: "undefined-global", message: "nothing defines the global 'who'" },
  ]);
  const { out } = await runMain(["check", "--format", "github", file]);
  expect(out).toContain(
    `::error file=${file},line=1,title=unused-local::the local 'x' is never used\n`,
  );
});

test("wrong calls are refused", async () => {
  expect(await runMain(["check", "nowhere"])).toMatchObject({
    status: 2,
    errors: "error: there is no file or folder 'nowhere'.\n",
  });
  expect(await runMain(["check", "/dev/null"])).toMatchObject({
    status: 2,
    errors: "error: '/dev/null' is neither a file nor a folder.\n",
  });
  expect(await runMain(["check", "--global", "1x"])).toMatchObject({
    status: 2,
    errors:
      "error: option '--global': '1x' from the command line: The name of a global is expected.\n",
  });
});
