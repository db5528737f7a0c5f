/**
 * Variables that end before their function does: see docs/decisions/0017.
 */
import type { Variable } from "../../analysis/scope.js";
import type { Statement } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";

/**
 * Empties variables that nothing reads any more. A suspension saves all of a function's variables, so without
 * this one of a loop's next turn would still want them, and V8 makes an object of every fraction
 * that is wanted past the end of a turn (benchmarks nbody, matrix-multiply).
 */
export function forget(g: FunctionGenerator, names: readonly string[]): void {
  if (names.length > 0) g.out.add(`${names.join("=")}=undefined;`);
}

/** The registers of what a block declares itself. */
export function localsOf(g: FunctionGenerator, statements: readonly Statement[]): string[] {
  const { variableOf } = g.chunk.scope;
  return statements
    .flatMap((statement) => {
      if (statement.type === "LocalStatement") return statement.variables;
      return statement.type === "LocalFunctionStatement" ? [statement.identifier] : [];
    })
    .map((identifier) => g.register(variableOf.get(identifier)!.register));
}

/**
 * Empties at the end of a loop's turn what the next one does not read: see {@link forget}.
 * @param variables - of the loop, that each turn sets
 */
export function forgetTurn(
  g: FunctionGenerator,
  body: readonly Statement[],
  variables: readonly Variable[],
): void {
  const ownRegisters = variables.map(({ register }) => g.register(register));
  const names = [...ownRegisters, ...localsOf(g, body), ...g.temporaries.names];
  forget(g, [...new Set(names)]);
}
