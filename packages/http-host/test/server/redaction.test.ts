/**
 * Values of headers that are kept out of recordings.
 */
import { expect, test } from "vitest";
import { redactHeaders } from "../../src/server/recorded-exchange.js";
import { Redaction } from "../../src/server/redaction.js";

test("values that were concealed are kept out of texts, credentials without their scheme too", () => {
  const redaction = new Redaction(["authorization"]);
  const pairs = ["Accept", "a/b", "Authorization", "Bearer abcdef0123456"];
  expect(redactHeaders(pairs, redaction)).toEqual([
    ...["Accept", "a/b"],
    ...["Authorization", "[redacted]"],
  ]);
  expect(redaction.redactText("got Bearer abcdef0123456, that is abcdef0123456!")).toBe(
    "got [redacted], that is [redacted]!",
  );
  expect(redaction.redactText("a/b")).toBe("a/b");
});

test("short values are not looked for, and of many the latest 64 are", () => {
  const redaction = new Redaction(["x-key"]);
  redactHeaders(["X-Key", "short"], redaction);
  for (let n = 100; n < 165; n++) redactHeaders(["X-Key", `long-value-${n}`], redaction);
  expect(redaction.redactText("short long-value-100 long-value-101 long-value-164")).toBe(
    "short long-value-100 [redacted] [redacted]",
  );
});
