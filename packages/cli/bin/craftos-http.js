#!/usr/bin/env node
/**
 * The command. Hands over to `main` and leaves with its exit status. A CommonJS file, since Node's
 * loader of ES modules takes as long to begin as all the rest.
 */
"use strict";
const v8 = require("node:v8");
const { bundle, bundleIsFresh, unbundled } = require("./command-entry.js");

// How much of a function's code is run before V8 optimises it: three times the default of Node 20, which
// optimises most of what a large program does only for a moment, and takes longer for that than for
// running it (benchmark large-program). V8 of later versions has a compiler for such code.
if (process.versions.v8.startsWith("11.")) v8.setFlagsFromString("--interrupt-budget=400000");

async function run() {
  if (!bundleIsFresh()) {
    const { main } = await import(unbundled);
    process.exit(await main(process.argv.slice(2), process));
  }
  const { loadBundle } = require("./load-bundle.js");
  const { exports, keepCode } = loadBundle(bundle);
  const status = await exports.main(process.argv.slice(2), process);
  keepCode();
  process.exit(status);
}

void run();
