#!/usr/bin/env node
/**
 * The command. Hands over to `main` and leaves with its exit status. A CommonJS file, since Node's
 * loader of ES modules takes as long to begin as all the rest.
 */
"use strict";
const { bundle, bundleIsFresh, unbundled } = require("./command-entry.js");

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
