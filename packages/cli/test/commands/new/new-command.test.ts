/**
 * `craftos-http new`: what it writes runs and passes its own tests, and nothing is overwritten.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runSpecs } from "../../../src/spec/run-specs.js";
import { runMain } from "../../run-main.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-new-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the tests in a folder; gives what they print too. */
async function runTestsIn(target: string): Promise<{ status: number; report: string }> {
  let report = "";
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      report += chunk.toString();
      done();
    },
  });
  const { status } = await runSpecs({
    ...{ root: target, paths: [], filter: "", timeoutMs: 10_000, seed: 1, format: "text" },
    ...{ endsAtFailure: false, mayFindNothing: false },
    process: { env: {}, stdout, stderr: new PassThrough() },
  });
  return { status, report };
}

test.each([
  ["hello", ["README.md", "main.lua", "main_spec.lua"], "1 passed"],
  ["json-api", ["README.md", "api_spec.lua", "main.lua", "tasks.lua"], "2 passed"],
  [
    "websocket-chat",
    ["README.md", "main.lua", "page.html", "room.lua", "room_spec.lua"],
    "2 passed",
  ],
  ["typescript", ["README.md", "main.ts", "main_spec.ts"], "1 passed"],
])("new %s writes a program that passes its tests", async (template, files, summary) => {
  const target = join(folder, "my-server");
  const { status, out } = await runMain(["new", template, target]);
  expect({ status, out }).toEqual({
    status: 0,
    out: `${target}: ${files.join(", ")}\n\n  cd ${target}\n  npx craftos-http run .\n`,
  });
  expect(readFileSync(join(target, "README.md"), "utf8")).toMatch(/^# my-server\n/);

  const { status: testStatus, report } = await runTestsIn(target);
  expect(report).toContain(`\n${summary} in 1 file`);
  expect(testStatus).toBe(0);
});

test("the tests of new json-api pass whatever tasks its server has kept", async () => {
  const target = join(folder, "api");
  await runMain(["new", "json-api", target]);
  mkdirSync(join(target, "data"));
  const kept = '{"tasks":[{"id":1,"title":"kept"}],"lastId":1}';
  writeFileSync(join(target, "data", "tasks.json"), kept);
  expect(await runTestsIn(target)).toMatchObject({ status: 0 });
  expect(readFileSync(join(target, "data", "tasks.json"), "utf8")).toBe(kept);
});

test("check finds no mistakes in new typescript", async () => {
  const target = join(folder, "ts");
  await runMain(["new", "typescript", target]);
  expect(await runMain(["check", target])).toMatchObject({ out: "no problems in 2 files\n" });
});

test("new refuses a folder that has something in it, and a template that is none", async () => {
  writeFileSync(join(folder, "mine.txt"), "keep me");
  expect(await runMain(["new", "hello", folder])).toEqual({
    status: 1,
    out: "",
    errors: `craftos-http: The folder '${folder}' is not empty: there is 'mine.txt' in it. Name another one.\n`,
  });
  expect(readdirSync(folder)).toEqual(["mine.txt"]);
  expect(await runMain(["new", "hello", join(folder, "mine.txt")])).toMatchObject({
    status: 1,
    errors: expect.stringMatching(
      /^craftos-http: Nothing can be written to '.+mine\.txt': /,
    ) as unknown,
  });
  expect(await runMain(["new", "shop"])).toEqual({
    status: 2,
    out: "",
    errors:
      "error: there is no template 'shop'. There are hello, json-api, websocket-chat, typescript.\n",
  });
});
