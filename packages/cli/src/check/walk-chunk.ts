/**
 * Walks through a syntax tree, each node before those in it.
 */
import type {
  Chunk,
  Expression,
  FunctionExpression,
  Statement,
  TableField,
} from "@craftos-http/interpreter/analysis";

/** What is told of the nodes of a tree. */
export interface Visitor {
  readonly statement?: (statement: Statement) => void;
  readonly expression?: (expression: Expression) => void;
}

/** Walks through a chunk. */
export function walkChunk(chunk: Chunk, visitor: Visitor): void {
  new Walker(visitor).statements(chunk.body);
}

/** Walks through a function. */
export function walkFunction(fn: FunctionExpression, visitor: Visitor): void {
  new Walker(visitor).statements(fn.body);
}

class Walker {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    this.#visitor.statement?.(statement);
    switch (statement.type) {
      case "LocalStatement":
        this.#expressions(statement.init);
        return;
      case "AssignmentStatement":
        this.#expressions(statement.variables);
        this.#expressions(statement.init);
        return;
      case "CallStatement":
        this.#expression(statement.expression);
        return;
      case "DoStatement":
        this.statements(statement.body);
        return;
      case "WhileStatement":
      case "RepeatStatement":
        this.#expression(statement.condition);
        this.statements(statement.body);
        return;
      case "IfStatement":
        for (const clause of statement.clauses) {
          if (clause.type === "IfClause") this.#expression(clause.condition);
          this.statements(clause.body);
        }
        return;
      case "ForNumericStatement":
        this.#expressions([statement.start, statement.end]);
        if (statement.step !== null) this.#expression(statement.step);
        this.statements(statement.body);
        return;
      case "ForGenericStatement":
        this.#expressions(statement.iterators);
        this.statements(statement.body);
        return;
      case "LocalFunctionStatement":
        this.#expression(statement.function);
        return;
      case "FunctionStatement":
        this.#expression(statement.identifier);
        this.#expression(statement.function);
        return;
      case "ReturnStatement":
        this.#expressions(statement.arguments);
        return;
      default:
        return;
    }
  }

  #expressions(expressions: readonly Expression[]): void {
    for (const expression of expressions) this.#expression(expression);
  }

  /** `left` and `base` may be nested very deeply, so they are walked in a loop. */
  #expression(expression: Expression): void {
    let node: Expression | undefined = expression;
    while (node !== undefined) {
      this.#visitor.expression?.(node);
      node = this.#inside(node);
    }
  }

  /** Walks through what is in an expression but for what it begins with, and gives that. */
  #inside(node: Expression): Expression | undefined {
    switch (node.type) {
      case "BinaryExpression":
      case "LogicalExpression":
        this.#expression(node.right);
        return node.left;
      case "UnaryExpression":
        return node.argument;
      case "MemberExpression":
        return node.base;
      case "IndexExpression":
        this.#expression(node.index);
        return node.base;
      case "CallExpression":
      case "MethodCallExpression":
        this.#expressions(node.arguments);
        return node.base;
      case "FunctionExpression":
        this.statements(node.body);
        return undefined;
      case "TableConstructor":
        for (const field of node.fields) this.#field(field);
        return undefined;
      default:
        return undefined;
    }
  }

  #field(field: TableField): void {
    if (field.type === "TableKey") this.#expression(field.key);
    this.#expression(field.value);
  }
}
