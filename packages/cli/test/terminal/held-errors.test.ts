/**
 * What is said while a screen is shown.
 */
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { HeldErrors } from "../../src/terminal/held-errors.js";

function textOf(stream: PassThrough): string {
  return String(stream.read() ?? "");
}

test("HeldErrors keeps what is written until it is released, then nothing", () => {
  const target = new PassThrough();
  const held = new HeldErrors(target);
  held.write("one\n");
  held.write("two\n");
  expect(textOf(target)).toBe("");
  held.release();
  held.write("three\n");
  expect(textOf(target)).toBe("one\ntwo\nthree\n");
});

test("HeldErrors keeps the last of too much, and says how much is missing", () => {
  const target = new PassThrough();
  const held = new HeldErrors(target, 10);
  for (const line of ["first\n", "second\n", "third\n"]) held.write(line);
  held.release();
  expect(textOf(target)).toBe("craftos-http: 13 bytes of messages were left out here\nthird\n");
});
