/**
 * Chance for property tests, as the package gives it to others.
 */
export { explore as forSeeds } from "../src/testing/explore.js";
export { SeededRandom } from "../src/testing/seeded-random.js";
