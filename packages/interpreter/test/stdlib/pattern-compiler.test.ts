/**
 * Compiled patterns against the program they are compiled beside, which is checked against PUC.
 */
import { describe, expect, it } from "vitest";
import { MatchState } from "../../src/stdlib/match-state.js";
import { compileSearch } from "../../src/stdlib/pattern-compiler.js";
import { PatternError } from "../../src/stdlib/pattern-error.js";
import { literalPrefix, parsePattern } from "../../src/stdlib/pattern-parser.js";
import { encodePattern, matchProgram } from "../../src/stdlib/pattern-program.js";
import { compilePattern } from "../../src/stdlib/string-pattern.js";
import { SeededRandom } from "../seeded-random.js";

type Search = (subject: string, start: number, state: MatchState) => number;

/** A search in steps, of so many at a time. */
function stepwise(source: string, stepsMax: number): Search {
  const pattern = compilePattern(source);
  return (subject, start, state) => {
    const search = pattern.searchInSteps(subject, start);
    search.state.captures.fill(-1);
    let roundsLeft = 1e6;
    while (!search.advance(stepsMax)) if (--roundsLeft < 0) throw new Error("it does not end");
    return search.isFound ? state.take(search.state) : -1;
  };
}

/** A search by the program, and one by the compiled function if there is one. */
function bothSearches(source: string): [Search, Search | undefined, number] {
  const parsed = parsePattern(source, true);
  const program = encodePattern(parsed);
  const byProgram: Search = (subject, start, state) => {
    for (let index = start; index <= subject.length; index++) {
      const end = matchProgram(program, subject, index, state);
      if (end >= 0) {
        state.matchStart = index;
        state.matchEnd = end;
        return index;
      }
      if (parsed.isAnchored) {
        break;
      }
    }
    return -1;
  };
  const compiled = compileSearch(parsed, program.sets, literalPrefix(parsed));
  return [byProgram, compiled, parsed.captures.length];
}

function outcome(search: Search, subject: string, start: number, captureCount: number): unknown {
  const state = new MatchState();
  // A capture that is open has no end.
  state.captures.fill(-1);
  try {
    const found = search(subject, start, state);
    const captures = found < 0 ? [] : [...state.captures.subarray(0, 2 * captureCount)];
    return { found, end: found < 0 ? -1 : state.matchEnd, captures };
  } catch (error) {
    if (error instanceof PatternError) {
      return error.message;
    }
    throw error;
  }
}

describe("compileSearch() and StepwiseSearch", () => {
  it("find what the program finds, for random patterns and subjects", () => {
    const random = new SeededRandom();
    const patternPieces = [
      ...[
        "a",
        "b",
        ".",
        "%a",
        "%s",
        "%d",
        "%w",
        "[ab]",
        "[^a]",
        "[%s%d]",
        "\0",
        "\xff",
        "%z",
        "[\x80-\xff]",
      ],
      ...[
        "a",
        "b",
        "ab",
        "*",
        "+",
        "-",
        "?",
        "*",
        "+",
        "-",
        "?",
        "(",
        ")",
        "(",
        ")",
        "()",
        "%1",
        "%2",
      ],
      ...[
        "(.)",
        "(a*)",
        "(.-)",
        "(.-)a",
        ".*",
        ".-b",
        "%b()",
        "%bab",
        "%f[a]",
        "%f[^a]",
        "^",
        "$",
        "[",
      ],
      ...["[b-a]", "[^b-a]*", "[^%w]", "[%w_]+", "x", "%s*$", "%w+"],
    ];
    const subjectPieces = ["a", "b", "a", "b", " ", "1", "(", ")", "\0", "\xff", "ab", "x"];
    for (let i = 0; i < 4000; i++) {
      const source = (random.below(5) === 0 ? "^" : "") + random.text(patternPieces, 8);
      const [byProgram, compiled, captureCount] = bothSearches(source);
      if (compiled === undefined) {
        throw new Error(`seed ${random.seed}: ${JSON.stringify(source)} was not compiled`);
      }
      for (let j = 0; j < 8; j++) {
        const subject = random.text(subjectPieces, 10);
        const start = random.below(subject.length + 1);
        const label = `seed ${random.seed}: ${JSON.stringify([source, subject, start])}`;
        const expected = outcome(byProgram, subject, start, captureCount);
        expect(outcome(compiled, subject, start, captureCount), label).toEqual(expected);
        const inSteps = stepwise(source, random.pick([1, 7, 1000]));
        expect(outcome(inSteps, subject, start, captureCount), label).toEqual(expected);
      }
    }
  }, 30_000);

  it("leaves long patterns to the program, which watches how deep they nest", () => {
    expect(bothSearches("a?".repeat(61))[1]).toBeUndefined();
  });

  it("takes over a pattern in use without a change of results", () => {
    const state = new MatchState();
    const pattern = compilePattern("(%w+)%s*=%s*(%w*)");
    const subject = "one = 1, two=2";
    for (let i = 0; i < 5000; i++) {
      expect(pattern.find(subject, 0, state)).toBe(0);
      expect(pattern.captureAll(subject, state)).toEqual(["one", "1"]);
      expect(pattern.find(subject, 7, state)).toBe(9);
      expect(pattern.captureAll(subject, state)).toEqual(["two", "2"]);
    }
  });
});

