/**
 * What TypeScript asks for files: the disk, and this project's declarations where a program names them
 * without having installed them.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { CompilerHost, ResolvedModuleFull } from "typescript";
import type { CompilerOptions } from "typescript-to-lua";
import type { Compilers } from "./find-compilers.js";

const require = createRequire(import.meta.url);

/** Packages of declarations that every program may name. */
const DECLARATIONS = ["@craftos-http/types", "@jackmacwindows/craftos-types"] as const;

/**
 * Makes a host for a program.
 * @param compilers - that ask it
 * @param options - theirs
 */
export function createHost(compilers: Compilers, options: CompilerOptions): CompilerHost {
  const { ts } = compilers;
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(
    host.getCurrentDirectory(),
    (name) => host.getCanonicalFileName(name),
    options,
  );
  host.resolveModuleNameLiterals = (literals, from, redirected, _options, sourceFile) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(sourceFile, literal, options);
      const { text } = literal;
      const found = ts.resolveModuleName(text, from, options, host, cache, redirected, mode);
      const own = DECLARATIONS.find((name) => name === text);
      if (found.resolvedModule !== undefined || own === undefined) return found;
      return { resolvedModule: declarationModule(own) };
    });
  return host;

  function declarationModule(name: (typeof DECLARATIONS)[number]): ResolvedModuleFull {
    const resolvedFileName = declarationsOf(name);
    const extension = ts.Extension.Dts;
    return { resolvedFileName, extension, isExternalLibraryImport: true };
  }
}

/** The file of declarations that one of the packages consists of. */
export function declarationsOf(name: (typeof DECLARATIONS)[number]): string {
  const manifest = require.resolve(`${name}/package.json`);
  const { types, exports } = require(manifest) as {
    readonly types?: string;
    readonly exports?: { readonly ".": { readonly types: string } };
  };
  return join(dirname(manifest), exports?.["."].types ?? types ?? "index.d.ts");
}

/** The file that declares what tests have. */
export function specDeclarations(): string {
  return join(dirname(require.resolve("@craftos-http/types/package.json")), "src", "spec.d.ts");
}

/** The file that declares Lua's own functions. */
export function luaDeclarations(): string {
  return join(dirname(require.resolve("lua-types/package.json")), "5.2.d.ts");
}
