/**
 * Joins the built command and the packages that it uses into a few files: Node takes about a
 * millisecond to load each, so the command starts four times as fast. It runs without them too;
 * `packages/cli/bin/command-entry.js` decides.
 */
import { join } from "node:path";
import { bundle as bundleUrl, bundleIsFresh } from "../packages/cli/bin/command-entry.js";
import { rootFolder } from "./run-process.mjs";

const distFolder = join(rootFolder, "packages", "cli", "dist");

/**
 * Lets the bundled http-host find uWebSockets.js where it lies: it is a dependency of that package,
 * not of the command's.
 */
const findUwsFromHttpHost = {
  name: "find-uws-from-http-host",
  transform(code, id) {
    if (!id.endsWith("uws-binding.js")) return null;
    const wanted = "createRequire(import.meta.url)";
    if (!code.includes(wanted)) throw new Error(`${id} does not say ${wanted} any more.`);
    const found = `createRequire(import.meta.resolve("@craftos-http/http-host"))`;
    return code.replace(wanted, found);
  },
};

async function bundleCommand() {
  if (bundleIsFresh()) return;
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: { "command-bundle": join(distFolder, "main.js") },
    platform: "node",
    // Loads the compilers, from where they are installed; most programs need none of it.
    external: ["@craftos-http/typescript"],
    plugins: [findUwsFromHttpHost],
  });
  // Beside the unbundled files, since the command finds its package.json from where it is.
  await bundle.write({
    dir: distFolder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "command-bundle-[name].js",
    // Node reads all of it at every start: without comments and indentation that is 15 ms less. Names
    // stay, for the stack in the report of a fault.
    minify: { compress: false, mangle: false },
  });
  await bundle.close();
}

try {
  await bundleCommand();
} catch (error) {
  process.stderr.write(`${bundleUrl.pathname} could not be made: the command starts slowly.\n`);
  throw error;
}
