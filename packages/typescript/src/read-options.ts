/**
 * The compilers' options for a program: what the nearest tsconfig.json says, defaults for what it does
 * not say, and what has to be so for a program that is compiled in memory.
 */
import type { Diagnostic } from "typescript";
import type { CompilerOptions } from "typescript-to-lua";
import { declarationsOf, luaDeclarations, specDeclarations } from "./compiler-host.js";
import type { Compilers } from "./find-compilers.js";

/** Options, and what goes with them. */
export interface ProgramOptions {
  /** The options. */
  readonly options: CompilerOptions;
  /** Files of declarations that are in scope. */
  readonly declarations: readonly string[];
  /** What is wrong with the tsconfig. */
  readonly diagnostics: readonly Diagnostic[];
  /** The tsconfig; undefined when there is none. */
  readonly configFile: string | undefined;
  /** What a person should know of the options. */
  readonly warnings: readonly string[];
}

/** Lua that CraftOS runs. HOST: this project's Lua is 5.2 with what 5.1 programs need. */
const USABLE_TARGETS = ["universal", "5.1", "5.2", "CC", "CC-5.2"];

/** Modules that are there when the program runs; TypeScriptToLua does not look for them. */
const MODULES_OF_CRAFTOS = ["cc.*", "craftos.*"];

/** Options about what is written to the disk: nothing is. */
const OUTPUT_OPTIONS = [
  ...["buildMode", "composite", "declaration", "declarationDir", "declarationMap"],
  ...["emitDeclarationOnly", "extension", "incremental", "inlineSourceMap", "inlineSources"],
  ...["luaBundle", "luaBundleEntry", "noEmit", "noEmitOnError", "outDir", "outFile", "rootDir"],
  ...["sourceMapTraceback", "sourceRoot", "tsBuildInfoFile"],
];

/** No tsconfig.json was found: there are no inputs to complain of, since the program is the input. */
const NO_INPUTS_CODE = 18_003;

/**
 * Reads the options for a program.
 * @param compilers - whose options
 * @param folder - the program's
 * @param isSpec - whether it has what tests have
 */
export function readOptions(compilers: Compilers, folder: string, isSpec = false): ProgramOptions {
  const { ts, tstl } = compilers;
  const configFile = ts.findConfigFile(folder, (file) => ts.sys.fileExists(file));
  const config =
    configFile === undefined
      ? { options: {}, fileNames: [], errors: [] }
      : tstl.parseConfigFileWithSystem(configFile);
  const given = Object.fromEntries(
    Object.entries(config.options).filter(([name]) => !OUTPUT_OPTIONS.includes(name)),
  ) as CompilerOptions;
  const { luaTarget = tstl.LuaTarget.Lua52 } = given;
  const isUsable = USABLE_TARGETS.includes(luaTarget);
  const options = {
    ...defaultsFor(compilers, given, configFile !== undefined),
    ...given,
    luaTarget: isUsable ? luaTarget : tstl.LuaTarget.Lua52,
    noResolvePaths: [...(given.noResolvePaths ?? []), ...MODULES_OF_CRAFTOS],
    sourceMap: true,
  } as CompilerOptions;
  return {
    options,
    declarations: [
      ...config.fileNames.filter((file) => /\.d\.[cm]?ts$/.test(file)),
      ...declarationsFor(given),
      ...(isSpec ? [specDeclarations()] : []),
    ],
    diagnostics: config.errors.filter(({ code }) => code !== NO_INPUTS_CODE),
    configFile,
    warnings: isUsable
      ? []
      : [`luaTarget is ${luaTarget}, which CraftOS does not run: 5.2 is used instead`],
  };
}

/** What holds where a tsconfig says nothing. */
function defaultsFor(
  { ts, tstl }: Compilers,
  given: CompilerOptions,
  hasConfig: boolean,
): CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts"],
    types: [],
    ...(given.module === undefined && given.moduleResolution === undefined
      ? {
          module: ts.ModuleKind.ESNext,
          moduleResolution: ts.ModuleResolutionKind.Bundler,
          resolveJsonModule: true,
        }
      : {}),
    // Without a self that nobody uses, functions can be passed to CraftOS and are called as in Lua.
    ...(hasConfig ? {} : { strict: true, noImplicitSelf: true }),
    skipLibCheck: true,
    luaLibImport: tstl.LuaLibImportKind.RequireMinimal,
  };
}

/** The declarations that are in scope: the server's always, CraftOS's unless the tsconfig names others. */
function declarationsFor({ types }: CompilerOptions): string[] {
  const server = declarationsOf("@craftos-http/types");
  if (types !== undefined) return [server];
  return [server, declarationsOf("@jackmacwindows/craftos-types"), luaDeclarations()];
}
