/**
 * `craftos-http test`: what tests may do, and what is said of those that fail.
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { runSpecs, type RunSpecsOptions } from "../../src/spec/run-specs.js";
import { useTestFolder } from "../test-folder.js";

const folder = useTestFolder();
const { write } = folder;

async function run(options: Partial<RunSpecsOptions> = {}) {
  let [out, errors] = ["", ""];
  const collect = (add: (text: string) => void): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        add(chunk.toString());
        done();
      },
    });
  const { status } = await runSpecs({
    ...{ root: folder.path, paths: [], filter: "", timeoutMs: 10_000, seed: 1, format: "text" },
    ...{ endsAtFailure: false, mayFindNothing: false },
    process: { env: {}, stdout: collect((t) => (out += t)), stderr: collect((t) => (errors += t)) },
    ...options,
  });
  return { status, out: out.replaceAll(/\d+\.\d+ s\b/g, "T"), errors };
}

/** Runs one spec file. */
async function runSpec(source: string, options: Partial<RunSpecsOptions> = {}) {
  write({ "a_spec.lua": source });
  return await run(options);
}

const PASSED = (count: number): string =>
  `✓ a_spec.lua (${count} passed)\n\n${count} passed in 1 file, T\n`;

describe("a test", () => {
  test("may use everything that CC: Tweaked's own tests use", async () => {
    const { status, out } = await runSpec(`
      describe("expectations", function()
        it("hold", function()
          expect(1):eq(1):equals(1):equal(1):ne(2):not_equals("1"):not_equal(nil):type("number")
          expect({ a = { 1 } }):same({ a = { 1 } }):matches({ a = { 1 } })
          expect({ a = 1, b = 2 }):matches({ a = 1 })
          expect("abc"):str_match("^a.c$"):describe("text")
          expect.error(error, "x", 0):eq("x")
          expect.error(function() local a = nil + 1 end):str_match("arithmetic")
          local loop, other = {}, {}
          loop.self, other.self = loop, other
          expect(loop):same(other)
        end)
        it("see what stubs were called with", function()
          local tbl = { fn = function() return 1 end }
          local s = stub(tbl, "fn", function(a) return a end)
          expect(tbl.fn(5, nil)):eq(5)
          expect(s):called():called(1):called_with(5, nil):called_with_matching(5)
          s:revert()
          expect(tbl.fn()):eq(1)
          stub(os, "version")
          expect(os.version()):eq(nil)
        end)
        it("have what was stubbed back after a test", function()
          expect(os.version()):type("string")
        end)
      end)
    `);
    expect({ status, out }).toEqual({ status: 0, out: PASSED(3) });
  });

  test("has before_each and after_each of all that it is described in, in their order", async () => {
    const { out } = await runSpec(`
      local log = ""
      before_each(function() log = log .. "a" end)
      after_each(function() log = log .. "z" end)
      describe("inner", function()
        before_each(function() log = log .. "b" end)
        after_each(function() log = log .. "y" end)
        it("first", function() log = log .. "1" end)
      end)
      it("second", function() expect(log):eq("ab1yza") end)
    `);
    expect(out).toBe(PASSED(2));
  });

  test("runs in virtual time, beside others, and may ask a server that it runs", async () => {
    write({
      "server.lua": `http.listen(8080, function(request, response)
        sleep(10)
        response.write("Hello, " .. request.getURL())
        response.close()
      end)`,
    });
    const { out } = await runSpec(
      `
      it("waits long", function()
        local before = os.clock()
        sleep(3600)
        expect(os.clock() - before):eq(3600)
      end)
      it("serves in place", function()
        parallel.waitForAny(function() shell = nil dofile("server.lua") end, function()
          expect(http.get("http://localhost:8080/x", nil).readAll()):eq("Hello, /x")
        end)
      end)
      it("runs a server on another computer", function()
        local simulation = require("craftos.simulation").new { program = "server" }
        local response = simulation:request(0, { path = "/y" })
        simulation:run(100)
        expect(response):matches { status = 200, body = "Hello, /y", time = 10 }
      end)`,
      { timeoutMs: 4_000_000 },
    );
    expect(out).toBe(PASSED(3));
  });

  test("has the folder as its disk, where nothing is changed, and finds modules from its root", async () => {
    write({
      "lib/add.lua": "return function(a, b) return a + b end",
      "test/near.lua": `return "near"`,
      "test/add_spec.lua": `
        it("adds", function()
          expect(require("lib.add")(1, 2)):eq(3)
          expect(require("near")):eq("near")
          for _, path in ipairs { "note.txt", "lib/add.lua" } do
            local file = fs.open(path, "w")
            file.write("new")
            file.close()
          end
          expect(fs.getSize("lib/add.lua")):eq(3)
        end)`,
      "test/fresh.test.lua": `it("is fresh", function() expect(fs.exists("note.txt")):eq(false) end)`,
      "note.md": "not a test",
    });
    const { status, out } = await run();
    expect({ status, out }).toEqual({
      status: 0,
      out: "✓ test/add_spec.lua (1 passed)\n✓ test/fresh.test.lua (1 passed)\n\n2 passed in 2 files, T\n",
    });
    expect(readFileSync(join(folder.path, "lib/add.lua"), "utf8")).toContain("return a + b");
  });
});

