/**
 * Packs the workspace's packages and installs them with npm into an empty folder, as a user would.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const rootFolder = fileURLToPath(new URL("../..", import.meta.url));
const packagesFolder = join(rootFolder, "packages");
const execute = promisify(execFile);

/** What is in a package's manifest, as far as it matters here. */
interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  /** Its folder in the workspace. */
  readonly folder: string;
  readonly tarball: string;
  /** Those of its dependencies that are packages of the workspace. */
  readonly dependencies: readonly string[];
}

/** The registry cannot be reached: what needs it cannot be tested. */
export class RegistryUnreachable extends Error {
  override readonly name = "RegistryUnreachable";
}

/**
 * Packs every package.
 *
 * @param folder where the tarballs go
 * @returns the packages by name
 */
export async function packPackages(folder: string): Promise<Map<string, PackedPackage>> {
  const pnpm = join(rootFolder, "node_modules", "pnpm", "bin", "pnpm.cjs");
  const packed = new Map<string, PackedPackage>();
  for (const directory of readdirSync(packagesFolder)) {
    const cwd = join(packagesFolder, directory);
    const { name, dependencies = {} } = JSON.parse(
      readFileSync(join(cwd, "package.json"), "utf8"),
    ) as Manifest;
    const args = [pnpm, "pack", "--json", "--pack-destination", folder];
    const { stdout } = await execute(process.execPath, args, { cwd, timeout: 30_000 });
    const { filename } = JSON.parse(stdout) as { filename: string };
    const own = Object.keys(dependencies).filter((key) => key.includes("craftos-http"));
    packed.set(name, { name, folder: cwd, tarball: filename, dependencies: own });
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

  /** Gives the names in a folder of the project. */
  list(folder: string): string[] {
    mkdirSync(join(this.folder, folder), { recursive: true });
    return readdirSync(join(this.folder, folder)).sort();
  }

  /**
   * Installs tarballs, and what they depend on from the registry.
   *
   * @param tarballs files
   * @param flags more flags for npm
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

/** The tarballs that a package needs: its own, and those of its dependencies in the workspace. */
export function closureOf(name: string, packed: ReadonlyMap<string, PackedPackage>): string[] {
  const found = new Set<string>();
  const add = (wanted: string): void => {
    const { tarball, dependencies } = packed.get(wanted)!;
    if (found.has(tarball)) return;
    found.add(tarball);
    dependencies.forEach(add);
  };
  add(name);
  return [...found];
}
