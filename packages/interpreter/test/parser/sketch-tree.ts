/**
 * Writes a tree back as Lua with every operator in parentheses, so that a test can show its shape
 * on one line. Parentheses around calls and `...` are those that the tree marks. The result is
 * Lua that means the same, which PUC Lua can be asked to confirm.
 */
import type { Expression, FunctionExpression, Node, Statement } from "../../src/parser/ast.js";

function list(nodes: readonly Node[]): string {
  return nodes.map(sketch).join(", ");
}

function block(body: readonly Statement[]): string {
  const statements = body.map(sketch);
  // A parenthesis at the start of a statement would make a call of the one before.
  return statements.map((text) => `${text.startsWith("(") ? "; " : ""}${text} `).join("");
}

function quote(value: string): string {
  const escape = (character: string): string =>
    `\\${String(character.charCodeAt(0)).padStart(3, "0")}`;
  return `'${value.replace(/[^ -~]|['\\]/g, escape)}'`;
}

/** What is indexed or called: only some expressions can be without parentheses. */
function base(node: Expression): string {
  switch (node.type) {
    case "Identifier":
    case "MemberExpression":
    case "IndexExpression":
    case "CallExpression":
    case "MethodCallExpression":
    case "BinaryExpression":
    case "LogicalExpression":
    case "UnaryExpression":
      return sketch(node);
    default:
      return `(${sketch(node)})`;
  }
}

function multiple(text: string, isParenthesised: boolean): string {
  return isParenthesised ? `(${text})` : text;
}

function initializers(init: readonly Expression[]): string {
  return init.length === 0 ? "" : ` = ${list(init)}`;
}

function functionTail(node: FunctionExpression, isMethod = false): string {
  const parameters = node.parameters.slice(isMethod ? 1 : 0).map(({ name }) => name);
  if (node.isVararg) parameters.push("...");
  return `(${parameters.join(", ")}) ${block(node.body)}end`;
}

function sketchExpression(node: Expression): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "StringLiteral":
      return quote(node.value);
    case "NumericLiteral":
      return node.value === Infinity ? "1e999" : String(node.value);
    case "BooleanLiteral":
      return String(node.value);
    case "NilLiteral":
      return "nil";
    case "VarargLiteral":
      return multiple("...", node.isParenthesised);
    case "FunctionExpression":
      return `function${functionTail(node)}`;
    case "TableConstructor":
      return `{${list(node.fields)}}`;
    case "BinaryExpression":
    case "LogicalExpression":
      return `(${sketch(node.left)} ${node.operator} ${sketch(node.right)})`;
    case "UnaryExpression":
      return `(${node.operator} ${sketch(node.argument)})`;
    case "MemberExpression":
      return `${base(node.base)}.${node.identifier.name}`;
    case "IndexExpression":
      return `${base(node.base)}[${sketch(node.index)}]`;
    case "CallExpression":
      return multiple(`${base(node.base)}(${list(node.arguments)})`, node.isParenthesised);
    case "MethodCallExpression":
      return multiple(
        `${base(node.base)}:${node.method.name}(${list(node.arguments)})`,
        node.isParenthesised,
      );
  }
}

/** One line of Lua with the shape of the tree. */
export function sketch(node: Node): string {
  switch (node.type) {
    case "Chunk":
      return block(node.body);
    case "TableKey":
      return `[${sketch(node.key)}] = ${sketch(node.value)}`;
    case "TableKeyString":
      return `${node.key.name} = ${sketch(node.value)}`;
    case "TableValue":
      return sketch(node.value);
    case "LocalStatement":
      return `local ${list(node.variables)}${initializers(node.init)}`;
    case "AssignmentStatement":
      return `${list(node.variables)}${initializers(node.init)}`;
    case "CallStatement":
      return sketch(node.expression);
    case "DoStatement":
      return `do ${block(node.body)}end`;
    case "WhileStatement":
      return `while ${sketch(node.condition)} do ${block(node.body)}end`;
    case "RepeatStatement":
      return `repeat ${block(node.body)}until ${sketch(node.condition)}`;
    case "IfStatement":
      return `${node.clauses.map(sketch).join("else").replaceAll("elseelse", "else")}end`;
    case "IfClause":
      return `if ${sketch(node.condition)} then ${block(node.body)}`;
    case "ElseClause":
      return `else ${block(node.body)}`;
    case "ForNumericStatement": {
      const range = [node.start, node.end, ...(node.step === null ? [] : [node.step])];
      return `for ${node.variable.name} = ${list(range)} do ${block(node.body)}end`;
    }
    case "ForGenericStatement":
      return `for ${list(node.variables)} in ${list(node.iterators)} do ${block(node.body)}end`;
    case "LocalFunctionStatement":
      return `local function ${node.identifier.name}${functionTail(node.function)}`;
    case "FunctionStatement": {
      const name = sketch(node.identifier);
      const shown = node.isMethod ? name.replace(/\.(\w+)$/, ":$1") : name;
      return `function ${shown}${functionTail(node.function, node.isMethod)}`;
    }
    case "ReturnStatement":
      return `return ${list(node.arguments)}`.trimEnd();
    case "BreakStatement":
      return "break";
    case "GotoStatement":
      return `goto ${node.label.name}`;
    case "LabelStatement":
      return `::${node.label.name}::`;
    default:
      return sketchExpression(node);
  }
}
