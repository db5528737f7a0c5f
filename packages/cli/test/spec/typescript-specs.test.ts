/**
 * `craftos-http test` for tests in TypeScript: their places, what they have, and what cannot be compiled.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runMain } from "../run-main.js";
import { useTestFolder } from "../test-folder.js";

const folder = useTestFolder(true);
const { write } = folder;

async function run(...args: readonly string[]) {
  const end = await runMain(["test", ...args]);
  return { ...end, out: end.out.replaceAll(/\d+\.\d+ s\b/g, "T") };
}

const ADD = `export function add(a: number, b: number): number {
  if (a > 99) {
    throw "too many";
  }
  return a + b;
}
`;

test("tests in TypeScript import what they test, and everything of tests is declared", async () => {
  write({
    "src/add.ts": ADD,
    "main.lua": `http.listen(80, function(_, r) r.write("Lua") r.close() end)`,
    "test/add.test.ts": `import { add } from "../src/add";
import * as simulation from "craftos.simulation";

describe("add", () => {
  let count = 0;
  before_each(() => { count = 1; });
  after_each(() => { count = 0; });
  it("adds", () => {
    expect(add(count, 2)).eq(3).ne(4).type("number").describe("the sum");
    expect({ a: [1] }).same({ a: [1] }).matches({ a: [1] });
    expect("abc").str_match("^a");
    expect.error(error, "x", 0).eq("x");
  });
  it("stubs", () => {
    const replaced = stub(os, "getComputerID", () => 7);
    expect(os.getComputerID()).eq(7);
    expect(replaced).called(1).called_with();
    replaced.revert();
    expect(os.getComputerID()).eq(0);
  });
  it("runs a server beside it", () => {
    const computer = simulation.new({ program: "main.lua" });
    const response = computer.request(0, { path: "/" });
    computer.run(1);
    expect(response.body).eq("Lua");
  });
  pending("more");
});
`,
  });
  expect(await run()).toEqual({
    status: 0,
    out: "✓ test/add.test.ts (3 passed, 1 pending)\n\n3 passed, 1 pending in 1 file, T\n",
    errors: "",
  });
});

test("failures and coverage speak of the lines of TypeScript", async () => {
  write({
    "src/add.ts": ADD,
    "add_spec.ts": `import { add } from "./src/add";

it("adds", () => {
  expect(add(1, 2)).eq(4);
});

it("refuses", () => {
  add(100, 1);
});
`,
  });
  const { status, out } = await run("--coverage-dir", "coverage");
  expect(status).toBe(1);
  expect(out).toContain("    - expected + got\n    - 4\n    + 3\n    at add_spec.ts:4\n");
  expect(out).toContain("    > 4 |   expect(add(1, 2)).eq(4);\n");
  expect(out).toContain("\t/add_spec.ts:4: in function 'body'\n");
  expect(out).toContain("✗ refuses\n    too many\n");
  expect(out).toContain("\n100.0 %  4/4  src/add.ts\n");
  expect(readFileSync("coverage/lcov.info", "utf8")).toBe(
    "TN:\nSF:src/add.ts\nDA:1,1\nDA:2,2\nDA:3,1\nDA:5,1\nLF:4\nLH:4\nend_of_record\n",
  );
});

const SERVER = `import { add } from "./add";

http.listen(80, (request, response) => {
  response.write(String(add(1, Number(request.readAll()))));
  response.close();
});
`;

/** A test that asks a server, in both languages. */
const asking = (program: string): Readonly<Record<string, string>> => ({
  "a_spec.ts": `import * as simulation from "craftos.simulation";
it("answers", () => {
  const server = simulation.new({ program: "${program}" });
  const response = server.request(0, { method: "POST", body: "2" });
  server.run(1);
  expect(response.body).eq("3");
});
`,
  "b_spec.lua": `it("answers", function()
  local server = require("craftos.simulation").new { program = "${program}" }
  local response = server:request(0, { method = "POST", body = "2" })
  server:run(1)
  expect(response.body):eq("3")
end)
`,
});

test.each(["src/server.ts", "/src/server"])(
  "a program in TypeScript, named %s, is simulated by tests in both languages",
  async (program) => {
    write({ "src/server.ts": SERVER, "src/add.ts": ADD, ...asking(program) });
    const { status, out } = await run("--coverage");
    expect(out).toContain("2 passed in 2 files");
    expect(out).toContain("\n100.0 %  4/4  src/server.ts\n");
    expect(status).toBe(0);
  },
);

test("a program that cannot be compiled cannot be simulated; --no-check does it", async () => {
  write({
    "server.ts": `${SERVER}export const no: string = 1;\n`,
    "add.ts": ADD,
    ...asking("server.ts"),
  });
  const { status, out } = await run("b_spec.lua");
  expect(status).toBe(1);
  expect(out).toContain(
    "    /b_spec.lua:2: bad field 'program' (/server.ts:7: Type 'number' is not assignable " +
      "to type 'string'. (TS2322))\n",
  );
  expect(await run("--no-check")).toMatchObject({ status: 0 });
});

test("what cannot be compiled is a failure of the file; --no-check runs it", async () => {
  write({ "a_spec.ts": `const x: number = "a";\nit("is", () => { expect(x).eq("a"); });\n` });
  const { status, out } = await run();
  expect(status).toBe(1);
  expect(out).toContain(
    "  ✗ the file cannot be run\n" +
      "    /a_spec.ts:1: Type 'string' is not assignable to type 'number'. (TS2322)\n",
  );
  expect(await run("--no-check")).toMatchObject({ status: 0 });
});

test("check knows what tests have, and that programs have none of it", async () => {
  write({
    "a.test.ts": `it("is", () => { expect(1).eq(1); });\n`,
    "a.ts": `it("is", () => {});\n`,
  });
  expect(await runMain(["check", "a.test.ts"])).toMatchObject({ status: 0 });
  const { status, out } = await runMain(["check", "--format", "json", "a.ts"]);
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject([{ file: "a.ts", line: 1, rule: "typescript" }]);
});
