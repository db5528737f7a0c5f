/**
 * Installs the workspace's dependencies with the pinned pnpm, which npm fetches; does nothing when
 * no manifest has changed since the last time.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder, run } from "./run-process.mjs";

const stampFile = join(rootFolder, "node_modules", ".craftos-http-installed");

/**
 * Installs if needed.
 *
 * @returns {Promise<number>} the installer's exit status, 0 if there was nothing to do
 */
export async function ensureInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === fingerprint()) return 0;
  const status = await runPnpm(["install"]);
  // Read again: an install may bring the lock file up to date.
  if (status === 0) writeFileSync(stampFile, fingerprint());
  return status;
}

/** What decides the contents of node_modules, as one hash. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests()]) {
    const path = join(rootFolder, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function manifests() {
  const packages = readdirSync(join(rootFolder, "packages")).map((name) => `packages/${name}`);
  return [".", ...packages.sort(), "tests", "benchmarks", "examples"].map((folder) =>
    join(folder, "package.json"),
  );
}

function runPnpm(args) {
  const manifest = JSON.parse(readFileSync(join(rootFolder, "package.json"), "utf8"));
  const version = manifest.devDependencies.pnpm;
  const installed = join(rootFolder, "node_modules", "pnpm");
  if (existsSync(join(installed, "package.json"))) {
    const found = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    if (found.version === version) {
      return run(process.execPath, [join(installed, "bin", "pnpm.cjs"), ...args]);
    }
  }
  return runNpx([`pnpm@${version}`, ...args]);
}

function runNpx(args) {
  // npm names its own program when it runs a script; a bare `npx` serves direct calls.
  const npm = process.env.npm_execpath;
  return npm?.endsWith("npm-cli.js")
    ? run(process.execPath, [npm, "exec", "--yes", "--", ...args])
    : run("npx", ["--yes", ...args]);
}
