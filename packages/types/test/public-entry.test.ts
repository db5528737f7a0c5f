/**
 * The package's public entry loads on its own, from source.
 */
import { expect, test } from "vitest";

test("the public entry loads", async () => {
  await expect(import("../src/index.js")).resolves.toBeDefined();
});
