/**
 * The benchmark set: every file of lua/programs, and the large program that is generated.
 * What each measures stands in its own opening comment.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { benchmarksFolder, cacheFolder } from "../report/results.js";
import { writeLargeProgram } from "./large-program.js";

/** One program of the set. */
export interface Program {
  readonly name: string;
  readonly path: string;
}

/** Lists the set in order of name, writing the generated program if it is asked for. */
export function listPrograms(only: readonly string[]): readonly Program[] {
  const folder = join(benchmarksFolder, "lua", "programs");
  const programs = readdirSync(folder)
    .filter((file) => file.endsWith(".lua"))
    .map((file) => ({ name: basename(file, ".lua"), path: join(folder, file) }));
  programs.push({ name: "large-program", path: join(cacheFolder, "large-program.lua") });
  const chosen = programs
    .filter(({ name }) => only.length === 0 || only.some((pattern) => matches(name, pattern)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, path } of chosen) if (name === "large-program") writeLargeProgram(path);
  return chosen;
}

/** Whether a name is what was asked for; `coroutine*` asks for all that begin so. */
function matches(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
