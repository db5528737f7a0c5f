/**
 * Builds the site into `dist`: the API reference, the repository's pages, and the page that runs Lua. The
 * packages must have been built. `SITE_BASE` is the path under which it is served; default `/`.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "./bundle-worker.mjs";
import { gatherPages } from "./gather-pages.mjs";
import { mendReference } from "./mend-reference.mjs";
import { pagesFolder } from "./site-map.mjs";

const require = createRequire(import.meta.url);
const cwd = fileURLToPath(new URL(".", import.meta.url));

/** Runs the program of a package that is installed here. */
function run(name, program, args) {
  const script = join(dirname(require.resolve(`${name}/package.json`)), program);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(pagesFolder, { recursive: true, force: true });
run("typedoc", "bin/typedoc", ["--options", "typedoc.config.mjs"]);
mendReference();
gatherPages();
await bundleWorker();
run("vitepress", "bin/vitepress.js", ["build"]);
