/**
 * The CPU profile of a program that our interpreter runs in this process, by the functions of Lua.
 */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { rememberFunctions } from "@craftos-http/interpreter";

/** The environment variable that names the file of the profile. */
export const PROFILE_VARIABLE = "BENCH_CPU_PROFILE";

/**
 * Begins a profile.
 * @param file - where it is written at the end
 * @returns ends it
 */
export function beginProfile(file: string): () => void {
  const session = new Session();
  session.connect();
  const inLua = rememberFunctions(session);
  session.post("Profiler.enable");
  session.post("Profiler.start");
  return () => {
    session.post("Profiler.stop", (_error, { profile }) => {
      const nodes = inLua(profile.nodes, (chunkName) => chunkName.slice(1));
      writeFileSync(file, JSON.stringify({ ...profile, nodes }));
    });
  };
}
