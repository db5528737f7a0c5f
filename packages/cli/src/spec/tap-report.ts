/**
 * Results of tests as TAP, version 13 (testanything.org).
 */
import { resultName, type SpecFileResult } from "./spec-result.js";
import { placeOfFailure } from "./text-report.js";

/** Writes all results. */
export function tapReport(files: readonly SpecFileResult[]): string {
  const lines = ["TAP version 13"];
  let number = 0;
  for (const file of files) {
    for (const result of file.results) {
      number++;
      const { outcome, failure } = result;
      const name = `${file.path} › ${resultName(result)}`.replaceAll("#", "\\#");
      const note = outcome === "pending" ? " # SKIP pending" : "";
      lines.push(`${outcome === "failed" ? "not ok" : "ok"} ${number} - ${onOneLine(name)}${note}`);
      if (failure === undefined) continue;
      const place = placeOfFailure(file, failure);
      const fields: Record<string, string> = { message: failure.message };
      if (place !== undefined) fields.at = `${place.path}:${place.line}`;
      if (failure.expected !== undefined) fields.expected = failure.expected;
      if (failure.actual !== undefined) fields.actual = failure.actual;
      // A string of JSON is one of YAML.
      const block = Object.entries(fields).map(
        ([key, text]) => `  ${key}: ${JSON.stringify(text)}`,
      );
      lines.push("  ---", ...block, "  ...");
    }
  }
  lines.push(`1..${number}`);
  return `${lines.join("\n")}\n`;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
