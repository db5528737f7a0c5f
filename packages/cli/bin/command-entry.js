/**
 * Where the command's code is: in the bundle, which loads four times as fast, unless something was
 * built after it, as happens in the workspace. `scripts/bundle-command.mjs` makes it.
 */
import { statSync } from "node:fs";

/** The bundle; beside it are its parts. */
export const bundle = new URL("../dist/command-bundle.js", import.meta.url);

const unbundled = new URL("../dist/main.js", import.meta.url);

/** What the compiler writes whenever it builds one of these packages; not in what is published. */
const builds = ["cli", "interpreter", "event-loop", "craftos", "http-host"].map(
  (folder) => new URL(`../../${folder}/dist/.tsbuildinfo`, import.meta.url),
);

/** Says whether the bundle is there and newer than all that it was made of. */
export function bundleIsFresh() {
  const madeMs = modifiedMs(bundle);
  return madeMs > 0 && builds.every((build) => modifiedMs(build) <= madeMs);
}

function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Gives the file to start with. */
export function commandEntry() {
  return bundleIsFresh() ? bundle : unbundled;
}
