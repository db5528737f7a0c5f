/**
 * The tree that `parseChunk()` builds: shapes and lines.
 */
import { describe, expect, it } from "vitest";
import type {
  Chunk,
  Expression,
  FunctionStatement,
  Node,
  Statement,
} from "../../src/parser/ast.js";
import { parseChunk } from "../../src/parser/parse-chunk.js";
import { LuaSyntaxError } from "../../src/parser/syntax-error.js";
import { sketch } from "./sketch-tree.js";

function parse(source: string): Chunk {
  return parseChunk(source, "=test");
}

function parseStatement(source: string): Statement {
  const [statement] = parse(source).body;
  if (statement === undefined) throw new Error(`no statement: ${source}`);
  return statement;
}

function parseExpression(source: string): Expression {
  const statement = parseStatement(`return ${source}`);
  const expression = statement.type === "ReturnStatement" ? statement.arguments[0] : undefined;
  if (expression === undefined) throw new Error(`no expression: ${source}`);
  return expression;
}

/** The lines of the nodes of one type, ascending. */
function linesOf(source: string, type: Node["type"]): number[] {
  const found: number[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const node = value as Partial<Expression>;
    if (node.type === type) found.push(node.line ?? 0);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parse(source));
  return found.sort((a, b) => a - b);
}

