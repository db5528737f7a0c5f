/**
 * Refused sources: our message is PUC Lua 5.2's, to the byte.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../seeded-random.js";
import { ACCEPTED, askParser, askPucToLoad } from "./load-oracle.js";
import { REFUSED_SOURCES } from "./refused-sources.js";

function readBeside(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "latin1");
}

const SAMPLE = readBeside("samples/every-construct.lua");

const KEYWORDS =
  "and|break|do|else|elseif|end|false|for|function|goto|if|in|local|nil|not|or|repeat|return|then|" +
  "true|until|while";

/** Splits Lua into its tokens and what is between them; joined again they are the same text. */
function splitTokens(source: string): string[] {
  const pattern =
    /--\[(=*)\[[^]*?\]\1\]|--[^\n]*|\[(=*)\[[^]*?\]\2\]|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\w+|\.{1,3}|[=~<>]=|::|\s+|[^]/g;
  return source.match(pattern) ?? [];
}

/**
 * Whether PUC and we are meant to differ on a mutated source: `goto` is a name for us where no
 * label follows, and `\\u` is an escape. The cases themselves are in known-differences.txt.
 */
function isMeantToDiffer(source: string, verdict: string | undefined): boolean {
  const gotoAsName = new RegExp(`(?<![A-Za-z_])goto\\b(?!\\s+(?!(?:${KEYWORDS})\\b)[A-Za-z_])`);
  return (
    gotoAsName.test(source) || source.includes("\\u") || verdict?.endsWith(" near 'goto'") === true
  );
}

function mutateTokens(random: SeededRandom, tokens: readonly string[]): string {
  const result = [...tokens];
  for (let count = 1 + random.below(2); count > 0; count--) {
    const at = random.below(result.length);
    const other = random.below(result.length);
    const [token = "", otherToken = ""] = [result[at], result[other]];
    switch (random.below(4)) {
      case 0:
        result.splice(at, 1);
        break;
      case 1:
        result.splice(at, 0, token);
        break;
      case 2:
        result[at] = otherToken;
        result[other] = token;
        break;
      default:
        result.splice(at, 0, ` ${otherToken} `);
    }
  }
  return result.join("");
}

const CHARACTERS = Array.from("\n\r\t \0\"'\\[]=-.:~<>(){}#;,0123x9aefpuz_@$\x80\xff");

function mutateCharacters(random: SeededRandom, source: string): string {
  const at = random.below(source.length);
  switch (random.below(3)) {
    case 0:
      return source.slice(0, at) + source.slice(at + 1 + random.below(3));
    case 1:
      return source.slice(0, at) + random.pick(CHARACTERS) + source.slice(at + 1);
    default:
      return source.slice(0, at) + random.pick(CHARACTERS) + source.slice(at);
  }
}

function expectSameVerdicts(sources: readonly string[], note: string): void {
  const verdicts = askPucToLoad(sources);
  sources.forEach((source, index) => {
    if (isMeantToDiffer(source, verdicts[index])) return;
    expect(askParser(source), `${note}: ${JSON.stringify(source)}`).toBe(verdicts[index]);
  });
}

describe("parseChunk() on what is not Lua", () => {
  it("gives PUC's message for every kind of fault", () => {
    expectSameVerdicts(REFUSED_SOURCES, "listed");
  });

  it("gives PUC's verdict for a good source with tokens removed, doubled or swapped", () => {
    const random = new SeededRandom();
    const tokens = splitTokens(SAMPLE);
    expect(tokens.join("")).toBe(SAMPLE);
    const sources = Array.from({ length: 600 }, () => mutateTokens(random, tokens));
    expectSameVerdicts(sources, `seed ${random.seed}`);
  });

  it("gives PUC's verdict for a good source with characters removed, replaced or added", () => {
    const random = new SeededRandom();
    const sources = Array.from({ length: 600 }, () => mutateCharacters(random, SAMPLE));
    expectSameVerdicts(sources, `seed ${random.seed}`);
  });

  it("differs from PUC exactly where known-differences.txt says so", () => {
    const lines = readBeside("known-differences.txt")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    const cases = lines.map((line) => {
      const [source = "", ours = "", reason = ""] = line.split("\t");
      return { source: JSON.parse(source) as string, ours, reason };
    });
    const verdicts = askPucToLoad(cases.map(({ source }) => source));
    cases.forEach(({ source, ours, reason }, index) => {
      expect(reason, source).not.toBe("");
      expect(askParser(source), reason).toBe(ours === "" ? ACCEPTED : ours);
      expect(verdicts[index], `no longer different: ${reason}`).not.toBe(askParser(source));
    });
  });
});
