/**
 * Finds out which variable each name means, which variables are captured and reassigned, and which
 * label each `goto` jumps to (Lua 5.2 manual §3.5, §3.3.4).
 *
 * The parser has checked that labels exist and that no jump enters a local's scope.
 */
import type {
  Chunk,
  Expression,
  FunctionExpression,
  GotoStatement,
  Identifier,
  LabelStatement,
  Statement,
} from "../parser/ast.js";
import {
  type Captured,
  type ChunkScope,
  ENVIRONMENT,
  type FunctionScope,
  IdentifierFacts,
  type Variable,
} from "./scope.js";

/** The locals and labels of one block. */
interface BlockScope {
  readonly outer: BlockScope | null;
  readonly fn: FunctionScope;
  /** Its labels by name, if it has any. */
  readonly labels: Map<string, LabelStatement> | null;
  readonly firstRegister: number;
  /** How many locals are visible in the block around it. */
  readonly outerLocalCount: number;
}

/**
 * Resolves all names of a chunk.
 * @param chunk - its tree
 * @param declared - told of each variable; with it, no two variables of a function share a register
 */
export function resolveNames(chunk: Chunk, declared?: (variable: Variable) => void): ChunkScope {
  return new Resolver(chunk, declared).scope;
}

class Resolver {
  readonly scope: ChunkScope;
  readonly #functionOf = new Map<FunctionExpression, FunctionScope>();
  readonly #variableOf: IdentifierFacts<Variable>;
  readonly #environmentOf = new Map<Identifier, Variable>();
  readonly #labelOf = new Map<GotoStatement, LabelStatement>();
  /** The local that each name means here; undefined for one that meant something before. */
  readonly #visible = new Map<string, Variable | undefined>();
  /** All locals of the blocks around, in the order of declaration. */
  readonly #locals: Variable[] = [];
  /** What the name of the local at the same index meant before. */
  readonly #shadowed: (Variable | undefined)[] = [];
  /** Expressions whose leftmost part is being resolved. */
  readonly #spine: Expression[] = [];
  readonly #declared: ((variable: Variable) => void) | undefined;
  #block!: BlockScope;
  #nextRegister = 0;

  constructor(chunk: Chunk, declared: ((variable: Variable) => void) | undefined) {
    this.#declared = declared;
    this.#variableOf = new IdentifierFacts(chunk.identifierCount);
    this.scope = {
      chunk,
      functions: [],
      functionOf: this.#functionOf,
      variableOf: this.#variableOf,
      environmentOf: this.#environmentOf,
      labelOf: this.#labelOf,
      mentionsEnvironment: false,
    };
    const main = this.#newFunction(null, null, chunk.body, true, null);
    this.#openBlock(main, null, chunk.body);
    this.#statements(chunk.body);
  }

