/**
 * Publishes the packages whose versions are new, by changesets, from a workflow on GitHub. npm's statement of
 * provenance is refused for a package that does not say which repository it is from; the workflow knows
 * that, and the manifests are told for the moment of publishing. `--dry-run` prints the manifests instead.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder, run } from "./run-process.mjs";

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;

/** Gives a package's manifest with the repository that it is from. */
function withRepository(text, directory) {
  const url = `git+${server}/${repository}.git`;
  return { ...JSON.parse(text), repository: { type: "git", url, directory } };
}

async function publish(isDryRun) {
  if (server === undefined || repository === undefined) {
    process.stderr.write(
      "GITHUB_SERVER_URL and GITHUB_REPOSITORY say where the packages are from.\n",
    );
    return 2;
  }
  const manifests = readdirSync(join(rootFolder, "packages")).map((name) => {
    const directory = `packages/${name}`;
    const file = join(rootFolder, directory, "package.json");
    const text = readFileSync(file, "utf8");
    return { file, text, manifest: withRepository(text, directory) };
  });
  if (isDryRun) {
    console.log(JSON.stringify(manifests.map(({ manifest }) => manifest)));
    return 0;
  }
  try {
    for (const { file, manifest } of manifests) {
      writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
    }
    const changesets = join(rootFolder, "node_modules", "@changesets", "cli", "bin.js");
    return await run(process.execPath, [changesets, "publish"]);
  } finally {
    for (const { file, text } of manifests) writeFileSync(file, text);
  }
}

process.exitCode = await publish(process.argv.includes("--dry-run"));
