/**
 * Finds the compilers: TypeScriptToLua, or its fork for ComputerCraft, and the TypeScript that it works
 * with. Those of the program's project if it has any, else those that this package depends on.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as TypeScript from "typescript";
import type * as TypeScriptToLua from "typescript-to-lua";

/** TypeScriptToLua and TypeScript. */
export interface Compilers {
  /** TypeScript. */
  readonly ts: typeof TypeScript;
  /** TypeScriptToLua. */
  readonly tstl: typeof TypeScriptToLua;
  /** Which they are, for people: `typescript-to-lua 1.37.1 with TypeScript 6.0.2`. */
  readonly description: string;
  /** Why those of the project are not used; undefined when they are, or there are none. */
  readonly whyNotOwn: string | undefined;
}

/** A program cannot be compiled for want of compilers; the message is for people. */
export class CompilersNotUsable extends Error {
  /** What tells it from other errors. */
  override readonly name = "CompilersNotUsable";
}

/** The packages that are TypeScriptToLua, the more particular first. */
const TSTL_PACKAGES = ["@jackmacwindows/typescript-to-lua", "typescript-to-lua"];

/** From this version on TypeScript is a native program, without the interface that compilers use. */
const NATIVE_TYPESCRIPT_MAJOR = 7;

/**
 * Loads the compilers for a program. Takes a while: a third of a second.
 * @param folder - the program's
 * @throws CompilersNotUsable when there are none
 */
export function findCompilers(folder: string): Compilers {
  const own = locate(join(folder, "program.ts"));
  if (own !== undefined && own.problem === undefined) return load(own, undefined);
  const pinned = locate(import.meta.url);
  if (pinned === undefined || pinned.problem !== undefined) {
    const why = own?.problem ?? pinned?.problem ?? "there is no typescript-to-lua";
    throw new CompilersNotUsable(`TypeScript cannot be compiled: ${why}.`);
  }
  return load(pinned, own?.problem);
}

interface Located {
  readonly tstl: NamedPackage;
  readonly typescript: NamedPackage | undefined;
  readonly problem: string | undefined;
}

interface NamedPackage {
  readonly name: string;
  readonly version: string;
  readonly manifest: string;
}

/** Finds the compilers that code at a place would get; undefined when there are none. */
function locate(from: string): Located | undefined {
  const tstl = TSTL_PACKAGES.map((name) => findPackage(from, name)).find(
    (one) => one !== undefined,
  );
  const typescript = findPackage(tstl?.manifest ?? from, "typescript");
  if (typescript !== undefined && parseInt(typescript.version) >= NATIVE_TYPESCRIPT_MAJOR) {
    const problem =
      `the project's TypeScript is ${typescript.version}, a native program that typescript-to-lua ` +
      "cannot use; install typescript@6 as well, or in its place";
    return tstl === undefined ? undefined : { tstl, typescript, problem };
  }
  if (tstl === undefined) return undefined;
  const isMissing = typescript === undefined;
  const problem = isMissing ? `the project has ${tstl.name} but no TypeScript` : undefined;
  return { tstl, typescript, problem };
}

function findPackage(from: string, name: string): NamedPackage | undefined {
  const require = createRequire(from);
  const folders = require.resolve.paths(name) ?? [];
  for (const manifest of folders.map((folder) => join(folder, name, "package.json"))) {
    const found = readManifest(require, name, manifest);
    if (found !== undefined) return found;
  }
  // Yarn's Plug'n'Play has no folders to look in.
  return readManifest(require, name, `${name}/package.json`);
}

const NOT_THERE = ["MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED"];

function readManifest(
  require: NodeJS.Require,
  name: string,
  file: string,
): NamedPackage | undefined {
  try {
    const manifest = require.resolve(file);
    const { version } = require(manifest) as { version: string };
    return { name, version, manifest };
  } catch (error) {
    if (NOT_THERE.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function load({ tstl, typescript }: Located, whyNotOwn: string | undefined): Compilers {
  const require = createRequire(tstl.manifest);
  return {
    ts: require("typescript") as typeof TypeScript,
    tstl: require(dirname(tstl.manifest)) as typeof TypeScriptToLua,
    description: `${tstl.name} ${tstl.version} with TypeScript ${typescript?.version ?? "?"}`,
    whyNotOwn,
  };
}
