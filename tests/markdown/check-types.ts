/**
 * Type-checks an example against the packages' built declarations, as a user's editor would.
 */
import { join } from "node:path";
import ts from "typescript";
import { rootFolder } from "./find-examples.js";

/**
 * Lists what the compiler says of a file, one message per entry, with line numbers of the file.
 *
 * @param path the file's absolute path
 */
export function findTypeErrors(path: string): string[] {
  const configFile = join(rootFolder, "tsconfig.base.json");
  const { config } = ts.readConfigFile(configFile, (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, composite: false, incremental: false, noEmit: true },
    rootFolder,
  );
  const program = ts.createProgram([path], {
    ...options,
    // Declarations for Lua programs replace Node's: both declare the same globals.
    types: ts.sys.readFile(path)?.includes('"@craftos-http/types"') === true ? [] : ["node"],
  });
  return ts.getPreEmitDiagnostics(program).map(describe);
}

function describe(diagnostic: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return message;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${diagnostic.file.fileName}:${line + 1}: ${message}`;
}
