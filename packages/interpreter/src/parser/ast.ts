/**
 * The syntax tree that the parser hands to analysis and code generation: luaparse's nodes, tidied.
 * Invariants: strings are byte strings already decoded, numbers are doubles,
 * every node knows the line an error in it is reported at, and nesting is at most as deep as Lua
 * allows (200 levels) except along `left` of a binary expression and `base` of an index, member
 * or call, which may be tens of thousands long: walk those two in a loop, not by recursion.
 */

/** What every node has. */
export interface NodeBase {
  /** Line, counted from 1, at which an error raised by this node is reported. */
  readonly line: number;
}

/** A name: a variable, a parameter, or the name after a dot, a colon or `goto`. */
export interface Identifier extends NodeBase {
  /** Its kind. */
  readonly type: "Identifier";
  /** As it is written. */
  readonly name: string;
  /** Its own among the identifiers of the chunk, from 0: what is known of it is kept under it. */
  readonly number: number;
  /** Whether it stands in parentheses, which changes when an upvalue is read. */
  readonly isParenthesised?: true;
}

/** A string constant; each character of `value` is one byte, 0 to 255. */
export interface StringLiteral extends NodeBase {
  readonly type: "StringLiteral";
  readonly value: string;
}

/** A number constant. */
export interface NumericLiteral extends NodeBase {
  readonly type: "NumericLiteral";
  readonly value: number;
}

/** `true` or `false`. */
export interface BooleanLiteral extends NodeBase {
  readonly type: "BooleanLiteral";
  readonly value: boolean;
}

/** `nil`. */
export interface NilLiteral extends NodeBase {
  readonly type: "NilLiteral";
}

/** `...` as an expression. */
export interface VarargLiteral extends NodeBase, MultipleResults {
  readonly type: "VarargLiteral";
}

/** An expression that can give any number of values where a list of expressions ends. */
export interface MultipleResults {
  /** Whether it stands in parentheses, which cut it to one value. Lua 5.2 manual §3.4. */
  readonly isParenthesised: boolean;
}

/** `function (...) ... end`, also the function of a function statement. */
export interface FunctionExpression extends NodeBase {
  /** Its kind. */
  readonly type: "FunctionExpression";
  /** Named parameters; a method (`function a:b()`) has `self` as its first. */
  readonly parameters: readonly Identifier[];
  /** Whether the parameters end in `...`. */
  readonly isVararg: boolean;
  /** What it does. */
  readonly body: readonly Statement[];
  /** The line of the function's `end`. */
  readonly lastLine: number;
  /** The offset in the source of its opening parenthesis. */
  readonly textStart: number;
  /** The line of its opening parenthesis. */
  readonly textLine: number;
  /** The offset just after its `end`. */
  readonly textEnd: number;
  /** Whether its first parameter is the `self` that `function a:b()` adds. */
  readonly isMethod: boolean;
}

/** `{ ... }`. */
export interface TableConstructor extends NodeBase {
  readonly type: "TableConstructor";
  /** The line of its closing brace. */
  readonly lastLine: number;
  readonly fields: readonly TableField[];
}

/** `[key] = value` inside a table constructor. */
export interface TableKey extends NodeBase {
  readonly type: "TableKey";
  readonly key: Expression;
  readonly value: Expression;
}

/** `name = value` inside a table constructor. */
export interface TableKeyString extends NodeBase {
  readonly type: "TableKeyString";
  readonly key: Identifier;
  readonly value: Expression;
}

/** A value without a key inside a table constructor. */
export interface TableValue extends NodeBase {
  readonly type: "TableValue";
  readonly value: Expression;
}

/** Any field of a table constructor. */
export type TableField = TableKey | TableKeyString | TableValue;

/** An operator between two operands that are both evaluated. */
export type BinaryOperator =
  "+" | "-" | "*" | "/" | "%" | "^" | ".." | "==" | "~=" | "<" | "<=" | ">" | ">=";

