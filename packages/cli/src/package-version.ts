/**
 * This package's version.
 */
import { readFileSync } from "node:fs";

/** Reads the version from the package's manifest. */
export function packageVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
