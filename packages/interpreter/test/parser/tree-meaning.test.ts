/**
 * Trees mean what their sources mean: a tree written back as Lua compiles to the same bytecode.
 */
import { describe, expect, it } from "vitest";
import { parseChunk } from "../../src/parser/parse-chunk.js";
import { askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";
import { ACCEPTED, askPucToLoad } from "./load-oracle.js";
import { mutateTokens, SAMPLE, splitTokens } from "./mutate-source.js";
import { sketch } from "./sketch-tree.js";

const COMPARE = `function(a, b)
  return string.dump(assert(load(a, "=x"))) == string.dump(assert(load(b, "=x")))
end`;

/** The source without comments and on one line: bytecode knows the lines. */
function putOnOneLine(source: string): string {
  return splitTokens(source)
    .filter((token) => !token.startsWith("--"))
    .map((token) => token.replace(/\s+/g, " "))
    .join("");
}

function expectSameMeaning(sources: readonly string[], note: string): void {
  const sketches = sources.map((source) => sketch(parseChunk(source, "=x")));
  const calls = sources.map((source, index) => ({
    callee: COMPARE,
    args: [source, sketches[index] ?? ""],
  }));
  askPuc("5.2", calls).forEach((answer, index) => {
    const both = `${sources[index] ?? ""}\n${sketches[index] ?? ""}`;
    expect(answer, `${note}: ${both}`).toEqual({ ok: true, values: [true] });
  });
}

describe("parseChunk()", () => {
  it("builds a tree that means what the source means", () => {
    const expressions = [
      "a",
      "b.c",
      "f(x)",
      "o:m()",
      "...",
      "(f())",
      "1",
      "'s'",
      "{f(), f()}",
      "nil",
    ];
    const operators = [
      "+",
      "-",
      "*",
      "/",
      "%",
      "^",
      "..",
      "==",
      "~=",
      "<",
      "<=",
      ">=",
      "and",
      "or",
    ];
    const random = new SeededRandom();
    const operand = (): string =>
      random.pick(["", "", "", "- ", "not ", "#"]) + random.pick(expressions);
    const expression = (depth: number): string => {
      if (depth === 0) return operand();
      const inner = `${expression(depth - 1)} ${random.pick(operators)} ${expression(depth - 1)}`;
      return random.below(3) === 0 ? `(${inner})` : inner;
    };
    const sources = Array.from(
      { length: 200 },
      () => `local a, o = ... local x = ${expression(2)}, ${expression(3)} return ${operand()}`,
    );
    expectSameMeaning(sources, `seed ${random.seed}`);
  });

  it("would notice lost parentheses", () => {
    expect(askPuc("5.2", [{ callee: COMPARE, args: ["return (f())", "return f()"] }])).toEqual([
      { ok: true, values: [false] },
    ]);
  });

  it("builds a tree that means what a mutated source means", () => {
    const random = new SeededRandom();
    const tokens = splitTokens(putOnOneLine(SAMPLE));
    const mutants = Array.from({ length: 800 }, () => mutateTokens(random, tokens)).map(
      putOnOneLine,
    );
    const verdicts = askPucToLoad(mutants);
    const good = mutants.filter((_, index) => verdicts[index] === ACCEPTED);
    expect(good.length).toBeGreaterThan(20);
    expectSameMeaning([putOnOneLine(SAMPLE), ...good], `seed ${random.seed}`);
  });
});