describe("what fails", () => {
  test("is shown with its place and the difference, and what it printed", async () => {
    const { status, out } = await runSpec(
      [
        `describe("values", function()`,
        `  it("are as expected", function()`,
        `    print("looking")`,
        `    expect({ name = "x", list = { 1, 2 } }):describe("it"):same({ name = "y", list = { 1, 2 } })`,
        `  end)`,
        `end)`,
        `it("passes", function() end)`,
      ].join("\n"),
    );
    expect({ status, out }).toEqual({
      status: 1,
      out: `✗ a_spec.lua (1 passed, 1 failed)

  ✗ values › are as expected
    it: these are not the same
    - expected + got
      {
        list = {
          1,
          2,
        },
    -   name = "y",
    +   name = "x",
      }
    at a_spec.lua:4
      2 |   it("are as expected", function()
      3 |     print("looking")
    > 4 |     expect({ name = "x", list = { 1, 2 } }):describe("it"):same({ name = "y", list = { 1, 2 } })
      5 |   end)
	/a_spec.lua:4: in function 'body'
    it printed:
    looking


1 passed, 1 failed in 1 file, T
`,
    });
  });

  test.each([
    [`expect(1):eq("1")`, "these are not equal"],
    [`expect(1):ne(1)`, "any value but 1 was expected"],
    [`expect(1):type("table")`, "a value of type table was expected, got 1"],
    [`expect({}):matches({ a = 1 })`, "this does not match"],
    [`expect("abc"):str_match("x")`, `"abc" does not match the pattern "x"`],
    [`expect({}):str_match("x")`, "a string was expected, got {}"],
    [`expect.error(function() end)`, "an error was expected, and there was none"],
    [`expect(1):called()`, "a stub of a function was expected, got 1"],
    [`expect(stub({}, "x")):called()`, "the stub was not called"],
    [`expect(stub({}, "x")):called(2)`, "the stub was called 0 times, not 2"],
    [`expect(stub({}, "x")):called_with(1)`, "the stub was not called"],
    [`fail("on purpose")`, "on purpose"],
    [`error("on purpose", 0)`, "on purpose"],
    [`error({ code = 1 })`, "{\n      code = 1,\n    }"],
    [`local x = nil + 1`, "/a_spec.lua:1: attempt to perform arithmetic on a nil value"],
    [`it("inner", function() end)`, "/a_spec.lua:1: it cannot be called while tests run"],
    [
      `os.pullEvent("never")`,
      "the test was not done after 10 s of virtual time: it waits for what does not come",
    ],
    [`while true do end`, "/a_spec.lua:1: Too long without yielding"],
    [`os.shutdown()`, "the test ended the computer, so no more tests of this file were run"],
  ])("%s says %j", async (body, message) => {
    const { status, out } = await runSpec(`it("test", function() ${body} end)`);
    expect(status).toBe(1);
    expect(out).toContain(`\n  ✗ test\n    ${message}\n`);
  });

  test("is no reason for the next test to fail, nor is one that waits for ever", async () => {
    const { out } = await runSpec(`
      it("waits", function() os.pullEvent("never") end)
      it("queues", function() os.queueEvent("left over") error("x") end)
      it("goes on", function()
        os.queueEvent("mine")
        expect((os.pullEvent())):eq("mine")
      end)
    `);
    expect(out).toContain("✗ a_spec.lua (1 passed, 2 failed)\n");
  });

  test("is a file that is no Lua, that raises an error, or whose describe does", async () => {
    write({
      "a_spec.lua": "local = 1",
      "b_spec.lua": `error("at once")`,
      "c_spec.lua": `describe("c", function() error("inside") end)`,
    });
    const { status, out } = await run();
    expect(status).toBe(1);
    expect(out).toContain(
      "✗ the file cannot be run\n    /a_spec.lua:1: <name> expected near '='\n",
    );
    expect(out).toContain("✗ the file cannot be run\n    /b_spec.lua:1: at once\n");
    expect(out).toContain("✗ c\n    /c_spec.lua:1: inside\n");
    expect(out).toContain("0 passed, 3 failed in 3 files");
  });

  test("ends the run when it is to", async () => {
    const source = `it("one", function() fail("x") end) it("two", function() end)`;
    write({ "b_spec.lua": source });
    const { out } = await runSpec(source, { endsAtFailure: true });
    expect(out).toContain("0 passed, 1 failed in 1 file,");
  });
});

