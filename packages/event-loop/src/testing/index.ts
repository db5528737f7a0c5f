/**
 * For tests of programs: computers in virtual time, chance by seed, and orders of what happens at the
 * same time.
 * `craftos-http/testing` has a whole computer around it.
 * @module @craftos-http/event-loop/testing
 */
export { explore } from "./explore.js";
export { SeededRandom } from "./seeded-random.js";
export { SimulatedKernel, type SimulatedKernelOptions } from "./simulated-kernel.js";
export { EndlessProgram, Timeline } from "./timeline.js";
