/**
 * Loads the compiler's package, which is not in the command's bundle. A file of its own, so that it is a
 * part of the bundle of its own too: Node's loader does not know the part that is kept compiled, and
 * refuses what that imports.
 */
import type * as Compiler from "@craftos-http/typescript";
import { ProgramNotReadable } from "./find-program.js";

/**
 * Loads it.
 * @throws ProgramNotReadable when it is not installed
 */
export async function loadCompiler(): Promise<typeof Compiler> {
  try {
    return await import("@craftos-http/typescript");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new ProgramNotReadable(
      "TypeScript needs a package that was left out: run `npm install @craftos-http/typescript`.",
      { cause: error },
    );
  }
}