describe("MatchState", () => {
  const cases: [string, string][] = [
    ["a*a*a*a*b", "a".repeat(3000)],
    [".-.-.-b", "a".repeat(3000)],
    ["(a*)*%1b", "a".repeat(30_000)],
    ["%b()", "(".repeat(30_000)],
    ["a*b", "a".repeat(30_000)],
    ["(.-)%1%1x", "ab".repeat(20_000)],
    ["[ab]?[ab]?[ab]?[ab]-c", "ab".repeat(20_000)],
    [".*.*.*x", "a".repeat(3000)],
  ];

  it.each(cases)("can end %j, which would take too long, in both matchers", (source, subject) => {
    class Abort extends Error {}
    const [byProgram, compiled] = bothSearches(source);
    for (const search of [byProgram, compiled!]) {
      let calls = 0;
      const state = new MatchState(() => {
        calls++;
        if (calls === 20) {
          throw new Abort();
        }
      }, 1000);
      expect(() => search(subject, 0, state)).toThrow(Abort);
      expect(calls).toBe(20);
    }
  });

  it.each([
    ["a*b", "a".repeat(40_000) + "b"],
    ["^(a*)c", "a".repeat(40_000)],
    ["%b()()", "(" + "(x)".repeat(9000) + ")"],
    ["%b()", "(".repeat(3) + "x".repeat(40_000)],
    ["(.-)%1$", "ab".repeat(200)],
    ["x?".repeat(199), "x".repeat(250)],
    ["x?".repeat(201), "x".repeat(250)],
    [".-".repeat(201), "x".repeat(250)],
    ["(x*)" + ".*".repeat(197), "x".repeat(20)],
    ["(x*)" + ".*".repeat(199), "x".repeat(20)],
  ])("finds the same in steps: %#", (source, subject) => {
    const [byProgram, , captureCount] = bothSearches(source);
    const expected = outcome(byProgram, subject, 0, captureCount);
    for (const stepsMax of [1, 5000]) {
      expect(outcome(stepwise(source, stepsMax), subject, 0, captureCount)).toEqual(expected);
    }
  });

  it("asks about every so many steps", () => {
    for (const search of bothSearches("a*b").slice(0, 2) as Search[]) {
      let calls = 0;
      const state = new MatchState(() => calls++, 1000);
      search("a".repeat(1000), 0, state);
      // From each place to the end: 500,500 characters, each looked at twice at most.
      expect(calls).toBeGreaterThan(200);
      expect(calls).toBeLessThan(2000);
    }
  });
});
