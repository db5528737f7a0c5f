/**
 * The interpreter and the event loop as they would be published, for a browser: packed, unpacked side by
 * side, and served as they are or joined with a page's own code by a bundler.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { packPackages } from "../packaging/npm-project.js";

/** What is published for browsers. */
const PACKAGES = ["interpreter", "event-loop"];

/** The code of the page. */
const pageCode = fileURLToPath(new URL("run-in-page.ts", import.meta.url));

/**
 * Packs and unpacks the packages.
 *
 * @param folder where `node_modules` is to be
 */
export async function unpackPackages(folder: string): Promise<void> {
  for (const { name, tarball } of await packPackages(folder, PACKAGES)) {
    const target = join(folder, "node_modules", name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", target]);
  }
}

/**
 * Makes a page that loads the packages' files as they are, found by an import map.
 *
 * @param folder where `node_modules` is
 * @returns the page
 */
export async function pageOfModules(folder: string): Promise<string> {
  const imports: Record<string, string> = {};
  for (const one of PACKAGES) {
    const name = `@craftos-http/${one}`;
    const manifest = readFileSync(join(folder, "node_modules", name, "package.json"), "utf8");
    const { exports } = JSON.parse(manifest) as { exports: { ".": { default: string } } };
    imports[name] = `/node_modules/${name}/${exports["."].default.slice(2)}`;
  }
  const code = await bundle(folder, Object.keys(imports));
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  return `${pageHead}${map}<script type="module">${code}</script>`;
}

/**
 * Makes a page with all code in it.
 *
 * @param folder where `node_modules` is
 * @returns the page
 */
export async function pageOfBundle(folder: string): Promise<string> {
  return `${pageHead}<script type="module">${await bundle(folder, [])}</script>`;
}

const pageHead = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>`;

/** Joins the page's code with what it imports. A warning, as of a module of Node's, is an error. */
async function bundle(folder: string, external: string[]): Promise<string> {
  const joined = await rolldown({
    input: pageCode,
    external,
    platform: "browser",
    resolve: { modules: [join(folder, "node_modules")] },
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await joined.generate({ format: "esm" });
  await joined.close();
  // A page's script ends at this, wherever it stands.
  return output[0].code.replaceAll("</script", String.raw`<\/script`);
}
