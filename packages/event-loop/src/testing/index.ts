/**
 * For tests of programs: chance by seed, and orders of what happens at the same virtual time.
 * `craftos-http/testing` has a whole computer around it.
 */
export { explore } from "./explore.js";
export { SeededRandom } from "./seeded-random.js";
export { EndlessProgram, Timeline } from "./timeline.js";
