/**
 * Finds the local variables that can only hold numbers, so that arithmetic on them needs no check.
 *
 * It assumes every candidate is one and takes away those that are assigned anything else, until
 * nothing changes: what is left is the largest consistent set.
 */
import type { Expression, Identifier, Statement } from "../parser/ast.js";
import type { ChunkScope, Variable } from "./scope.js";

/** An assignment that decides whether a variable is a number. */
interface Assignment {
  readonly variable: Variable;
  readonly value: Expression;
}

/** Sets `isNumber` of the chunk's variables. */
export function inferNumbers(scope: ChunkScope): void {
  const found = new AssignmentFinder(scope);
  for (const fn of scope.functions) found.statements(fn.body);
  for (const variable of found.candidates) variable.isNumber = !found.excluded.has(variable);
  let pending = found.assignments;
  for (;;) {
    const kept = pending.filter(({ variable, value }) => {
      if (!variable.isNumber) return false;
      if (isNumeric(value, scope)) return true;
      variable.isNumber = false;
      return false;
    });
    if (kept.length === pending.length) return;
    pending = kept;
  }
}

/** Says whether an expression can only give a number, given what is known of the variables. */
export function isNumeric(expression: Expression, scope: ChunkScope): boolean {
  let node = expression;
  for (;;) {
    switch (node.type) {
      case "NumericLiteral":
        return true;
      case "Identifier":
        return scope.variableOf.get(node)?.isNumber === true;
      case "UnaryExpression":
        if (node.operator !== "-") return false;
        node = node.argument;
        break;
      case "BinaryExpression":
        if (!ARITHMETIC.has(node.operator) || !isNumeric(node.right, scope)) return false;
        node = node.left;
        break;
      default:
        return false;
    }
  }
}

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^"]);

class AssignmentFinder {
  readonly assignments: Assignment[] = [];
  readonly candidates = new Set<Variable>();
  readonly excluded = new Set<Variable>();
  readonly #scope: ChunkScope;

  constructor(scope: ChunkScope) {
    this.#scope = scope;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #assign(identifier: Identifier, value: Expression | undefined): void {
    const variable = this.#scope.variableOf.get(identifier);
    if (variable === undefined) return;
    if (value === undefined) this.excluded.add(variable);
    else this.assignments.push({ variable, value });
  }

  #statement(statement: Statement): void {
    switch (statement.type) {
      case "LocalStatement":
        statement.variables.forEach((identifier, i) => {
          const variable = this.#scope.variableOf.get(identifier);
          if (variable !== undefined) this.candidates.add(variable);
          this.#assign(identifier, statement.init[i]);
        });
        return;
      case "AssignmentStatement":
        statement.variables.forEach((target, i) => {
          if (target.type === "Identifier") this.#assign(target, statement.init[i]);
        });
        return;
      case "ForNumericStatement": {
        const variable = this.#scope.variableOf.get(statement.variable);
        if (variable !== undefined) this.candidates.add(variable);
        this.statements(statement.body);
        return;
      }
      case "FunctionStatement":
        if (statement.identifier.type === "Identifier")
          this.#assign(statement.identifier, undefined);
        return;
      case "IfStatement":
        for (const clause of statement.clauses) this.statements(clause.body);
        return;
      case "DoStatement":
      case "WhileStatement":
      case "RepeatStatement":
      case "ForGenericStatement":
        this.statements(statement.body);
        return;
      default:
        return;
    }
  }
}
