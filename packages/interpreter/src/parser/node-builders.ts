/**
 * Builds our nodes in place of luaparse's, so that the tree comes out tidied in the one pass that
 * luaparse makes. Invariant: luaparse calls a builder when it has read the whole construct, then
 * sets `range`, then calls `locate`, which fills in what depends on positions. Only then is the
 * node complete.
 */
import type {
  AssignmentTarget,
  BinaryOperator,
  CallExpression,
  Chunk,
  ElseClause,
  Expression,
  FunctionExpression,
  FunctionStatement,
  Identifier,
  IfClause,
  LocalFunctionStatement,
  MemberExpression,
  MethodCallExpression,
  Node,
  SourceRange,
  Statement,
  TableConstructor,
  TableField,
  UnaryOperator,
  VarargLiteral,
} from "./ast.js";
import { decodeNumber, decodeString } from "./decode-literal.js";
import type { SourceText } from "./source-text.js";

/** Removes `readonly`: builders own a node until it is complete. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type MutableCall = Mutable<CallExpression> | Mutable<MethodCallExpression>;

/** luaparse's member with a colon; a call follows at once and absorbs it. */
interface MethodName {
  type: "MethodName";
  base: Expression;
  method: Identifier;
  line: number;
  range: SourceRange;
}

/** luaparse's token types for literals, as given to the `literal` builder. */
const STRING_TOKEN = 2;
const NUMBER_TOKEN = 16;
const BOOLEAN_TOKEN = 64;
const NIL_TOKEN = 128;

/** Replaced by luaparse or `locate` before anyone sees the node. */
const NO_RANGE: SourceRange = [0, 0];

function call(base: Expression | MethodName, args: Expression[]): MutableCall {
  if (base.type === "MethodName") {
    return {
      type: "MethodCallExpression",
      base: base.base,
      method: base.method,
      arguments: args,
      isParenthesised: false,
      line: 0,
      range: NO_RANGE,
    };
  }
  return {
    type: "CallExpression",
    base,
    arguments: args,
    isParenthesised: false,
    line: 0,
    range: NO_RANGE,
  };
}

function functionExpression(
  parameters: (Identifier | VarargLiteral)[],
  body: Statement[],
): FunctionExpression {
  const isVararg = parameters.at(-1)?.type === "VarargLiteral";
  if (isVararg) parameters.pop();
  return {
    type: "FunctionExpression",
    parameters: parameters as Identifier[],
    isVararg,
    body,
    lastLine: 0,
    line: 0,
    range: NO_RANGE,
  };
}

