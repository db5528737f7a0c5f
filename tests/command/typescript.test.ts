/**
 * Programs in TypeScript, run by the built command: what they answer, and that everything that is said
 * of them speaks of the TypeScript.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start, writeFiles } from "./command-process.js";

const SERVER = `import { greeting } from "./lib/greeting";
import * as settings from "./settings.json";

http.listen(0, (request, response) => {
  if (request.getURL() === "/fail") {
    error("on purpose");
  }
  const [isFine, problem] = pcall(() => greeting(request.getURL(), settings.name));
  response.write(isFine ? problem : \`failed: \${problem}\`);
  response.close();
  return request.getURL() === "/stop";
});
`;

const GREETING = `/** Greets. */
export function greeting(url: string, name: string): string {
  const path: { text: string } | undefined = url === "/crash" ? undefined : { text: url };
  return \`Hello \${path!.text.toUpperCase()} from \${name}\`;
}
`;

function writeServer(): string {
  const cwd = writeFiles({ "server.ts": SERVER, "settings.json": `{ "name": "TypeScript" }` });
  mkdirSync(join(cwd, "lib"));
  writeFileSync(join(cwd, "lib", "greeting.ts"), GREETING);
  return cwd;
}

test("a server of several files answers, and writes nothing to the disk", async () => {
  const cwd = writeServer();
  const process = start(["server.ts"], { cwd });
  const address = await process.address();
  const ask = async (path: string): Promise<string> => await (await fetch(address + path)).text();
  expect(await ask("/path")).toBe("Hello /PATH from TypeScript");
  // What the program itself sees of an error speaks of the TypeScript.
  expect(await ask("/crash")).toBe(
    "failed: /lib/greeting.ts:4: attempt to index local 'path' (a nil value)",
  );
  expect(await ask("/fail")).toBe("500 Internal Server Error\r\n");
  expect(await ask("/stop")).toBe("Hello /STOP from TypeScript");
  const { status, stderr } = await process.ended;
  expect(status).toBe(0);
  expect(stderr).toContain(
    [
      "/server.ts:6: on purpose",
      "  at server.ts:6",
      "  4 | http.listen(0, (request, response) => {",
      '  5 |   if (request.getURL() === "/fail") {',
      '> 6 |     error("on purpose");',
      "  7 |   }",
      "stack traceback:",
      "\t[C]: in function 'error'",
      "\t/server.ts:6: in function </server.ts:4>",
      "",
    ].join("\n"),
  );
  expect(readdirSync(cwd).sort()).toEqual(["lib", "server.ts", "settings.json"]);
});

test.each([
  ["SIGTERM", [], 0],
  ["SIGINT", [], 130],
  ["SIGTERM", ["--watch"], 0],
] as const)(
  "%s while the compiler is loaded ends the command: nothing is run (%s)",
  async (signal, flags, status) => {
    const process = start([...flags, "--metrics-port", "0", "server.ts"], { cwd: writeServer() });
    await process.says("figures are on");
    const end = await process.kill(signal);
    expect(end).toMatchObject({ status, stdout: "" });
    expect(end.stderr).toMatch(/^craftos-http: figures are on \S+\n$/);
  },
);

test("an error of TypeScript's own kind shows where it was made, once", async () => {
  const source = `function check(age: number): void {
  if (age < 0) throw new RangeError("too young");
}
check(-1);
`;
  const { status, stderr } = await run(["age.ts"], { cwd: writeFiles({ "age.ts": source }) });
  expect([status, stderr]).toEqual([
    1,
    [
      "RangeError: too young",
      "stack traceback:",
      "\t/age.ts:2: in function 'check'",
      "\t/age.ts:4: in main chunk",
      "  at age.ts:2",
      "  1 | function check(age: number): void {",
      '> 2 |   if (age < 0) throw new RangeError("too young");',
      "  3 | }",
      "",
    ].join("\n"),
  ]);
});

const WRONG = `const port: number = "8080";
print(\`port \${port}\`);
`;

test("type errors are shown with their lines, and nothing is run", async () => {
  const cwd = writeFiles({ "wrong.ts": WRONG });
  expect(await run(["wrong"], { cwd })).toEqual({
    status: 1,
    signal: null,
    stdout: "",
    stderr: [
      "wrong.ts:1:7: Type 'string' is not assignable to type 'number'. (TS2322)",
      '> 1 | const port: number = "8080";',
      "    |       ^^^^",
      "  2 | print(`port ${port}`);",
      "",
      "1 error; the program was not run",
      "",
    ].join("\n"),
  });
});

test("--no-check runs what has type errors", async () => {
  const cwd = writeFiles({ "wrong.ts": WRONG });
  const { status, stdout, stderr } = await run(["run", "--no-check", "wrong.ts"], { cwd });
  expect([status, stdout, stderr]).toEqual([0, "port 8080\n", ""]);
});

test("what is no TypeScript is not run with --no-check either", async () => {
  const cwd = writeFiles({ "wrong.ts": "let a = (" });
  const { status, stderr } = await run(["run", "--no-check", "wrong.ts"], { cwd });
  expect(status).toBe(1);
  expect(stderr).toContain("wrong.ts:1:10: Expression expected. (TS1109)\n> 1 | let a = (\n");
  expect(stderr).toMatch(/\d errors?; the program was not run\n$/);
});

test("the compiled files are there for the program to read, not to write", async () => {
  const source = `const [file, why] = fs.open("/main.lua", "w");
print(fs.list("/").join(" "), fs.exists("main.lua"), fs.isReadOnly("main.lua"), why);
const [made] = fs.open("kept.txt", "w");
made!.close();
print(fs.exists("/kept.txt"));
`;
  const cwd = writeFiles({ "main.ts": source });
  const { stdout, stderr } = await run(["main.ts"], { cwd });
  expect(stderr).toBe("");
  expect(stdout).toBe("main.lua main.ts rom\ttrue\ttrue\t/main.lua: Access denied\ntrue\n");
  expect(readdirSync(cwd).sort()).toEqual(["kept.txt", "main.ts"]);
});

test("a recording replays without the TypeScript, and speaks of its lines", async () => {
  const cwd = writeServer();
  const process = start(["run", "--record", "run.trace", "server.ts"], { cwd });
  const address = await process.address();
  for (const path of ["/crash", "/stop"]) await (await fetch(address + path)).text();
  expect((await process.ended).status).toBe(0);
  const trace = join(cwd, "run.trace");
  const { status, stdout, stderr } = await run(["replay", trace], { cwd: writeFiles({}) });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("The replay is identical");
});

test("a recording replays a changed program in TypeScript, and says what differs", async () => {
  const source = (text: string): string =>
    `const names = ["a", "b"].filter((name) => name !== "b");\nprint(\`${text} \${names.length}\`);\n`;
  const cwd = writeFiles({
    "main.ts": source("one"),
    "same.ts": `// Changed.\n${source("one")}`,
    "other.ts": source("two"),
    "wrong.ts": `const text: string = 1;\nprint("one 1");\n`,
  });
  expect(await run(["run", "--record", "trace.bin", "main.ts"], { cwd })).toMatchObject({
    status: 0,
    stdout: "one 1\n",
  });
  expect(await run(["replay", "trace.bin", "same.ts"], { cwd })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("The replay is identical") as string,
  });
  const different = await run(["replay", "trace.bin", "other.ts"], { cwd });
  expect(different.status).toBe(1);
  expect(different.stderr).toContain("two 1");
  const wrong = await run(["replay", "trace.bin", "wrong.ts"], { cwd });
  expect(wrong).toMatchObject({ status: 1, stdout: "" });
  expect(wrong.stderr).toContain("wrong.ts:1:7");
  expect(wrong.stderr).toContain("1 error; nothing was replayed");
  const unchecked = await run(["replay", "--no-check", "trace.bin", "wrong.ts"], { cwd });
  expect(unchecked.stderr).not.toContain("wrong.ts:1:7");
});

test("an error inside the library of TypeScriptToLua shows the line that called it", async () => {
  const source = `const texts = undefined as unknown as string[];
print(texts.map((text) => text.length).length);
`;
  const { stderr } = await run(["split.ts"], { cwd: writeFiles({ "split.ts": source }) });
  expect(stderr).toMatch(/^\/lualib_bundle\.lua:\d+: /);
  expect(stderr).toContain("\n  at split.ts:2\n");
});
