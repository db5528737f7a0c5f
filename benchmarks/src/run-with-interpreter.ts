/**
 * Runs a Lua program with our interpreter alone, no computer around it:
 * `node run-with-interpreter.js FILE [ARGS...]`. With --expose-gc the program also sees
 * `heap_bytes()`, which collects garbage and returns the bytes in use.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { beginProfile, PROFILE_VARIABLE } from "./lua/interpreter-profile.js";
import { createInterpreter } from "./lua/interpreter-adapter.js";

const [file = "", ...rest] = process.argv.slice(2);
const interpreter = createInterpreter();
if (file === "--version") {
  const manifest = createRequire(import.meta.url)("@craftos-http/interpreter/package.json") as {
    version: string;
  };
  console.log(`interpreter ${manifest.version}`);
} else {
  const { gc } = globalThis;
  if (gc !== undefined) {
    interpreter.setNumberFunction("heap_bytes", () => {
      gc();
      return process.memoryUsage().heapUsed;
    });
  }
  const profile = process.env[PROFILE_VARIABLE];
  const endProfile = profile === undefined ? undefined : beginProfile(profile);
  interpreter.run(readFileSync(file, "latin1"), `@${basename(file)}`, rest);
  endProfile?.();
}
