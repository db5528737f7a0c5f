/**
 * What `check` finds, and what it leaves alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkLua } from "../../src/check/check-lua.js";
import { findKnownNames } from "../../src/check/known-names.js";

const known = findKnownNames();

function check(source: string): string[] {
  const problems = checkLua("a.lua", source, known);
  return problems.map(({ line, rule, message }) => `${line} ${rule}: ${message}`);
}

test.each<[source: string, ...problems: string[]]>([
  ["local = 1", "1 syntax: <name> expected near '='"],
  ["x = 1\nif x then", "2 syntax: 'end' expected near <eof>"],

  ["print(prnit)", "1 undefined-global: nothing defines the global 'prnit'; is 'print' meant?"],
  ["\nfoo()", "2 undefined-global: nothing defines the global 'foo'"],
  [
    "count = 1\nprint(coutn)",
    "2 undefined-global: nothing defines the global 'coutn'; is 'count' meant?",
  ],
  ["local _ENV = {}\nprint(x)"],
  ["setfenv(1, {})\nprint(x)"],
  ["if turtle then turtle.forward() end"],
  ["local t = pocket or nil\nprint(t)"],
  ["if turtle == nil then print('no turtle') end"],
  ["function later() end\nlater()"],
  ["_G.shared = 1\nprint(shared)"],
  [`os.loadAPI("apis/store.lua")\nstore.add(1)`],
  ["print(shell.dir(), require, arg[1], _HOST, package.path)"],

  ["os.sleeep(1)", "1 unknown-field: 'os' has no 'sleeep'; is 'sleep' meant?"],
  ["string.fromat('x')", "1 unknown-field: 'string' has no 'fromat'; is 'format' meant?"],
  ["http.lisen(1)", "1 unknown-field: 'http' has no 'lisen'; is 'listen' meant?"],
  ["os.mine = 1\nprint(os.mine)"],
  ["if os.version2 then print(os.version2) end"],
  ["local os = {}\nprint(os.anything)"],

  ["local a = 1", "1 unused-local: the local 'a' is never used"],
  ["local a\na = 1", "1 unused-local: the local 'a' is assigned and never read"],
  ["local function f() end", "1 unused-local: the local 'f' is never used"],
  ["local _a, b = 1, 2\nprint(b)"],
  ["local event, port = os.pullEvent()\nprint(port)"],
  ["for i, v in ipairs({}) do end"],
  ["local t = {}\nt.x = 1"],
  ["local n = 0\nlocal function f() n = n + 1 end\nf()"],

  [
    `http.listen("8080", function(q, r) r.close() end)`,
    "1 http-arguments: argument #1 of 'http.listen' is a string: a port is expected",
  ],
  [
    "http.listen(8080)",
    "1 http-arguments: argument #2 of 'http.listen' is missing: a function is expected",
  ],
  [
    "http.addListener(70000)",
    "1 http-arguments: argument #1 of 'http.addListener' is 70000: a port is expected",
  ],
  ["http.get(true)", "1 http-arguments: argument #1 of 'http.get' is a boolean: a URL is expected"],
  [
    "http.addListener(function() end)",
    "1 http-arguments: argument #1 of 'http.addListener' is a function: a port is expected",
  ],
  ["http.get(8080)", "1 http-arguments: argument #1 of 'http.get' is a number: a URL is expected"],
  [`http.listen(...)`],
  [`http.get({ url = "http://x" })`],

  [
    "http.listen(80, function(request, response)\n  response.write(request.getUrl())\nend)",
    "1 unclosed-response: the response 'response' is never closed, so it is sent late",
    "2 unknown-field: a request has no 'getUrl'",
  ],
  [
    "http.listen(80, function() end)",
    "1 unclosed-response: the callback has no parameter for the response, so it cannot answer",
  ],
  [
    "local function handle(request, response)\n  response.setStatus(200)\nend\nhttp.listen(80, handle) http.listen(81, handle)",
    "1 unclosed-response: the response 'response' is never closed, so it is sent late",
    "2 unknown-field: a response has no 'setStatus'",
  ],
  [
    "local handle = function() end\nhttp.listen(80, handle)",
    "1 unclosed-response: the callback has no parameter for the response, so it cannot answer",
  ],
  ["local handle = function() end\nhandle = print\nhttp.listen(80, handle)"],
  ["local function answer(r) r.close() end\nhttp.listen(80, function(_, r) answer(r) end)"],
  ["http.listen(80, function(q, r) q.mine = 1 r:write(q.mine) r:close() end)"],

  ["print(nope) -- craftos-http: ignore"],
])("%j", (source, ...problems) => {
  expect(check(source)).toEqual(problems);
});

const examples = new URL("../../../../examples/", import.meta.url);

test.each(readdirSync(examples).filter((name) => name.endsWith(".lua")))(
  "examples/%s has no problem",
  (name) => {
    expect(check(readFileSync(new URL(name, examples), "latin1"))).toEqual([]);
  },
);

test("what programs have is found out, not listed", () => {
  expect([...known.request]).toEqual(expect.arrayContaining(["getURL", "readAll", "getMethod"]));
  expect([...known.response]).toEqual(expect.arrayContaining(["write", "close", "flush"]));
  expect([...(known.globals.get("http") ?? [])]).toEqual(expect.arrayContaining(["listen", "get"]));
});
