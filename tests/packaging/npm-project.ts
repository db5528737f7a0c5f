/**
 * Packs the workspace's packages and installs them with npm into an empty folder, as a user would.
 * One installation is enough for all: a project with one package alone is given copies of it and of
 * what it declares to need, and of nothing else.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const rootFolder = fileURLToPath(new URL("../..", import.meta.url));
const packagesFolder = join(rootFolder, "packages");
const execute = promisify(execFile);

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  /** Its folder in the workspace. */
  readonly folder: string;
  readonly tarball: string;
}

/** The registry cannot be reached: what needs it cannot be tested. */
export class RegistryUnreachable extends Error {
  override readonly name = "RegistryUnreachable";
}

/**
 * Packs packages.
 *
 * @param folder where the tarballs go
 * @param directories the packages' folders in `packages`; all by default
 * @returns the packages
 */
export async function packPackages(
  folder: string,
  directories: readonly string[] = readdirSync(packagesFolder),
): Promise<PackedPackage[]> {
  const pnpm = join(rootFolder, "node_modules", "pnpm", "bin", "pnpm.cjs");
  const packed: PackedPackage[] = [];
  for (const directory of directories) {
    const cwd = join(packagesFolder, directory);
    const args = [pnpm, "pack", "--json", "--pack-destination", folder];
    const { stdout } = await execute(process.execPath, args, { cwd, timeout: 30_000 });
    // A package's own script, and its name, are printed before.
    const report = stdout.slice(stdout.indexOf("{"));
    const { name, filename } = JSON.parse(report) as { name: string; filename: string };
    packed.push({ name, folder: cwd, tarball: filename });
  }
  return packed;
}

/** A folder with a package.json of its own. */
export class NpmProject {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "craftos-http-packaging-"));
    this.write("package.json", JSON.stringify({ name: "user", private: true, type: "module" }));
  }

  /** Writes a file. */
  write(name: string, contents: string): void {
    writeFileSync(join(this.folder, name), contents);
  }

  /**
   * Installs tarballs, and what they depend on from the registry.
   *
   * @param tarballs files
   * @param flags further flags of npm's
   * @throws RegistryUnreachable
   */
  async install(tarballs: readonly string[], flags: readonly string[] = []): Promise<void> {
    const args = ["install", "--no-audit", "--no-fund", "--prefer-offline", ...flags, ...tarballs];
    try {
      await execute("npm", args, { cwd: this.folder, timeout: 120_000 });
    } catch (error) {
      const { stderr = "" } = error as { stderr?: string };
      if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(stderr)) {
        throw new RegistryUnreachable(stderr);
      }
      throw error;
    }
  }

  /**
   * Copies an installed package, and what it depends on, from another project. Optional
   * dependencies are left out.
   *
   * @param name the package
   * @param from where everything is installed, side by side
   */
  copyPackage(name: string, from: NpmProject): void {
    const target = join(this.folder, "node_modules", name);
    if (existsSync(target)) return;
    const source = join(from.folder, "node_modules", name);
    cpSync(source, target, { recursive: true });
    const manifest = readFileSync(join(source, "package.json"), "utf8");
    const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: object };
    for (const dependency of Object.keys(dependencies)) this.copyPackage(dependency, from);
  }

  /** Runs a script with Node; gives what it prints. */
  async runNode(script: string): Promise<string> {
    const options = { cwd: this.folder, timeout: 30_000 };
    return (await execute(process.execPath, [script], options)).stdout;
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
