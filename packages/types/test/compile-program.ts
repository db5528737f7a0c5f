/**
 * Compiles a program with TypeScriptToLua and the declarations, as a project would.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import * as tstl from "typescript-to-lua";

/** Where the program seems to be: the packages that it names are found from there. */
const programFile = fileURLToPath(new URL("program.ts", import.meta.url));
const ownDeclarations = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** What compiling gave. */
export interface CompiledProgram {
  readonly lua: string;
  /** What the compilers complain of, each with its line, from 1; 0 when it has none. */
  readonly complaints: readonly { readonly line: number; readonly message: string }[];
}

/**
 * Compiles a program.
 *
 * @param source in TypeScript
 * @param declarations files of declarations beside ours
 */
export function compileProgram(source: string, declarations: string[] = []): CompiledProgram {
  const options: tstl.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: [],
    paths: { "@craftos-http/types": [ownDeclarations] },
    luaTarget: tstl.LuaTarget.LuaJIT,
    luaLibImport: tstl.LuaLibImportKind.Inline,
    noResolvePaths: ["cc.*", "craftos.*"],
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  const file = ts.createSourceFile(programFile, source, ts.ScriptTarget.ESNext, true);
  host.getSourceFile = (name, ...rest) =>
    name === programFile ? file : onDisk.getSourceFile(name, ...rest);
  host.fileExists = (name) => name === programFile || onDisk.fileExists(name);
  host.getCurrentDirectory = () => dirname(programFile);
  const program = ts.createProgram([programFile, ownDeclarations, ...declarations], options, host);

  let lua = "";
  const { diagnostics } = new tstl.Transpiler().emit({
    program,
    writeFile: (name, text) => {
      if (name.endsWith("program.lua")) lua = text;
    },
  });
  const complaints = [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(describe);
  return { lua, complaints };
}

function describe({ file, start, messageText }: ts.Diagnostic): {
  line: number;
  message: string;
} {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return { line: 0, message };
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
  return { line: line + 1, message };
}
