/**
 * `craftos-http check`: which files, how problems are shown, and the exit status.
 */
import { join, relative } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { runMain } from "../run-main.js";
import { useTestFolder } from "../test-folder.js";

const folder = useTestFolder();

beforeEach(() => {
  folder.write({
    "main.lua": "local x = 1\nprint(who)\n",
    "lib/fine.lua": "return 1\n",
    "main_spec.lua": `it("is fine", function() expect(1):eq(1) end)\n`,
    "node_modules/bad.lua": "no lua",
  });
});

test("problems are shown with the lines around them, and end with status 1", async () => {
  const file = relative("", join(folder.path, "main.lua"));
  expect(await runMain(["check", folder.path])).toEqual({
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
  expect(await runMain(["check", join(folder.path, "lib")])).toMatchObject({
    status: 0,
    out: "no problems in 1 file\n",
  });
  const { out } = await runMain(["check", "--global", "who", join(folder.path, "main.lua")]);
  expect(out).toContain("1 problem in 1 file\n");
});

test("--format json is a list, --format github has annotations", async () => {
  const file = relative("", join(folder.path, "main.lua"));
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

const WRONG = "const n: number = who;\nprint(n);\n";

test("of a folder main.ts, the program of the config file, and tests are checked in TypeScript", async () => {
  folder.write({
    "ts/main.ts": WRONG,
    "ts/lib/shared.ts": "export const wrong: number = 'text';\n",
    "ts/lib/a.test.ts": `import { wrong } from "./shared";\nit("is", () => expect(wrong).eq(1));\n`,
    "ts/lib/b_spec.ts": `import { wrong } from "./shared";\nit("is", () => expect(wrong).eq(1));\n`,
    "ts/unused.ts": WRONG,
    "ts/node_modules/main.ts": WRONG,
    "ts/src/server.ts": WRONG,
    "ts/config.json": `{ "main": "src/server.ts" }`,
  });
  const path = join(folder.path, "ts");
  const places = async (...args: readonly string[]): Promise<string[]> => {
    const { out } = await runMain(["check", "--format", "json", ...args, path]);
    const found = JSON.parse(out) as { readonly file: string; readonly line: number }[];
    return found.map(({ file, line }) => `${relative(path, file)}:${line}`);
  };
  expect(await places()).toEqual(["lib/shared.ts:1", "main.ts:1"]);
  expect(await places("--config", join(path, "config.json"))).toEqual([
    ...["lib/shared.ts:1", "main.ts:1", "src/server.ts:1"],
  ]);
});

test("that there is nothing to check is said, and no success", async () => {
  folder.write({ "empty/other.ts": WRONG });
  expect(await runMain(["check", join(folder.path, "empty")])).toEqual({
    status: 1,
    out: "",
    errors:
      "craftos-http: there is nothing to check. Folders are searched for Lua, main.ts, and tests; " +
      "name other programs in TypeScript.\n",
  });
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
