/**
 * Function expressions (Lua 5.2 manual §3.4.10).
 *
 * A prototype is a factory: given its upvalues, it makes a closure. The factory is made once per
 * chunk, where the function stands in the text, and kept in `M`.
 */
import { ENVIRONMENT } from "../../analysis/scope.js";
import type { FunctionExpression } from "../../parser/ast.js";
import { upvaluesOf } from "../captured-variables.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, type Operand } from "../operand.js";

/** `function ... end` as a value. */
export function functionExpression(g: FunctionGenerator, node: FunctionExpression): Operand {
  const fn = g.chunk.scope.functionOf.get(node)!;
  const upvalues = upvaluesOf(fn).map((captured) => {
    if (captured !== ENVIRONMENT) return g.holder(captured);
    // Each closure has its own environment for `setfenv`, unless the program handles `_ENV` itself.
    return g.chunk.scope.mentionsEnvironment ? g.environment : `new Cell(${g.environment}.v)`;
  });
  const slot = `M[${fn.index}]`;
  if (g.form === "reentry") {
    return computed(`(${slot}||make(${fn.index}))(${upvalues.join(",")})`, "function");
  }
  g.out.mark(node.line);
  g.out.add(`if(${slot}===undefined)${slot}=`);
  g.nestedFunction(node);
  g.out.add(";");
  return computed(`${slot}(${upvalues.join(",")})`, "function");
}
