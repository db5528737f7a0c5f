/**
 * Finds the variables that the turns of a loop hand on to each other as results of arithmetic: most hold a
 * number when the loop begins too, though nothing says so.
 */
import type { Statement } from "../parser/ast.js";
import { innerBlocks } from "./inner-blocks.js";
import { isComputed } from "./infer-numbers.js";
import type { ChunkScope, Variable } from "./scope.js";

/** What a loop's body assigns. */
class LoopAssignments {
  /** What arithmetic assigns. */
  readonly computed = new Set<Variable>();
  /** What anything else assigns, or what is declared inside. */
  readonly others = new Set<Variable>();
  readonly #scope: ChunkScope;

  constructor(scope: ChunkScope) {
    this.#scope = scope;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.type) {
      case "LocalStatement":
        for (const identifier of statement.variables) {
          const variable = this.#scope.variableOf.get(identifier);
          if (variable !== undefined) this.others.add(variable);
        }
        return;
      case "AssignmentStatement":
        statement.variables.forEach((target, i) => {
          if (target.type !== "Identifier") return;
          const variable = this.#scope.variableOf.get(target);
          if (variable === undefined) return;
          (isComputed(statement.init[i]) ? this.computed : this.others).add(variable);
        });
        return;
      default:
        for (const block of innerBlocks(statement)) this.statements(block);
    }
  }
}

/**
 * Gives the variables from outside a loop that its body assigns by arithmetic and by nothing else, but for those
 * of which that is true everywhere: V8 finds out about these by itself.
 * @param body - the loop's
 */
export function computedVariables(body: readonly Statement[], scope: ChunkScope): Variable[] {
  const assignments = new LoopAssignments(scope);
  assignments.statements(body);
  return [...assignments.computed].filter(
    (variable) => !variable.isComputed && !assignments.others.has(variable),
  );
}
