/**
 * Installs the workspace's dependencies with the pinned pnpm, which npm fetches; does nothing when
 * no manifest has changed since the last time.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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
  return [".", ...packages.sort(), "tests", "benchmarks", "examples", "site"].map((folder) =>
    join(folder, "package.json"),
  );
}

/**
 * Runs the pinned pnpm from npm's cache: the copy in node_modules, which turbo uses, cannot be
 * trusted with replacing itself.
 */
function runPnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(rootFolder, "package.json"), "utf8"));
  const command = [packageManager, "--dir", rootFolder, ...args];
  // Outside the workspace npm does not look for a local copy.
  const options = { cwd: tmpdir() };
  // npm names its own program when it runs a script; a bare `npx` serves direct calls.
  const npm = process.env.npm_execpath;
  return npm?.endsWith("npm-cli.js")
    ? run(process.execPath, [npm, "exec", "--yes", "--", ...command], options)
    : run("npx", ["--yes", ...command], options);
}
