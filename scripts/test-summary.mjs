/**
 * Prints the closing line of a test run, `N passed, N failed, N skipped`, from the results that
 * vitest wrote. Exits with 1 if there are none, so that a run without tests never looks green.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder } from "./run-process.mjs";

/** Adds up the results; a file that could not be run counts as one failed test. */
function summarize(results) {
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults: tests }) =>
      tests.length === 0 ||
      (status === "failed" && !tests.some((test) => test.status === "failed")),
  );
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + brokenFiles.length,
    skipped: results.numPendingTests + results.numTodoTests,
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
