/**
 * A workspace with one project for each package, which depends on that package alone, installed by a package
 * manager that lets a project see nothing but what it declares: pnpm, or Yarn with Plug'n'Play. What a
 * package uses without declaring it is missed there.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { PackedPackage } from "./npm-project.js";

const execute = promisify(execFile);

/** A package manager that is strict. */
export type StrictManager = "pnpm" | "yarn";

/** All of them. */
export const STRICT_MANAGERS: readonly StrictManager[] = ["pnpm", "yarn"];

/** Where the script of each is. */
const SCRIPTS: Readonly<Record<StrictManager, string>> = {
  pnpm: fileURLToPath(new URL("../../node_modules/pnpm/bin/pnpm.cjs", import.meta.url)),
  yarn: createRequire(import.meta.url).resolve("@yarnpkg/cli-dist/bin/yarn.js"),
};

/** The workspace. */
export class StrictWorkspace {
  readonly #folder = mkdtempSync(join(tmpdir(), "craftos-http-strict-"));
  readonly #manager: StrictManager;

  constructor(manager: StrictManager) {
    this.#manager = manager;
  }

  /**
   * Installs packages, each in a project of its own. uWebSockets.js, whose binaries take long, is left out.
   *
   * @param packages those of this project
   */
  async install(packages: readonly PackedPackage[]): Promise<void> {
    const files = Object.fromEntries(
      packages.map(({ name, tarball }) => [name, `file:${tarball}`]),
    );
    for (const { name } of packages) {
      const dependencies = { [name]: files[name] };
      this.#write(join(projectOf(name), "package.json"), {
        ...{ name: `user-${projectOf(name)}`, private: true, type: "module" },
        dependencies,
      });
    }
    // They depend on each other in versions that no registry has.
    if (this.#manager === "pnpm") {
      const overrides = { ...files, "uWebSockets.js": "-" };
      this.#write("package.json", { name: "users", private: true, pnpm: { overrides } });
      this.#write("pnpm-workspace.yaml", "packages: ['*']\n");
      await this.#run(".", ["install", "--prefer-offline"]);
      return;
    }
    this.#write(join("nothing", "package.json"), { name: "nothing", version: "1.0.0" });
    const resolutions = { ...files, "uWebSockets.js": `file:${join(this.#folder, "nothing")}` };
    const workspaces = packages.map(({ name }) => projectOf(name));
    this.#write("package.json", { name: "users", private: true, workspaces, resolutions });
    this.#write("yarn.lock", "");
    const { stdout: registry } = await execute("npm", ["config", "get", "registry"]);
    const settings = {
      ...{ nodeLinker: "pnp", enableTelemetry: false, enableImmutableInstalls: false },
      ...{ enableGlobalCache: false, npmRegistryServer: registry.trim() },
      unsafeHttpWhitelist: ["*"],
    };
    // JSON is YAML.
    this.#write(".yarnrc.yml", settings);
    await this.#run(".", ["install"]);
  }

  /** Writes a file of the project of a package. */
  write(name: string, file: string, contents: string): void {
    this.#write(join(projectOf(name), file), contents);
  }

  /** Runs a script with Node in the project of a package; gives what it prints. */
  async runNode(name: string, script: string): Promise<string> {
    return await this.#run(projectOf(name), [
      ...(this.#manager === "pnpm" ? ["exec", "node"] : ["node"]),
      script,
    ]);
  }

  /** Runs a package's command in the project of that package; gives what it prints. */
  async runCommand(name: string, args: readonly string[]): Promise<string> {
    return await this.#run(projectOf(name), [
      ...(this.#manager === "pnpm" ? ["exec"] : ["run"]),
      ...args,
    ]);
  }

  /** Removes it. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(project: string, args: readonly string[]): Promise<string> {
    const cwd = join(this.#folder, project);
    // What finds packages of this workspace, or forbids to write a lock file, is not the user's.
    const env = { ...process.env, CI: undefined, NODE_PATH: undefined };
    const call = [SCRIPTS[this.#manager], ...args];
    return (await execute(process.execPath, call, { cwd, env, timeout: 120_000 })).stdout;
  }

  #write(file: string, contents: string | object): void {
    const path = join(this.#folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof contents === "string" ? contents : JSON.stringify(contents));
  }
}

/** The folder of a package's project. */
function projectOf(name: string): string {
  return name.replace(/\W+/g, "-").replace(/^-/, "");
}
