/**
 * Refused sources: our message is PUC Lua 5.2's, to the byte.
 */
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../seeded-random.js";
import { ACCEPTED, askParser, askPucToLoad } from "./load-oracle.js";
import {
  mutateCharacters,
  mutateTokens,
  readBeside,
  SAMPLE,
  splitTokens,
} from "./mutate-source.js";
import { REFUSED_SOURCES } from "./refused-sources.js";

const KEYWORDS =
  "and|break|do|else|elseif|end|false|for|function|goto|if|in|local|nil|not|or|repeat|return|then|" +
  "true|until|while";

/**
 * Whether PUC and we are meant to differ on a mutated source: `goto` is a name for us where no
 * label follows, `\\u` is an escape, and a first line that begins with `#` is skipped. The cases
 * themselves are in known-differences.txt.
 */
function isMeantToDiffer(source: string, verdict: string | undefined): boolean {
  const gotoAsName = new RegExp(`(?<![A-Za-z_])goto\\b(?!\\s+(?!(?:${KEYWORDS})\\b)[A-Za-z_])`);
  return (
    gotoAsName.test(source) ||
    source.includes("\\u") ||
    source.startsWith("#") ||
    verdict?.endsWith(" near 'goto'") === true
  );
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