const builders = {
  identifier: (name: string) => ({ type: "Identifier", name, line: 0, range: NO_RANGE }),

  literal(token: number, value: boolean, raw: string) {
    switch (token) {
      case STRING_TOKEN:
        return { type: "StringLiteral", value: decodeString(raw), line: 0, range: NO_RANGE };
      case NUMBER_TOKEN:
        return { type: "NumericLiteral", value: decodeNumber(raw), line: 0, range: NO_RANGE };
      case BOOLEAN_TOKEN:
        return { type: "BooleanLiteral", value, line: 0, range: NO_RANGE };
      case NIL_TOKEN:
        return { type: "NilLiteral", line: 0, range: NO_RANGE };
      default:
        return { type: "VarargLiteral", isParenthesised: false, line: 0, range: NO_RANGE };
    }
  },

  tableKey: (key: Expression, value: Expression) => ({
    type: "TableKey",
    key,
    value,
    line: 0,
    range: NO_RANGE,
  }),
  tableKeyString: (key: Identifier, value: Expression) => ({
    type: "TableKeyString",
    key,
    value,
    line: 0,
    range: NO_RANGE,
  }),
  tableValue: (value: Expression) => ({ type: "TableValue", value, line: 0, range: NO_RANGE }),
  tableConstructorExpression: (fields: TableField[]) => ({
    type: "TableConstructor",
    fields,
    line: 0,
    range: NO_RANGE,
  }),

  binaryExpression(operator: BinaryOperator | "and" | "or", left: Expression, right: Expression) {
    if (operator === "and" || operator === "or") {
      return { type: "LogicalExpression", operator, left, right, line: 0, range: NO_RANGE };
    }
    return {
      type: "BinaryExpression",
      operator,
      left,
      right,
      line: 0,
      range: NO_RANGE,
    };
  },
  unaryExpression: (operator: UnaryOperator, argument: Expression) => ({
    type: "UnaryExpression",
    operator,
    argument,
    line: 0,
    range: NO_RANGE,
  }),

  memberExpression(base: Expression, indexer: "." | ":", identifier: Identifier) {
    if (indexer === ":") {
      return { type: "MethodName", base, method: identifier, line: 0, range: NO_RANGE };
    }
    return { type: "MemberExpression", base, identifier, line: 0, range: NO_RANGE };
  },
  indexExpression: (base: Expression, index: Expression) => ({
    type: "IndexExpression",
    base,
    index,
    line: 0,
    range: NO_RANGE,
  }),
  callExpression: call,
  tableCallExpression: (base: Expression | MethodName, table: TableConstructor) =>
    call(base, [table]),
  stringCallExpression: (base: Expression | MethodName, argument: Expression) =>
    call(base, [argument]),

  functionStatement(
    name: Identifier | MemberExpression | MethodName | null,
    parameters: (Identifier | VarargLiteral)[],
    isLocal: boolean,
    body: Statement[],
  ) {
    const expression = functionExpression(parameters, body);
    if (name === null) return expression;
    if (isLocal) {
      return {
        type: "LocalFunctionStatement",
        identifier: name as Identifier,
        function: expression,
        line: 0,
        range: NO_RANGE,
      };
    }
    const isMethod = name.type === "MethodName";
    const identifier: Identifier | MemberExpression = isMethod
      ? {
          type: "MemberExpression",
          base: name.base,
          identifier: name.method,
          line: name.line,
          range: name.range,
        }
      : name;
    if (isMethod) {
      const { line, range } = name.method;
      parameters.unshift({ type: "Identifier", name: "self", line, range });
    }
    return {
      type: "FunctionStatement",
      identifier,
      isMethod,
      function: expression,
      line: 0,
      range: NO_RANGE,
    };
  },

  localStatement: (variables: Identifier[], init: Expression[]) => ({
    type: "LocalStatement",
    variables,
    init,
    line: 0,
    range: NO_RANGE,
  }),
  assignmentStatement: (variables: AssignmentTarget[], init: Expression[]) => ({
    type: "AssignmentStatement",
    variables,
    init,
    line: 0,
    range: NO_RANGE,
  }),
  callStatement: (expression: CallExpression | MethodCallExpression) => ({
    type: "CallStatement",
    expression,
    line: 0,
    range: NO_RANGE,
  }),
  doStatement: (body: Statement[]) => ({ type: "DoStatement", body, line: 0, range: NO_RANGE }),
  whileStatement: (condition: Expression, body: Statement[]) => ({
    type: "WhileStatement",
    condition,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  repeatStatement: (condition: Expression, body: Statement[]) => ({
    type: "RepeatStatement",
    condition,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  ifStatement: (clauses: (IfClause | ElseClause)[]) => ({
    type: "IfStatement",
    clauses,
    line: 0,
    range: NO_RANGE,
  }),
  ifClause: (condition: Expression, body: Statement[]) => ({
    type: "IfClause",
    condition,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  elseifClause: (condition: Expression, body: Statement[]) => ({
    type: "IfClause",
    condition,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  elseClause: (body: Statement[]) => ({ type: "ElseClause", body, line: 0, range: NO_RANGE }),
  forNumericStatement: (
    variable: Identifier,
    start: Expression,
    end: Expression,
    step: Expression | null,
    body: Statement[],
  ) => ({
    type: "ForNumericStatement",
    variable,
    start,
    end,
    step,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  forGenericStatement: (variables: Identifier[], iterators: Expression[], body: Statement[]) => ({
    type: "ForGenericStatement",
    variables,
    iterators,
    body,
    line: 0,
    range: NO_RANGE,
  }),
  returnStatement: (args: Expression[]) => ({
    type: "ReturnStatement",
    arguments: args,
    line: 0,
    range: NO_RANGE,
  }),
  breakStatement: () => ({ type: "BreakStatement", line: 0, range: NO_RANGE }),
  gotoStatement: (label: Identifier) => ({
    type: "GotoStatement",
    label,
    line: 0,
    range: NO_RANGE,
  }),
  labelStatement: (label: Identifier) => ({
    type: "LabelStatement",
    label,
    line: 0,
    range: NO_RANGE,
  }),
  chunk: (body: Statement[]) => ({ type: "Chunk", name: "", body, lastLine: 0 }),
} satisfies Record<string, (...args: never[]) => Node | MethodName>;

/** The factories that luaparse calls for each construct, in the place of its own. */
export const nodeBuilders: Readonly<Record<string, unknown>> = builders;

/**
 * Marks the last expression of a list when it can give several values and stands in parentheses:
 * then a closing parenthesis comes after it that is not the list's own.
 *
 * @param source the text being parsed
 * @param list the expressions
 * @param listEnd offset of the closing parenthesis of the list itself, or -1 if it has none
 */
function markParenthesised(source: SourceText, list: readonly Expression[], listEnd: number): void {
  const last = list.at(-1);
  if (last === undefined) return;
  if (
    last.type === "CallExpression" ||
    last.type === "MethodCallExpression" ||
    last.type === "VarargLiteral"
  ) {
    const after = source.skipBlanks(last.range[1]);
    if (after !== listEnd && source.text.charCodeAt(after) === 41) {
      (last as Mutable<typeof last>).isParenthesised = true;
    }
  }
}

/** Fills in the lines of a function whose parameter list opens at or after `offset`. */
function locateFunction(
  source: SourceText,
  node: Mutable<FunctionExpression>,
  range: SourceRange,
  offset: number,
): void {
  node.range = range;
  node.line = source.lineAt(source.skipBlanks(offset));
  node.lastLine = source.lineAt(range[1] - 1);
}

type Located = Mutable<Exclude<Node, Chunk>> | Mutable<Chunk> | MethodName;

/**
 * Fills in what depends on the positions of a node whose `range` has just been set.
 *
 * @param source the text being parsed
 * @param node a node from {@link nodeBuilders}
 */
export function locate(source: SourceText, node: Located): void {
  switch (node.type) {
    case "Chunk":
      return;
    case "Identifier":
      node.line = source.lineAt(node.range[0]);
      if (source.isMasked) node.name = source.original.slice(...node.range);
      return;
    case "NumericLiteral":
      node.line = source.lineAt(node.range[0]);
      if (source.isMasked) node.value = decodeNumber(source.original.slice(...node.range));
      return;
    case "BinaryExpression":
    case "LogicalExpression":
      node.line = source.lineAt(source.skipToOperator(node.left.range[1]));
      return;
    case "MemberExpression":
    case "IndexExpression":
    case "MethodName":
      node.line = source.lineAt(source.skipToOperator(node.base.range[1]));
      return;
    case "CallExpression":
      locateCall(source, node, source.skipToOperator(node.base.range[1]));
      return;
    case "MethodCallExpression":
      locateCall(source, node, source.skipBlanks(node.method.range[1]));
      return;
    case "FunctionExpression":
      locateFunction(source, node, node.range, node.range[0] + "function".length);
      return;
    case "LocalFunctionStatement":
    case "FunctionStatement":
      locateFunctionStatement(source, node);
      return;
    case "TableConstructor":
      node.line = source.lineAt(node.range[0]);
      markParenthesised(source, lastValue(node), -1);
      return;
    case "ReturnStatement":
      node.line = source.lineAt(node.range[0]);
      markParenthesised(source, node.arguments, -1);
      return;
    case "LocalStatement":
    case "AssignmentStatement":
      node.line = source.lineAt(node.range[0]);
      markParenthesised(source, node.init, -1);
      return;
    case "ForGenericStatement":
      node.line = source.lineAt(node.range[0]);
      markParenthesised(source, node.iterators, -1);
      return;
    default:
      node.line = source.lineAt(node.range[0]);
  }
}

/** The value that ends a table constructor, if it has no key. */
function lastValue(node: TableConstructor): readonly Expression[] {
  const last = node.fields.at(-1);
  return last?.type === "TableValue" ? [last.value] : [];
}

function locateCall(source: SourceText, node: MutableCall, open: number): void {
  node.line = source.lineAt(open);
  if (source.text.charCodeAt(open) === 40) {
    markParenthesised(source, node.arguments, node.range[1] - 1);
  }
}

function locateFunctionStatement(
  source: SourceText,
  node: Mutable<FunctionStatement> | Mutable<LocalFunctionStatement>,
): void {
  node.line = source.lineAt(node.range[0]);
  locateFunction(source, node.function, node.range, node.identifier.range[1]);
}
