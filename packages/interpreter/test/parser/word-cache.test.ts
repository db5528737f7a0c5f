/**
 * The words met last: what is kept never changes what a word is.
 */
import { describe, expect, it } from "vitest";
import { wordAt } from "../../src/parser/word-cache.js";
import { Kind } from "../../src/parser/token.js";

describe("wordAt()", () => {
  it("gives every word its own text, also when all have the same hash", () => {
    const words = ["name", "names", "nam", "end", "ends", "and", `long_${"x".repeat(100)}`, "END"];
    const source = words.join(" ");
    for (let round = 0; round < 3; round++) {
      let start = 0;
      for (const word of words) {
        const found = wordAt(source, start, start + word.length, 7);
        const token = { end: Kind.End, and: Kind.And }[word] ?? Kind.Name;
        expect(found).toEqual({ text: word, token });
        start += word.length + 1;
      }
    }
  });

  it("gives a word that comes again the same object", () => {
    const source = "first = first";
    expect(wordAt(source, 8, 13, 99)).toBe(wordAt(source, 0, 5, 99));
  });
});
