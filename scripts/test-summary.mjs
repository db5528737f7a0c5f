/**
 * Prints the closing line of a test run, `N passed, N failed, N skipped`, from the results that
 * vitest wrote. Exits with 1 if there are none, so that a run without tests never looks green.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder } from "./run-process.mjs";

/**
 * Adds up the results. What vitest leaves out counts as failed: a test that began and never ended
 * because its process died, and a file that could not be loaded.
 */
function summarize({ testResults: files }) {
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length;
  const emptyFiles = files.filter((file) => file.assertionResults.length === 0);
  return {
    passed: count("passed"),
    failed: count("failed", "pending") + emptyFiles.length,
    skipped: count("skipped", "todo", "disabled"),
  };
}

const resultsFile = join(rootFolder, ".cache", "test-results.json");
const { passed, failed, skipped } = existsSync(resultsFile)
  ? summarize(JSON.parse(readFileSync(resultsFile, "utf8")))
  : { passed: 0, failed: 0, skipped: 0 };

if (passed + failed === 0) {
  console.error("No test was run.");
  process.exitCode = 1;
} else if (failed > 0) {
  process.exitCode = 1;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