describe("parseChunk()", () => {
  it.each([
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"],
    ["-x ^ 2", "(- (x ^ 2))"],
    ["2 ^ -3 * 4", "((2 ^ (- 3)) * 4)"],
    ["a .. b .. c + d", "(a .. (b .. (c + d)))"],
    ["not a == b", "((not a) == b)"],
    ["a or b and c or d", "((a or (b and c)) or d)"],
    ["a < b == c", "((a < b) == c)"],
    ["-#t % 2", "((- (# t)) % 2)"],
    ["a.b['c'].d", "a.b['c'].d"],
    ["f 'x' {1} (2)", "f('x')({1})(2)"],
    ["a:b():c 's'", "a:b():c('s')"],
    ["('x'):rep(3)", "('x'):rep(3)"],
    ["{1, a = 2; [3] = 4, f()}", "{1, a = 2, [3] = 4, f()}"],
    ["function(a, ...) return ... end", "function(a, ...) return ... end"],
  ])("reads %s", (source, tree) => {
    expect(sketch(parseExpression(source))).toBe(tree);
  });

  it.each([
    ["local a, b = f()", "local a, b = f()"],
    ["local a", "local a"],
    ["a, b.c, d[1] = 1", "a, b.c, d[1] = 1"],
    ["f\n(g)\n(h)", "f(g)(h)"],
    ["do ; ; local x = 1 ; end", "do local x = 1 end"],
    ["while a do break; f() end", "while a do break f() end"],
    ["repeat local x until x", "repeat local x until x"],
    ["for i = 1, 2 do end", "for i = 1, 2 do end"],
    ["for i = 3, 1, -1 do f(i) end", "for i = 3, 1, (- 1) do f(i) end"],
    ["for k, v in next, t do end", "for k, v in next, t do end"],
    ["if a then f() elseif b then else g() end", "if a then f() elseif b then else g() end"],
    ["local function f() end", "local function f() end"],
    ["function a.b.c() end", "function a.b.c() end"],
    ["function a.b:c(x) end", "function a.b:c(x) end"],
    ["function f(...) end", "function f(...) end"],
    ["goto x ::x::", "goto x"],
    ["return", "return"],
    ["return 1, 2;", "return 1, 2"],
  ])("reads the statement %s", (source, tree) => {
    expect(sketch(parseStatement(source))).toBe(tree);
  });

  it.each([
    ["return (f())", "return (f())"],
    ["return f(), (f())", "return f(), (f())"],
    ["return (f()), f()", "return (f()), f()"],
    ["return ((f() ))", "return (f())"],
    ["return ( --[[ ) ]] f() --[[ ( ]] )", "return (f())"],
    ["local a = (...)", "local a = (...)"],
    ["a = (o:m())", "a = (o:m())"],
    ["g((f()))", "g((f()))"],
    ["g(f())", "g(f())"],
    ["g(1, (...))", "g(1, (...))"],
    ["g(g(f()))", "g(g(f()))"],
    ["g((g((f()))))", "g((g((f()))))"],
    ["o:m((f()))", "o:m((f()))"],
    ["g{(f())}", "g({(f())})"],
    ["g{f(),}", "g({f()})"],
    ["g{f() }", "g({f()})"],
    ["for k in (f()) do end", "for k in (f()) do end"],
    ["for k in f() do end", "for k in f() do end"],
    ["return function() return f() end", "return function() return f() end"],
    ["return (function() return f() end)", "return function() return f() end"],
  ])("marks the parentheses that cut %s to one value", (source, tree) => {
    expect(sketch(parseStatement(source))).toBe(tree);
  });

  it("gives a binary expression the line of its operator", () => {
    expect(linesOf("return a\n+\nb", "BinaryExpression")).toEqual([2]);
    expect(linesOf("return (a\n) -- +\n\n+ (\nb)", "BinaryExpression")).toEqual([4]);
    expect(linesOf("return [[\n]] ..\n'x' ..\n\ny", "BinaryExpression")).toEqual([2, 3]);
    expect(linesOf("return a --[[\n]] and\nb", "LogicalExpression")).toEqual([2]);
  });

  it("gives a unary expression the line of its operator", () => {
    expect(linesOf("return\n-\na", "UnaryExpression")).toEqual([2]);
  });

  it("gives a call the line on which its arguments open", () => {
    expect(linesOf("f\n(\na\n)", "CallExpression")).toEqual([2]);
    expect(linesOf("f\n\n'x'", "CallExpression")).toEqual([3]);
    expect(linesOf("f\n[[\n\n]]", "CallExpression")).toEqual([2]);
    expect(linesOf("(f\n)\n{\n}", "CallExpression")).toEqual([3]);
    expect(linesOf("f()\n()\n()", "CallExpression")).toEqual([1, 2, 3]);
    expect(linesOf("a\n:b\n()\n:c\n()", "MethodCallExpression")).toEqual([3, 5]);
  });

  it("gives an index the line of its dot or bracket", () => {
    expect(linesOf("return a\n.\nb", "MemberExpression")).toEqual([2]);
    expect(linesOf("return (a\n)\n[\n1]", "IndexExpression")).toEqual([3]);
  });

  it("gives a function the line that PUC says it begins on, and that of its end", () => {
    const lines = (statement: Statement): number[] =>
      "function" in statement
        ? [statement.line, statement.function.line, statement.function.lastLine]
        : [];
    expect(lines(parseStatement("\nfunction\na.b\n()\nend"))).toEqual([2, 2, 5]);
    expect(lines(parseStatement("local function f\n()\n\nend"))).toEqual([1, 2, 4]);
    const expression = parseExpression("function\n(...)\nend");
    expect(expression).toMatchObject({ line: 2, lastLine: 3, isVararg: true });
  });

  it("gives a method its self as the first parameter", () => {
    const statement = parseStatement("function a.b:c(x) end");
    expect(statement).toMatchObject({ isMethod: true, identifier: { type: "MemberExpression" } });
    const { parameters } = (statement as FunctionStatement).function;
    expect(parameters.map(({ name }) => name)).toEqual(["self", "x"]);
  });

  it("counts LF, CR, CR LF and LF CR as one line each", () => {
    for (const lineEnd of ["\n", "\r", "\r\n", "\n\r"]) {
      const source = `--[[${lineEnd}]]${lineEnd}x = [[${lineEnd}]] y = 'a\\${lineEnd}' z()`;
      const chunk = parse(source);
      expect(chunk.body.map(({ line }) => line)).toEqual([3, 4, 5]);
      expect(chunk.lastLine).toBe(5);
    }
  });

  it("skips a byte order mark and a first line with #, keeping line numbers", () => {
    expect(linesOf("\xef\xbb\xbff()", "CallStatement")).toEqual([1]);
    expect(linesOf("#!/bin/lua\nf()", "CallStatement")).toEqual([2]);
    expect(linesOf("\xef\xbb\xbf# x = = 1\r\nf()", "CallStatement")).toEqual([2]);
    expect(parse("#").body).toEqual([]);
  });

  it("keeps strings that look like keywords and symbols apart from them", () => {
    expect(sketch(parseStatement("return 'end'"))).toBe("return 'end'");
    expect(sketch(parseStatement("local a = f';'"))).toBe("local a = f(';')");
    expect(sketch(parseExpression("{'', ',', '}', f'(', '='}"))).toBe(
      "{'', ',', '}', f('('), '='}",
    );
  });

  it("takes goto for a name where no label follows", () => {
    const source = "local goto = {goto = 0x.8} goto.goto = goto:goto(goto) goto goto ::goto::";
    expect(parse(source).body.map(sketch)).toEqual([
      "local goto = {goto = 0.5}",
      "goto.goto = goto:goto(goto)",
      "goto goto",
      "::goto::",
    ]);
  });

  it("lets labels have any name", () => {
    const source =
      "goto __proto__ do ::__proto__:: end ::constructor:: ::__proto__:: goto __proto__";
    expect(parse(source).body.map(sketch)).toEqual([
      "goto __proto__",
      "do ::__proto__:: end",
      "::constructor::",
      "::__proto__::",
      "goto __proto__",
    ]);
  });

  it("reads long chains, which are as long as their source", () => {
    const chains = [
      `x = ${"1 + ".repeat(50_000)}1`,
      `x = ${"a and ".repeat(50_000)}1`,
      `f${"()".repeat(50_000)}`,
      `x = a${".b".repeat(50_000)}`,
      `if a then ${"elseif b then ".repeat(5_000)}end`,
      `x = {${"1, ".repeat(100_000)}}`,
      `x = ${"a .. ".repeat(190)}a`,
    ];
    for (const source of chains) expect(parse(source).body).toHaveLength(1);
  });

  it.each([
    ["parentheses", "x = ", "("],
    ["tables", "x = ", "{"],
    ["blocks", "", "do "],
    ["functions", "x = ", "function() return "],
    ["operators", "x = ", "not "],
    ["concatenations", "x = ", "a .. "],
    ["calls", "", "f("],
    ["assignments", "x = 1 ", "repeat if x then "],
  ])("refuses %s nested too deeply, however deep", (_what, prefix, nested) => {
    for (const depth of [300, 3_000, 100_000]) {
      expect(() => parse(prefix + nested.repeat(depth))).toThrow(
        new LuaSyntaxError("=test", 1, "chunk has too many syntax levels"),
      );
    }
  });

  it("answers with a chunk or a syntax error however little stack is left", () => {
    const source = `x = ${"(".repeat(150)}1${")".repeat(150)}`;
    const outcomes = new Set<string>();
    const descend = (): void => {
      try {
        descend();
      } catch {
        // Out of stack here; on the way back there is a little more of it at every level.
      }
      if (outcomes.has("Chunk")) return;
      try {
        outcomes.add(parse(source).type);
      } catch (error) {
        if (error instanceof LuaSyntaxError) outcomes.add(error.reason);
      }
    };
    descend();
    expect(outcomes).toContain("Chunk");
    for (const outcome of outcomes) {
      expect(["Chunk", "chunk has too many syntax levels"]).toContain(outcome);
    }
  });
});