  #newFunction(
    parent: FunctionScope | null,
    node: FunctionExpression | null,
    body: readonly Statement[],
    isVararg: boolean,
    name: string | null,
  ): FunctionScope {
    const fn: FunctionScope = {
      index: this.scope.functions.length,
      parent,
      node,
      body,
      parameters: [],
      isVararg,
      name,
      captured: [],
      registerCount: 0,
      hasCalls: false,
      hasLoops: false,
      usesItself: false,
      names: null,
    };
    this.scope.functions.push(fn);
    if (node !== null) this.#functionOf.set(node, fn);
    return fn;
  }

  #openBlock(fn: FunctionScope, outer: BlockScope | null, body: readonly Statement[]): void {
    this.#block = {
      outer,
      fn,
      labels: labelsOf(body),
      firstRegister: this.#nextRegister,
      outerLocalCount: this.#locals.length,
    };
  }

  #closeBlock(): void {
    const { firstRegister, outer, outerLocalCount } = this.#block;
    if (this.#declared === undefined) this.#nextRegister = firstRegister;
    while (this.#locals.length > outerLocalCount) {
      this.#visible.set(this.#locals.pop()!.name, this.#shadowed.pop());
    }
    if (outer !== null) this.#block = outer;
  }

  #declare(identifier: Identifier): Variable {
    const variable: Variable = {
      name: identifier.name,
      owner: this.#block.fn,
      register: this.#takeRegisters(1),
      isCaptured: false,
      isReassigned: false,
      localFunction: null,
      isNumber: false,
      isComputed: false,
    };
    this.#locals.push(variable);
    this.#shadowed.push(this.#visible.get(identifier.name));
    this.#visible.set(identifier.name, variable);
    this.#variableOf.set(identifier, variable);
    this.#declared?.(variable);
    return variable;
  }

  /** Takes registers for the rest of the block. */
  #takeRegisters(count: number): number {
    const first = this.#nextRegister;
    this.#nextRegister += count;
    const fn = this.#block.fn;
    if (this.#nextRegister > fn.registerCount) fn.registerCount = this.#nextRegister;
    return first;
  }

  #capture(captured: Captured, owner: FunctionScope | null): void {
    for (
      let fn: FunctionScope | null = this.#block.fn;
      fn !== owner && fn !== null;
      fn = fn.parent
    ) {
      if (captured !== ENVIRONMENT && captured.localFunction === fn.node && fn.node !== null) {
        fn.usesItself = true;
      }
      // Then so have the functions around it.
      if (fn.captured.includes(captured)) return;
      fn.captured.push(captured);
    }
  }

  /** Resolves a use of a name. */
  #use(identifier: Identifier): Variable | undefined {
    const variable = this.#visible.get(identifier.name);
    if (variable === undefined) {
      if (identifier.name === "_ENV") {
        this.scope.mentionsEnvironment = true;
        this.#capture(ENVIRONMENT, null);
        return undefined;
      }
      const environment = this.#visible.get("_ENV");
      if (environment === undefined) {
        this.#capture(ENVIRONMENT, null);
      } else {
        this.scope.mentionsEnvironment = true;
        this.#environmentOf.set(identifier, environment);
        this.#touch(environment);
      }
      return undefined;
    }
    this.#variableOf.set(identifier, variable);
    this.#touch(variable);
    return variable;
  }

  #touch(variable: Variable): void {
    if (variable.owner === this.#block.fn) return;
    variable.isCaptured = true;
    this.#capture(variable, variable.owner);
  }

  #inBlock(statements: readonly Statement[]): void {
    this.#openBlock(this.#block.fn, this.#block, statements);
    this.#statements(statements);
    this.#closeBlock();
  }

  #statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    const fn = this.#block.fn;
    switch (statement.type) {
      case "LocalStatement":
        this.#expressions(statement.init);
        for (const variable of statement.variables) this.#declare(variable);
        return;
      case "AssignmentStatement":
        for (const target of statement.variables) {
          if (target.type === "Identifier") this.#assign(target);
          else this.#expression(target);
        }
        this.#expressions(statement.init);
        return;
      case "CallStatement":
        this.#expression(statement.expression);
        return;
      case "DoStatement":
        this.#inBlock(statement.body);
        return;
      case "WhileStatement":
        fn.hasLoops = true;
        this.#expression(statement.condition);
        this.#inBlock(statement.body);
        return;
      case "RepeatStatement":
        fn.hasLoops = true;
        this.#openBlock(fn, this.#block, statement.body);
        this.#statements(statement.body);
        this.#expression(statement.condition);
        this.#closeBlock();
        return;
      case "IfStatement":
        for (const clause of statement.clauses) {
          if (clause.type === "IfClause") this.#expression(clause.condition);
          this.#inBlock(clause.body);
        }
        return;
      case "ForNumericStatement":
        fn.hasLoops = true;
        this.#expression(statement.start);
        this.#expression(statement.end);
        if (statement.step !== null) this.#expression(statement.step);
        this.#openBlock(fn, this.#block, []);
        this.#takeRegisters(FOR_HIDDEN_REGISTERS);
        this.#declare(statement.variable);
        this.#inBlock(statement.body);
        this.#closeBlock();
        return;
      case "ForGenericStatement":
        fn.hasLoops = fn.hasCalls = true;
        this.#expressions(statement.iterators);
        this.#openBlock(fn, this.#block, []);
        this.#takeRegisters(FOR_HIDDEN_REGISTERS);
        for (const variable of statement.variables) this.#declare(variable);
        this.#inBlock(statement.body);
        this.#closeBlock();
        return;
      case "LocalFunctionStatement": {
        const variable = this.#declare(statement.identifier);
        variable.localFunction = statement.function;
        this.#function(statement.function, statement.identifier.name);
        return;
      }
      case "FunctionStatement":
        if (statement.identifier.type === "Identifier") this.#assign(statement.identifier);
        else this.#expression(statement.identifier);
        this.#function(statement.function, functionName(statement.identifier, statement.isMethod));
        return;
      case "ReturnStatement":
        this.#expressions(statement.arguments);
        return;
      case "GotoStatement": {
        // A jump may go backward, which makes a loop.
        fn.hasLoops = true;
        const label = this.#findLabel(statement.label.name);
        if (label !== undefined) this.#labelOf.set(statement, label);
        return;
      }
      case "BreakStatement":
      case "LabelStatement":
        return;
    }
  }

  #findLabel(name: string): LabelStatement | undefined {
    for (let block: BlockScope | null = this.#block; block !== null; block = block.outer) {
      const label = block.labels?.get(name);
      if (label !== undefined) return label;
    }
    return undefined;
  }

  #assign(identifier: Identifier): void {
    const variable = this.#use(identifier);
    if (variable !== undefined) variable.isReassigned = true;
  }

  #function(node: FunctionExpression, name: string | null): void {
    const outerRegister = this.#nextRegister;
    const outerBlock = this.#block;
    const fn = this.#newFunction(outerBlock.fn, node, node.body, node.isVararg, name);
    this.#nextRegister = 0;
    this.#openBlock(fn, outerBlock, node.body);
    for (const parameter of node.parameters) fn.parameters.push(this.#declare(parameter));
    this.#statements(node.body);
    this.#closeBlock();
    this.#nextRegister = outerRegister;
  }

  #expressions(expressions: readonly Expression[]): void {
    for (const expression of expressions) this.#expression(expression);
  }

  /**
   * Resolves the names in an expression in the order of the source, which is that of upvalues. `left`
   * and `base` may be nested very deeply, so those around the leftmost part are kept in {@link #spine}.
   */
  #expression(expression: Expression): void {
    const depth = this.#spine.length;
    let node = expression;
    for (let inner = leftOf(node); inner !== null; inner = leftOf(node)) {
      this.#spine.push(node);
      node = inner;
    }
    this.#rightOf(node);
    while (this.#spine.length > depth) this.#rightOf(this.#spine.pop()!);
  }

  /** Resolves the names in everything of an expression but its leftmost part. */
  #rightOf(node: Expression): void {
    switch (node.type) {
      case "Identifier":
        this.#use(node);
        return;
      case "FunctionExpression":
        this.#function(node, null);
        return;
      case "TableConstructor":
        for (const field of node.fields) {
          if (field.type === "TableKey") this.#expression(field.key);
          this.#expression(field.value);
        }
        return;
      case "BinaryExpression":
      case "LogicalExpression":
        this.#expression(node.right);
        return;
      case "IndexExpression":
        this.#expression(node.index);
        return;
      case "CallExpression":
      case "MethodCallExpression":
        this.#block.fn.hasCalls = true;
        this.#expressions(node.arguments);
        return;
      default:
        return;
    }
  }
}

/** What an expression begins with, if that is an expression. */
function leftOf(node: Expression): Expression | null {
  switch (node.type) {
    case "UnaryExpression":
      return node.argument;
    case "BinaryExpression":
    case "LogicalExpression":
      return node.left;
    case "MemberExpression":
    case "IndexExpression":
    case "CallExpression":
    case "MethodCallExpression":
      return node.base;
    default:
      return null;
  }
}

/** Registers that a `for` loop keeps beside its variables: limit, step, counter or iterator state. */
export const FOR_HIDDEN_REGISTERS = 4;

function labelsOf(statements: readonly Statement[]): Map<string, LabelStatement> | null {
  let labels: Map<string, LabelStatement> | null = null;
  for (const statement of statements) {
    if (statement.type !== "LabelStatement") continue;
    labels ??= new Map<string, LabelStatement>();
    labels.set(statement.label.name, statement);
  }
  return labels;
}

function functionName(identifier: Expression, isMethod: boolean): string {
  if (identifier.type === "Identifier") return identifier.name;
  if (identifier.type !== "MemberExpression") return "?";
  const separator = isMethod ? ":" : ".";
  return `${functionName(identifier.base, false)}${separator}${identifier.identifier.name}`;
}
