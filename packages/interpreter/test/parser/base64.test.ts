/**
 * Base64, compared with Node's.
 */
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/parser/base64.js";

/** Byte strings of each length up to 100, in which every byte occurs. */
const SAMPLES = Array.from({ length: 101 }, (_, length) =>
  Array.from({ length }, (_, at) => String.fromCharCode((length * 89 + at * 37) & 0xff)).join(""),
);

describe("base64", () => {
  it("is written as Node writes it, and read again", () => {
    for (const bytes of SAMPLES) {
      const text = encodeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes, "latin1").toString("base64"));
      expect(decodeBase64(text)).toBe(bytes);
    }
  });

  it("is read without padding too", () => {
    expect(decodeBase64("aGk")).toBe("hi");
  });

  it("is not read from a text with other characters", () => {
    expect(decodeBase64("aG*=")).toBeNull();
    expect(decodeBase64("aG\u20ac=")).toBeNull();
  });
});
