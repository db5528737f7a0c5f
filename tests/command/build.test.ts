/**
 * `craftos-http build`: what it writes runs as the TypeScript does, as a tree of files and as one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, writeFiles } from "./command-process.js";

function writeProgram(): string {
  const cwd = writeFiles({
    "main.ts": `import { twice } from "./lib/twice";
import * as settings from "./settings.json";
print([settings.name, ...$vararg].map((text) => twice(text)).join(" "));
`,
    "settings.json": `{ "name": "ü" }`,
  });
  mkdirSync(join(cwd, "lib"));
  writeFileSync(join(cwd, "lib", "twice.ts"), "export const twice = (s: string) => s + s;\n");
  return cwd;
}

test("build writes a tree of files that runs", async () => {
  const cwd = writeProgram();
  expect(await run(["build", "main.ts"], { cwd })).toEqual({
    ...{ status: 0, signal: null, stderr: "" },
    stdout: `${join("out", "main.lua")}, with 3 files that it requires\n`,
  });
  expect(readdirSync(join(cwd, "out"), { recursive: true }).sort()).toEqual(
    ["lib", "lib/twice.lua", "lualib_bundle.lua", "main.lua", "settings.lua"].map((path) =>
      join(path),
    ),
  );
  const { stdout } = await run(["out/main.lua", "a"], { cwd });
  expect(stdout).toBe("üü aa\n");
});

test("build -o FILE.lua writes one file that runs alone", async () => {
  const cwd = writeProgram();
  const { status, stdout } = await run(["build", ".", "-o", "one/all.lua"], { cwd });
  expect([status, stdout]).toEqual([
    0,
    `${join("one", "all.lua")}: the program and 3 files that it requires\n`,
  ]);
  expect(readdirSync(join(cwd, "one"))).toEqual(["all.lua"]);
  expect(readFileSync(join(cwd, "one", "all.lua"), "utf8")).not.toContain("sourceMappingURL");
  expect((await run(["one/all.lua", "b"], { cwd })).stdout).toBe("üü bb\n");
});

test("build writes nothing when types are wrong, unless they are not checked", async () => {
  const cwd = writeFiles({ "wrong.ts": `const n: number = "one";\nprint(n);\n` });
  const { status, stderr } = await run(["build", "wrong.ts"], { cwd });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^wrong\.ts:1:7: .*\n(.*\n)+1 error; nothing was written\n$/);
  expect(existsSync(join(cwd, "out"))).toBe(false);
  expect((await run(["build", "wrong.ts", "--no-check"], { cwd })).status).toBe(0);
  expect((await run(["out/wrong"], { cwd })).stdout).toBe("one\n");
});

test.each([
  ["Lua", ["build", "a.lua"], "craftos-http: 'a.lua' is Lua: there is nothing to build.\n"],
  ["no file", ["build", "b.ts"], "craftos-http: There is no file 'b.ts'.\n"],
  ["no room", ["build", "a.ts", "-o", "a.lua/x"], /^craftos-http: 'a\.lua\/x\/a\.lua' cannot be/],
])("build says what is wrong: %s", async (_what, args, message) => {
  const cwd = writeFiles({ "a.lua": "print(1)", "a.ts": "print(1);" });
  const { status, stderr } = await run(args, { cwd });
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
});
