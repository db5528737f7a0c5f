/**
 * The interpreter and the event loop in a browser, as they are published: served as they are, and
 * joined by a bundler. What programs print there must be what they print in Node.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserIsMissing, useBrowser } from "./chromium.js";
import { pageOfBundle, pageOfModules, unpackPackages } from "./published-packages.js";
import type { PlainEnd } from "./run-in-page.js";
import * as node from "./run-in-page.js";
import { StaticServer } from "./static-server.js";

const scripts = fileURLToPath(
  new URL("../../packages/interpreter/test/language/scripts/", import.meta.url),
);

const folder = mkdtempSync(join(tmpdir(), "craftos-http-browser-"));
const server = new StaticServer(folder);
const openPage = useBrowser();
let address = "";

beforeAll(async () => {
  if (browserIsMissing) return;
  await unpackPackages(folder);
  server.pages.set("/modules.html", await pageOfModules(folder));
  server.pages.set("/bundle.html", await pageOfBundle(folder));
  address = await server.start();
}, 120_000);

afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Programs that need no timer, and what is special about each. */
const PROGRAMS = {
  "coroutines inside each other": `
    local function walk(t)
      if type(t) ~= "table" then return coroutine.yield(t) end
      for i = 1, #t do walk(t[i]) end
    end
    local it = coroutine.wrap(function() walk({ 1, { 2, { 3, "four" } }, 5 }) end)
    for v in it do print(v) end
    local co = coroutine.create(function(...)
      print(pcall(coroutine.yield, ...))
      error({ code = 7 })
    end)
    print(coroutine.resume(co, "a", "b"))
    local ok, e = coroutine.resume(co, "c")
    print(ok, e.code, coroutine.status(co))`,
  "an error with its traceback": `
    local Account = {}
    Account.__index = Account
    function Account:withdraw(amount)
      self.balance = self.balnce - amount
    end
    local function pay(account, list)
      for _, amount in ipairs(list) do account:withdraw(amount) end
    end
    pay(setmetatable({ balance = 10 }, Account), { 1, 2 })`,
  "recursion deeper than JavaScript's stack": `
    local function count(n) if n == 0 then return 0 end return 1 + count(n - 1) end
    print(count(150000))
    local function forever() return 1 + forever() end
    local ok, message = pcall(forever)
    print(ok, message:match("stack overflow"))`,
  "bytes that are no text": `
    local all = {}
    for i = 0, 255 do all[#all + 1] = string.char(i) end
    local s = table.concat(all)
    print(#s, s:byte(1, -1))
    print((s:gsub("[^%w]", "")))`,
} as const;

describe.skipIf(browserIsMissing).each([
  ["served as they are published", "/modules.html"],
  ["joined by a bundler", "/bundle.html"],
])("the interpreter and the event loop in a browser, %s", (_, path) => {
  const errors: string[] = [];
  let page: Page;

  /** Calls one of the page's functions. */
  function call<T>(name: keyof typeof node, ...args: unknown[]): Promise<T> {
    return page.evaluate<T>(`${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`);
  }

  beforeAll(async () => {
    page = await openPage(errors);
    await page.goto(`${address}${path}`);
    await page.waitForFunction("globalThis.runOnRealTime !== undefined");
  });

  beforeEach(() => void errors.splice(0));
  afterEach(() => {
    expect(errors).toEqual([]);
  });

  it.each(Object.entries(PROGRAMS))("runs %s as Node does", async (name, source) => {
    const there = await call<string>("runChunk", source, "@program.lua");
    expect(there).toBe(node.runChunk(source, "@program.lua"));
    expect(there.includes("failed: ")).toBe(name.startsWith("an error"));
  });

  it("names the lines of an error and of its callers", async () => {
    const said = await call<string>("runChunk", PROGRAMS["an error with its traceback"], "@a.lua");
    expect(said).toBe(
      [
        "failed: a.lua:5: attempt to perform arithmetic on field 'balnce' (a nil value)",
        "stack traceback:",
        "\ta.lua:5: in function 'Account:withdraw'",
        "\ta.lua:8: in function 'pay'",
        "\ta.lua:10: in main chunk",
      ].join("\n"),
    );
  });

  it.each(["lua-5.1", "lua-5.2", "own"])(
    "prints what the interpreter's own tests expect: %s",
    { timeout: 60_000 },
    async (origin) => {
      const names = readdirSync(join(scripts, origin)).filter((name) => name.endsWith(".lua"));
      expect(names).not.toEqual([]);
      const read = (name: string): string => readFileSync(join(scripts, origin, name), "latin1");
      for (const name of names) {
        const printed = await call<string>("runChunk", read(name), `@${name}`);
        expect(printed, name).toBe(read(name.replace(".lua", ".out")));
      }
    },
  );

  it("gives timers in the order of their times, on real time", async () => {
    const end = await call<PlainEnd>(
      "runOnRealTime",
      `
      local late, soon = os.startTimer(0.03), os.startTimer(0.01)
      os.queueEvent("mine", "first")
      local order = {}
      while #order < 3 do
        local event, id = coroutine.yield()
        order[#order + 1] = event == "mine" and id or id == soon and "soon" or id == late and "late"
      end
      return table.concat(order, " "), os.clock() >= 0.03`,
    );
    expect(end).toMatchObject({ kind: "returned", values: ["first soon late", true] });
  });

  it("lets a program sleep for a day at once, on virtual time", async () => {
    const program = `
      local start = os.clock()
      for hour = 1, 24 do
        local id = os.startTimer(3600)
        repeat local _, got = coroutine.yield("timer") until got == id
        if hour % 12 == 0 then print(hour, os.clock() - start) end
      end`;
    const end = await call<PlainEnd>("runOnVirtualTime", program);
    expect(end).toEqual({ kind: "returned", values: [], printed: "12\t43200\n24\t86400\n" });
  });

  it("stops a program that never yields, and lets the page live meanwhile", async () => {
    const limits = { tooLongMs: 300, tooLongGraceMs: 100 };
    const source = `
      local caught
      while true do
        local ok, message = pcall(function() while true do end end)
        if not caught then caught = true print(ok, message) end
      end`;
    const end = await call<PlainEnd & { turns: number }>("runOnRealTime", source, limits);
    expect(end).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("Too long without yielding") as string,
      printed: expect.stringMatching(
        /^false\tprogram\.lua:4: Too long without yielding\n$/,
      ) as string,
    });
    expect(end.turns).toBeGreaterThan(0);
  });
});
