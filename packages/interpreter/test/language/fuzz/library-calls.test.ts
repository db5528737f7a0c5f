/** Random calls of library functions give what PUC Lua gives; `npm run fuzz` tries more of them. */
import { describe, it } from "vitest";
import { LIBRARY_CALL_TARGETS } from "./library-call-targets.js";
import { expectNothingWrong } from "./smoke-test.js";

describe("random calls of library functions", () => {
  it.each(LIBRARY_CALL_TARGETS)(
    "give what PUC gives: $name",
    { timeout: 60_000 },
    expectNothingWrong,
  );
});
