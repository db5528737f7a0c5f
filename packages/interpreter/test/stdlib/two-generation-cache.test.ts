/**
 * The bounded cache of patterns and formats.
 */
import { describe, expect, it } from "vitest";
import { TwoGenerationCache } from "../../src/stdlib/two-generation-cache.js";

describe("TwoGenerationCache", () => {
  it("makes a value once", () => {
    const made: string[] = [];
    const cache = new TwoGenerationCache(8, (key: string) => {
      made.push(key);
      return key.toUpperCase();
    });
    expect([cache.get("a"), cache.get("b"), cache.get("a"), cache.get("a")]).toEqual([
      ...["A", "B", "A", "A"],
    ]);
    expect(made).toEqual(["a", "b"]);
  });

  it("never keeps more than it may", () => {
    const cache = new TwoGenerationCache(8, (key: string) => key);
    for (let i = 0; i < 1000; i++) {
      cache.get(`key ${i % 37}`);
      expect(cache.size).toBeLessThanOrEqual(8);
    }
  });

  it("keeps what is used between two turns of generations", () => {
    const made: string[] = [];
    const cache = new TwoGenerationCache(8, (key: string) => {
      made.push(key);
      return key;
    });
    for (let i = 0; i < 100; i++) {
      cache.get("always");
      cache.get(`once ${i}`);
    }
    expect(made.filter((key) => key === "always")).toHaveLength(1);
  });

  it("keeps what was made of a very long key only until the next is asked for", () => {
    const made: string[] = [];
    const cache = new TwoGenerationCache(8, (key: string) => {
      made.push(key);
      return key;
    });
    const long = "x".repeat(5000);
    for (const key of [long, long, "a", long]) expect(cache.get(key)).toBe(key);
    expect(made).toEqual([long, "a", long]);
    expect(cache.size).toBe(1);
  });

  it("keeps nothing for a key whose value could not be made", () => {
    let mayMake = false;
    const cache = new TwoGenerationCache(8, (key: string) => {
      if (!mayMake) {
        throw new Error("not yet");
      }
      return key;
    });
    expect(() => cache.get("a")).toThrow("not yet");
    mayMake = true;
    expect(cache.get("a")).toBe("a");
  });
});
