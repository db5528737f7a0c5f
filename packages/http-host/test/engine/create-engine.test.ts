/**
 * Choosing an engine, with and without the native module.
 */
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.doUnmock("uWebSockets.js");
  vi.resetModules();
});

/** Loads the function anew, with a native module that cannot be loaded. */
async function createEngineWithout(error: Error) {
  vi.resetModules();
  vi.doMock("uWebSockets.js", () => {
    throw error;
  });
  return (await import("../../src/engine/create-engine.js")).createEngine;
}

test("createEngine('node') serves with node:http and has nothing to excuse", async () => {
  const { createEngine } = await import("../../src/engine/create-engine.js");
  const { engine, notice, fallbackReason } = await createEngine("node");
  expect(engine.name).toBe("node");
  expect(notice).toBe(`HTTP engine: node:http (Node.js ${process.version})`);
  expect(fallbackReason).toBeUndefined();
});

test("createEngine() falls back to node:http and says why", async () => {
  const createEngine = await createEngineWithout(new Error("no binary"));
  const { engine, notice, fallbackReason } = await createEngine();
  expect(engine.name).toBe("node");
  expect(fallbackReason?.code).toBe("ENGINE_UNAVAILABLE");
  expect(notice).toMatch(/^HTTP engine: node:http .*; The uws engine is not available: /);
});

test("createEngine('uws') fails where it cannot be loaded", async () => {
  const createEngine = await createEngineWithout(new Error("no binary"));
  await expect(createEngine("uws")).rejects.toMatchObject({ code: "ENGINE_UNAVAILABLE" });
});