/** Both operands are evaluated; `line` is the operator's. `left` may be nested very deeply. */
export interface BinaryExpression extends NodeBase {
  readonly type: "BinaryExpression";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** Short-circuit `and` / `or`; `line` is the operator's. `left` may be nested very deeply. */
export interface LogicalExpression extends NodeBase {
  readonly type: "LogicalExpression";
  readonly operator: "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}

/** An operator in front of one operand. */
export type UnaryOperator = "-" | "not" | "#";

/** `-x`, `not x`, `#x`. */
export interface UnaryExpression extends NodeBase {
  readonly type: "UnaryExpression";
  readonly operator: UnaryOperator;
  readonly argument: Expression;
}

/** `base.name`; `line` is the dot's. `base` may be nested very deeply. */
export interface MemberExpression extends NodeBase {
  /** Its kind. */
  readonly type: "MemberExpression";
  /** What is indexed. */
  readonly base: Expression;
  /** The name after the dot. */
  readonly identifier: Identifier;
}

/** `base[index]`; `line` is the opening bracket's. `base` may be nested very deeply. */
export interface IndexExpression extends NodeBase {
  readonly type: "IndexExpression";
  readonly base: Expression;
  readonly index: Expression;
}

/**
 * `base(arguments)`, `base "string"`, `base {table}`; `line` is that of the opening parenthesis,
 * the string or the table. `base` may be nested very deeply.
 */
export interface CallExpression extends NodeBase, MultipleResults {
  /** Its kind. */
  readonly type: "CallExpression";
  /** The line on which its arguments end. */
  readonly lastLine: number;
  /** What is called. */
  readonly base: Expression;
  /** What it is given; the last may have several values. */
  readonly arguments: readonly Expression[];
}

/** `base:method(arguments)`; lines as in a call, the lookup's is `method.line`. */
export interface MethodCallExpression extends NodeBase, MultipleResults {
  readonly type: "MethodCallExpression";
  readonly lastLine: number;
  readonly base: Expression;
  readonly method: Identifier;
  readonly arguments: readonly Expression[];
}

/** Anything that has a value. */
export type Expression =
  | Identifier
  | StringLiteral
  | NumericLiteral
  | BooleanLiteral
  | NilLiteral
  | VarargLiteral
  | FunctionExpression
  | TableConstructor
  | BinaryExpression
  | LogicalExpression
  | UnaryExpression
  | MemberExpression
  | IndexExpression
  | CallExpression
  | MethodCallExpression;

/** What can stand on the left of an assignment. */
export type AssignmentTarget = Identifier | MemberExpression | IndexExpression;

/** `local a, b = 1, 2`; `init` is empty without `=`. */
export interface LocalStatement extends NodeBase {
  readonly type: "LocalStatement";
  readonly variables: readonly Identifier[];
  readonly init: readonly Expression[];
}

/** `a, b.c = 1, 2`. */
export interface AssignmentStatement extends NodeBase {
  readonly type: "AssignmentStatement";
  readonly variables: readonly AssignmentTarget[];
  readonly init: readonly Expression[];
}

/** A call whose results are dropped. */
export interface CallStatement extends NodeBase {
  readonly type: "CallStatement";
  readonly expression: CallExpression | MethodCallExpression;
}

/** `do ... end`. */
export interface DoStatement extends NodeBase {
  readonly type: "DoStatement";
  readonly body: readonly Statement[];
}

/** `while condition do ... end`. */
export interface WhileStatement extends NodeBase {
  readonly type: "WhileStatement";
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

/** `repeat ... until condition`; the condition sees the body's locals. */
export interface RepeatStatement extends NodeBase {
  readonly type: "RepeatStatement";
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

/** `if` or `elseif` with its block. */
export interface IfClause extends NodeBase {
  readonly type: "IfClause";
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

/** The `else` block. */
export interface ElseClause extends NodeBase {
  readonly type: "ElseClause";
  readonly body: readonly Statement[];
}

/** `if ... elseif ... else ... end`: one or more `IfClause`, then at most one `ElseClause`. */
export interface IfStatement extends NodeBase {
  readonly type: "IfStatement";
  readonly clauses: readonly (IfClause | ElseClause)[];
}

/** `for i = start, end, step do ... end`; `step` is null when left out. */
export interface ForNumericStatement extends NodeBase {
  readonly type: "ForNumericStatement";
  /** The line of `do`, where PUC looks at the three values. */
  readonly doLine: number;
  readonly variable: Identifier;
  readonly start: Expression;
  readonly end: Expression;
  readonly step: Expression | null;
  readonly body: readonly Statement[];
}

/** `for a, b in iterators do ... end`. */
export interface ForGenericStatement extends NodeBase {
  readonly type: "ForGenericStatement";
  /** The line of what comes after `in`, where PUC calls the iterator. */
  readonly callLine: number;
  readonly variables: readonly Identifier[];
  readonly iterators: readonly Expression[];
  readonly body: readonly Statement[];
}

/** `local function name() ... end`; the function sees its own name. */
export interface LocalFunctionStatement extends NodeBase {
  readonly type: "LocalFunctionStatement";
  readonly identifier: Identifier;
  readonly function: FunctionExpression;
}

/** `function a.b.c:d() ... end`; a method is a member here and has `self` as first parameter. */
export interface FunctionStatement extends NodeBase {
  readonly type: "FunctionStatement";
  readonly identifier: Identifier | MemberExpression;
  readonly isMethod: boolean;
  readonly function: FunctionExpression;
}

/** `return ...`; always the last statement of its block. */
export interface ReturnStatement extends NodeBase {
  readonly type: "ReturnStatement";
  readonly arguments: readonly Expression[];
}

/** `break`; always inside a loop of the same function. */
export interface BreakStatement extends NodeBase {
  readonly type: "BreakStatement";
}

/** `goto label`; the label exists, is visible, and no local's scope is entered. */
export interface GotoStatement extends NodeBase {
  readonly type: "GotoStatement";
  readonly label: Identifier;
}

/** `::label::`; unique within its block. */
export interface LabelStatement extends NodeBase {
  readonly type: "LabelStatement";
  readonly label: Identifier;
}

/** Any statement. Empty statements (`;`) leave no node. */
export type Statement =
  | LocalStatement
  | AssignmentStatement
  | CallStatement
  | DoStatement
  | WhileStatement
  | RepeatStatement
  | IfStatement
  | ForNumericStatement
  | ForGenericStatement
  | LocalFunctionStatement
  | FunctionStatement
  | ReturnStatement
  | BreakStatement
  | GotoStatement
  | LabelStatement;

/** A whole source text: the body of a vararg function without named parameters. */
export interface Chunk {
  /** Its kind. */
  readonly type: "Chunk";
  /** The chunk name as given to `load`, with its `=` or `@`. */
  readonly name: string;
  /** What it does. */
  readonly body: readonly Statement[];
  /** How many lines the source has, at least 1. */
  readonly lastLine: number;
  /** How many identifiers it has. */
  readonly identifierCount: number;
}

/** Every node there is. */
export type Node = Chunk | Statement | Expression | TableField | IfClause | ElseClause;