describe("which tests are run", () => {
  test("is decided by names, whatever their case, and by paths", async () => {
    write({ "b_spec.lua": `it("other", function() end)` });
    const source = `describe("Group", function() it("one", function() end) end) pending("later")`;
    const { out } = await runSpec(source, { filter: "group ONE" });
    expect(out).toBe(PASSED(1));
    expect((await run({ paths: [join(folder.path, "a_spec.lua")] })).out).toContain(
      "1 passed, 1 pending",
    );
  });

  test("none is an error, unless it is said to be none", async () => {
    expect(await run()).toMatchObject({
      status: 1,
      errors:
        "craftos-http: there are no tests. Spec files end in _spec.lua or .test.lua, or the same with .ts.\n",
    });
    expect(await runSpec(`it("x", function() end)`, { filter: "y" })).toMatchObject({
      status: 1,
      errors:
        "craftos-http: there are no tests with 'y' in their names. Spec files end in _spec.lua or " +
        ".test.lua, or the same with .ts.\n",
    });
    expect(await run({ filter: "y", mayFindNothing: true })).toMatchObject({ status: 0 });
  });

  test("a path that is not there, or elsewhere, is refused", async () => {
    await expect(run({ paths: ["nowhere"] })).rejects.toThrow(
      "there is no file or folder 'nowhere'.",
    );
    await expect(run({ paths: [tmpdir()] })).rejects.toThrow("which is the disk of tests.");
  });
});

const MIXED = `
describe("group", function()
  it("passes #1", function() end)
  it("fails", function() expect("<a>"):eq("b\\n") end)
  pending("later")
end)`;

test("TAP has a line for each test, and what failed as YAML", async () => {
  const { out } = await runSpec(MIXED, { format: "tap" });
  expect(out).toBe(`TAP version 13
ok 1 - a_spec.lua › group › passes \\#1
not ok 2 - a_spec.lua › group › fails
  ---
  message: "these are not equal"
  at: "a_spec.lua:4"
  expected: "\\"b\\\\n\\""
  actual: "\\"<a>\\""
  ...
ok 3 - a_spec.lua › group › later # SKIP pending
1..3
`);
});

test("JUnit's XML has a case for each test", async () => {
  const { out } = await runSpec(MIXED, { format: "junit" });
  expect(out.replaceAll(/time="[\d.]+"/g, 'time="T"')).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" skipped="1" time="T">
  <testsuite name="a_spec.lua" tests="3" failures="1" skipped="1" time="T">
    <testcase name="passes #1" classname="a_spec.lua › group" file="a_spec.lua" time="T"/>
    <testcase name="fails" classname="a_spec.lua › group" file="a_spec.lua" time="T">
      <failure message="these are not equal">these are not equal&#10;expected &quot;b\\n&quot;&#10;got &quot;&lt;a&gt;&quot;&#10;at a_spec.lua:4&#10;	/a_spec.lua:4: in function &apos;body&apos;</failure>
    </testcase>
    <testcase name="later" classname="a_spec.lua › group" file="a_spec.lua" time="T">
      <skipped/>
    </testcase>
  </testsuite>
</testsuites>
`.replaceAll("&apos;", "'"),
  );
});
