/** Every fuzz target, by name. */
import { CANARY_TARGETS } from "./canary-targets.js";
import type { FuzzTarget } from "./fuzz-target.js";
import { LIBRARY_CALL_TARGETS } from "./library-call-targets.js";
import { MUTATED_SOURCE_TARGET } from "./mutated-source-target.js";
import { PROGRAM_TARGET } from "./program-target.js";

/** All of them, canaries last. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  PROGRAM_TARGET,
  ...LIBRARY_CALL_TARGETS,
  MUTATED_SOURCE_TARGET,
  ...CANARY_TARGETS,
];
