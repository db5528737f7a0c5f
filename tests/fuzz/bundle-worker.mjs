/**
 * Joins the fuzz worker with the interpreter's sources into one file that Node can run, in a folder of
 * its own for every run: processes started an hour later try what the first ones tried.
 */
import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { rootFolder } from "../../scripts/run-process.mjs";

const worker = join(
  ...[rootFolder, "packages", "interpreter", "test", "language", "fuzz", "fuzz-worker.ts"],
);

/** Lets each file find what lies beside it, and PUC Lua, which looks for its own files, where it is. */
const stayAtHome = {
  name: "stay-at-home",
  resolveId(source, importer) {
    if (!source.startsWith("lua-wasm-bindings/") || importer === undefined) return null;
    return { id: pathToFileURL(createRequire(importer).resolve(source)).href, external: true };
  },
  transform(code, id) {
    if (!code.includes("import.meta.url")) return null;
    return code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href));
  },
};

/**
 * Makes the file.
 *
 * @returns {Promise<{ file: string, remove: () => void }>} where it is, and what removes it
 */
export async function bundleWorker() {
  const folder = join(rootFolder, ".cache", "fuzz", `run-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const bundle = await rolldown({ input: worker, platform: "node", plugins: [stayAtHome] });
  await bundle.write({ dir: folder, format: "esm", entryFileNames: "fuzz-worker.mjs" });
  await bundle.close();
  return {
    file: join(folder, "fuzz-worker.mjs"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
