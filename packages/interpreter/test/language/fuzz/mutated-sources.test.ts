/** Sources changed at random end in a value or a Lua error; `npm run fuzz` tries more of them. */
import { describe, it } from "vitest";
import { MUTATED_SOURCE_TARGET } from "./mutated-source-target.js";
import { expectNothingWrong } from "./smoke-test.js";

describe("a source that was changed at random", () => {
  it("ends in a value or a Lua error", { timeout: 60_000 }, async () => {
    await expectNothingWrong(MUTATED_SOURCE_TARGET);
  });
});
