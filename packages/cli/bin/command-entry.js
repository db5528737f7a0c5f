/**
 * Where the command's code is: in the bundle, which loads four times as fast, unless something was
 * built after it, as happens in the workspace. `scripts/bundle-command.mjs` makes it.
 */
"use strict";
const { statSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const dist = join(__dirname, "..", "dist");

/** The bundle: a path. */
const bundle = join(dist, "command-bundle.cjs");

/** What it is made of: a URL. */
const unbundled = pathToFileURL(join(dist, "main.js")).href;

/** What the compiler writes whenever it builds one of these packages; not in what is published. */
const builds = ["cli", "interpreter", "event-loop", "craftos", "http-host"].map((folder) =>
  join(__dirname, "..", "..", folder, "dist", ".tsbuildinfo"),
);

/** Says whether the bundle is there and newer than all that it was made of. */
function bundleIsFresh() {
  const madeMs = modifiedMs(bundle);
  return madeMs > 0 && builds.every((build) => modifiedMs(build) <= madeMs);
}

function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

exports.bundle = bundle;
exports.bundleIsFresh = bundleIsFresh;
exports.unbundled = unbundled;
