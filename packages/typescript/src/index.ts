/**
 * The public entry: TypeScript in, Lua files with source maps out. The compilers are loaded when a
 * program is compiled, not before.
 * @module @craftos-http/typescript
 */
export type { CompileProblem, ProblemPlace } from "./compile-problem.js";
export { type CompiledProgram, type CompileOptions, compileProgram } from "./compile-program.js";
export { CompilersNotUsable } from "./find-compilers.js";
