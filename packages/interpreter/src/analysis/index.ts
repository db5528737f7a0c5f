/**
 * For tools that look at programs without running them: the syntax tree, and what its names mean.
 * @module @craftos-http/interpreter/analysis
 */
export type {
  CallExpression,
  Chunk,
  Expression,
  FunctionExpression,
  Identifier,
  MemberExpression,
  Statement,
  TableField,
} from "../parser/ast.js";
export { parseChunk } from "../parser/parse-chunk.js";
export { LuaSyntaxError } from "../parser/syntax-error.js";
export { resolveNames } from "./resolve-names.js";
export type { ChunkScope, FunctionScope, IdentifierFacts, Variable } from "./scope.js";
