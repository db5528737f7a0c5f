/**
 * Runs a Lua program with wasmoon, PUC Lua 5.4 in WebAssembly:
 * `node run-with-wasmoon.js FILE [ARGS...]`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { LuaFactory } from "wasmoon";
import { cpuClock } from "./lua/cpu-clock.js";

async function run(path: string, args: readonly string[]): Promise<void> {
  const engine = await new LuaFactory().createEngine();
  engine.global.set("benchmark_clock", cpuClock);
  engine.global.set("benchmark_source", readFileSync(path, "latin1"));
  engine.global.set("benchmark_name", `@${basename(path)}`);
  engine.global.set("benchmark_scale", args[0]);
  await engine.doString(
    "os.clock = benchmark_clock return assert(load(benchmark_source, benchmark_name))(benchmark_scale)",
  );
  engine.global.close();
}

function version(): string {
  const manifest = createRequire(import.meta.url)("wasmoon/package.json") as { version: string };
  return `wasmoon ${manifest.version} (PUC Lua 5.4)`;
}

const [file = "", ...rest] = process.argv.slice(2);
if (file === "--version") console.log(version());
else await run(file, rest);
