/**
 * Patterns against PUC Lua 5.2: find, match, gmatch and gsub as a native function would build them
 * on the matcher, on tables of cases and on random patterns and subjects.
 */
import { describe, expect, it } from "vitest";
import { MatchState } from "../../src/stdlib/match-state.js";
import { PatternError } from "../../src/stdlib/pattern-error.js";
import { compileReplacement, replaceMatches } from "../../src/stdlib/pattern-replacement.js";
import {
  compileIterationPattern,
  compilePattern,
  indexAfterMatch,
} from "../../src/stdlib/string-pattern.js";
import { type OracleAnswer, type OracleCall, type OracleValue, askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

const state = new MatchState();

function attempt(call: () => readonly OracleValue[]): OracleAnswer {
  try {
    return { ok: true, values: call() };
  } catch (error) {
    if (error instanceof PatternError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

function find(subject: string, source: string): OracleAnswer {
  const pattern = compilePattern(source);
  return attempt(() => {
    if (pattern.isPlainText) {
      const index = subject.indexOf(source);
      return index < 0 ? [undefined] : [index + 1, index + source.length];
    }
    const start = pattern.find(subject, 0, state);
    if (start < 0) {
      return [undefined];
    }
    const captures = pattern.captureCount > 0 ? pattern.captureAll(subject, state) : [];
    return [start + 1, state.matchEnd, ...captures];
  });
}

function matchFrom(subject: string, source: string, start: number): OracleAnswer {
  const pattern = compilePattern(source);
  return attempt(() =>
    start > subject.length || pattern.find(subject, start, state) < 0
      ? [undefined]
      : pattern.captureAll(subject, state),
  );
}

function iterate(subject: string, source: string): OracleAnswer {
  const pattern = compileIterationPattern(source);
  return attempt(() => {
    const values: OracleValue[] = [];
    for (let start = 0; start <= subject.length; start = indexAfterMatch(state)) {
      if (pattern.find(subject, start, state) < 0) {
        break;
      }
      values.push(...pattern.captureAll(subject, state));
    }
    return values;
  });
}

function substitute(
  subject: string,
  source: string,
  replacement: string,
  countMax: number,
): OracleAnswer {
  return attempt(() => {
    const { text, count } = replaceMatches(
      subject,
      compilePattern(source),
      compileReplacement(replacement),
      countMax,
      state,
    );
    return [text, count];
  });
}

const ITERATE = `function(s, p)
  local all, nextMatch = {}, s:gmatch(p)
  while true do
    local captures = table.pack(nextMatch())
    if captures[1] == nil then return table.unpack(all) end
    for i = 1, captures.n do all[#all + 1] = captures[i] end
  end
end`;

interface Case {
  readonly subject: string;
  readonly pattern: string;
  readonly replacement?: string;
}

function expectSameAsPuc(cases: readonly Case[], note: string): void {
  const calls: OracleCall[] = [];
  const ours: OracleAnswer[] = [];
  for (const { subject, pattern, replacement = "<%0>" } of cases) {
    calls.push({ callee: "string.find", args: [subject, pattern] });
    ours.push(find(subject, pattern));
    calls.push({ callee: "string.match", args: [subject, pattern, 2] });
    ours.push(matchFrom(subject, pattern, 1));
    calls.push({ callee: ITERATE, args: [subject, pattern] });
    ours.push(iterate(subject, pattern));
    calls.push({ callee: "string.gsub", args: [subject, pattern, replacement] });
    ours.push(substitute(subject, pattern, replacement, Infinity));
    calls.push({ callee: "string.gsub", args: [subject, pattern, replacement, 1] });
    ours.push(substitute(subject, pattern, replacement, 1));
  }
  askPuc("5.2", calls).forEach((answer, i) => {
    const call = calls[i]!;
    expect(ours[i], `${note}: ${call.callee} ${JSON.stringify(call.args)}`).toEqual(
      withoutPosition(answer),
    );
  });
}

/** The oracle's own gmatch wrapper is Lua code, so its errors carry a position. */
function withoutPosition(answer: OracleAnswer): OracleAnswer {
  return answer.ok
    ? answer
    : { ok: false, message: answer.message.replace(/^(?:\[string "[^\n]*"\]:\d+: )/, "") };
}

const EVERY_BYTE = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("");

describe("compilePattern()", () => {
  it("has the character classes of PUC for every byte", () => {
    const letters = "aAcCdDgGlLpPsSuUwWxXzZ".split("");
    const patterns = [
      ...letters.map((letter) => `%${letter}`),
      ...letters.map((letter) => `[^%${letter}_]+`),
      ...["[a-f]", "[^a-f]+", "[%a-z]", "[a-]", "[-a]", "[]]", "[^]]+", "[]-a]", "[a%]b]+"],
      ...["[\0-\x1f]+", "[\x80-\xff]+", "[z-a]", "[^z-a]+", "[a-%%]+", "[%-x]", "[+--]+", "."],
      ...["[%w_%.]+", "[^%s%p]+", "[%a-]+", "[%%]", "[^^]+", "[a^]+", "%%", "%.", "%\0", "%\xe9"],
    ];
    expectSameAsPuc(
      patterns.map((pattern) => ({ subject: EVERY_BYTE, pattern })),
      "classes",
    );
  });

  it("matches a table of patterns as PUC does", () => {
    const subjects = [
      "",
      "a",
      "aaab",
      "hello world from Lua",
      "key = value  ",
      "  x\ny\0z\0",
      "((a)(b))",
    ];
    const patterns = [
      ...[
        "",
        "a",
        "a*",
        "a+",
        "a-",
        "a?",
        "a*b",
        "a-b",
        "a?b",
        ".-",
        ".*",
        "^",
        "$",
        "^$",
        "^a",
        "a$",
      ],
      ...[
        "(a)(b)",
        "()a()",
        "(a*)(.-)(b)$",
        "((a)(b))",
        "(.)%1",
        "(.-)%1",
        "()(a)%2",
        "()%1",
        "()a%1",
      ],
      ...[
        "^%s*(.-)%s*$",
        "(%w+)%s*=%s*(%w+)",
        "%f[%w]%w+",
        "%f[%W]",
        "%f[%z]",
        "%b()",
        "%b((",
        "%bxy",
      ],
      ...[
        "%a+",
        "(%a+)",
        "^(%a+)",
        "[aeiou]",
        "o",
        "$a",
        "a$b",
        "^^",
        "x^",
        "*",
        "**",
        "+a",
        "-",
        "?",
      ],
      ...[
        "]",
        ")a",
        "a)",
        "%z",
        "\0",
        "[\0]+",
        "(\0)",
        "%b\0\0",
        "%f[\0]",
        ".?.?.?",
        "(.?)(.?)",
        "(())",
      ],
    ];
    expectSameAsPuc(
      subjects.flatMap((subject) => patterns.map((pattern) => ({ subject, pattern }))),
      "table",
    );
  });

  it("reports faults when matching reaches them, in the words of PUC", () => {
    const subjects = ["", "a", "b", "ab", "aab"];
    const patterns = [
      ...[
        "%",
        "a%",
        "b%",
        "[",
        "[^",
        "[]",
        "[^]",
        "[a",
        "[%",
        "[%]",
        "a[",
        "b[",
        "a*[",
        "%f",
        "%fa",
      ],
      ...[
        "%f[",
        "%f[a",
        "%b",
        "%ba",
        "%b",
        "a%b",
        "(",
        "(a",
        "a(",
        "((a)",
        ")",
        "a)",
        "(a))",
        "()b)",
      ],
      ...[
        "%0",
        "%1",
        "%9",
        "(%1)",
        "(a)%2",
        "(a)%1",
        "(a%1)",
        "()%1",
        "()".repeat(32),
        "()".repeat(33),
      ],
      ...["(".repeat(33), "a?".repeat(200), "[]]a", "[a]]", "(()", "a(b", "^(", "^)", "^%", "^["],
    ];
    expectSameAsPuc(
      subjects.flatMap((subject) => patterns.map((pattern) => ({ subject, pattern }))),
      "faults",
    );
  });

  it("is too complex exactly where PUC finds so", () => {
    const subject = "a".repeat(260);
    const cases: Case[] = [];
    for (const piece of ["a?", ".-", "a*", "b*", "b?", "b-", "a", "%f[\0-\xff]"]) {
      for (const count of [198, 199, 200, 201, 230]) {
        cases.push({ subject, pattern: piece.repeat(count) });
        cases.push({ subject, pattern: `^${piece.repeat(count)}` });
      }
    }
    for (const count of [166, 167, 168, 169]) {
      cases.push({ subject, pattern: `${"()".repeat(32)}${"a?".repeat(count)}` });
      cases.push({ subject, pattern: `${"(a)".repeat(16)}${"a?".repeat(count)}` });
    }
    expectSameAsPuc(cases, "depth");
  });

  it("matches random patterns as PUC does", () => {
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
        ".",
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
        "%b()",
        "%bab",
        "%f[a]",
        "%f[^a]",
        "%f[%z]",
        "^",
        "$",
        "%",
        "[",
        "]",
        "%0",
      ],
    ];
    const subjectPieces = ["a", "b", "a", "b", " ", "1", "(", ")", "\0", "\xff", "ab", "x"];
    const replacementPieces = ["%0", "%1", "%2", "%%", "x", "\0"];
    const cases: Case[] = [];
    for (let i = 0; i < 6000; i++) {
      cases.push({
        subject: random.text(subjectPieces, 9),
        pattern: (random.below(5) === 0 ? "^" : "") + random.text(patternPieces, 7),
        replacement: random.text(replacementPieces, 3),
      });
    }
    expectSameAsPuc(cases, `seed ${random.seed}`);
  }, 30_000);
});

describe("replaceMatches()", () => {
  it("refuses to make a string that is too long", () => {
    const grow = (source: string, replacement: string): unknown =>
      replaceMatches(
        "x".repeat(1_000_000),
        compilePattern(source),
        compileReplacement(replacement),
        Infinity,
        state,
      );
    expect(() => grow("x", "y".repeat(10_000))).toThrow("resulting string too large");
    expect(() => grow(".*", "%0".repeat(1000))).toThrow("resulting string too large");
  });
});
