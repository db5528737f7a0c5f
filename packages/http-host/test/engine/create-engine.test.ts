/**
 * Choosing an engine, with and without the native module.
 */
import { expect, test } from "vitest";
import { createEngine } from "../../src/engine/create-engine.js";

/** A native module that cannot be loaded. */
function failToLoad(): never {
  throw new Error("no binary");
}

test("createEngine('node') serves with node:http and has nothing to excuse", () => {
  const { engine, notice, fallbackReason } = createEngine("node");
  expect(engine.name).toBe("node");
  expect(notice).toBe(`HTTP engine: node:http (Node.js ${process.version})`);
  expect(fallbackReason).toBeUndefined();
});

test("createEngine() falls back to node:http and says why", () => {
  const { engine, notice, fallbackReason } = createEngine("auto", { loadUws: failToLoad });
  expect(engine.name).toBe("node");
  expect(fallbackReason?.code).toBe("ENGINE_UNAVAILABLE");
  expect(notice).toMatch(/^HTTP engine: node:http .*; The uws engine is not available: /);
});

test("createEngine('uws') fails where it cannot be loaded", () => {
  expect(() => createEngine("uws", { loadUws: failToLoad })).toThrow(
    expect.objectContaining({ code: "ENGINE_UNAVAILABLE" }),
  );
});
