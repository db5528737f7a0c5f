/**
 * Finds the local variables that can only hold numbers, so that arithmetic on them needs no check.
 *
 * It assumes every candidate is one and takes away those that are assigned anything else, until
 * nothing changes: what is left is the largest consistent set.
 */
import type { Expression, Identifier, Statement } from "../parser/ast.js";
import { innerBlocks } from "./inner-blocks.js";
import type { ChunkScope, Variable } from "./scope.js";

/** An assignment that decides whether a variable is a number. */
interface Assignment {
  readonly variable: Variable;
  readonly value: Expression;
}

/** How often assignments are looked at again; what is not settled by then is no number. */
const ROUNDS_MAX = 20;

/** Sets `isNumber` and `isComputed` of the chunk's variables. */
export function inferNumbers(scope: ChunkScope): void {
  const found = new AssignmentFinder(scope);
  for (const fn of scope.functions) found.statements(fn.body);
  let pending = found.assignments;
  for (let round = 0; ; round++) {
    const kept = pending.filter(({ variable, value }) => {
      if (!variable.isNumber) return false;
      if (round < ROUNDS_MAX && isNumeric(value, scope)) return true;
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

/** Says whether an expression is arithmetic or a number in the source. */
export function isComputed(expression: Expression | undefined): boolean {
  if (expression?.type === "NumericLiteral") return true;
  return expression?.type === "BinaryExpression" && ARITHMETIC.has(expression.operator);
}

/** Says at a glance that an expression need not give a number. */
function isNeverNumeric({ type }: Expression): boolean {
  return (
    type !== "NumericLiteral" &&
    type !== "Identifier" &&
    type !== "BinaryExpression" &&
    type !== "UnaryExpression"
  );
}

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^"]);

/** Takes every variable that could be a number for one, and lists what decides whether it is. */
class AssignmentFinder {
  readonly assignments: Assignment[] = [];
  readonly #scope: ChunkScope;

  constructor(scope: ChunkScope) {
    this.#scope = scope;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #declare(identifier: Identifier): void {
    const variable = this.#scope.variableOf.get(identifier);
    if (variable !== undefined) variable.isNumber = variable.isComputed = true;
  }

  /** Comes after the variable's declaration, also in an inner function: those are later. */
  #assign(identifier: Identifier, value: Expression | undefined): void {
    const variable = this.#scope.variableOf.get(identifier);
    if (variable?.isComputed === true && !isComputed(value)) variable.isComputed = false;
    if (variable?.isNumber !== true) return;
    if (value === undefined || isNeverNumeric(value)) variable.isNumber = false;
    else this.assignments.push({ variable, value });
  }

  #statement(statement: Statement): void {
    switch (statement.type) {
      case "LocalStatement":
        statement.variables.forEach((identifier, i) => {
          this.#declare(identifier);
          this.#assign(identifier, statement.init[i]);
        });
        return;
      case "AssignmentStatement":
        statement.variables.forEach((target, i) => {
          if (target.type === "Identifier") this.#assign(target, statement.init[i]);
        });
        return;
      case "ForNumericStatement":
        this.#declare(statement.variable);
        this.statements(statement.body);
        return;
      case "FunctionStatement":
        if (statement.identifier.type === "Identifier")
          this.#assign(statement.identifier, undefined);
        return;
      default:
        for (const block of innerBlocks(statement)) this.statements(block);
    }
  }
}
