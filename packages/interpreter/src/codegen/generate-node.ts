/**
 * The compiler's table of contents: which file generates which kind of node.
 */
import type { Expression, Statement } from "../parser/ast.js";
import { chain } from "./expressions/chains.js";
import { functionExpression } from "./expressions/closures.js";
import { logicalExpression } from "./expressions/logical.js";
import { binaryExpression, unaryExpression } from "./expressions/operators.js";
import { identifier, numericLiteral, varargLiteral } from "./expressions/simple.js";
import { tableConstructor } from "./expressions/table-constructor.js";
import type { FunctionGenerator } from "./function-generator.js";
import { constant, type Operand } from "./operand.js";
import {
  assignmentStatement,
  functionStatement,
  localFunctionStatement,
  localStatement,
} from "./statements/assignments.js";
import {
  breakStatement,
  callStatement,
  doStatement,
  gotoStatement,
  ifStatement,
  returnStatement,
} from "./statements/blocks.js";
import {
  forGenericStatement,
  forNumericStatement,
  repeatStatement,
  whileStatement,
} from "./statements/loops.js";

/** Compiles an expression to one value. */
export function generateExpression(g: FunctionGenerator, node: Expression): Operand {
  switch (node.type) {
    case "NilLiteral":
      return constant("undefined", "nil");
    case "BooleanLiteral":
      return constant(String(node.value), "boolean");
    case "NumericLiteral":
      return numericLiteral(g, node);
    case "StringLiteral":
      return constant(g.stringConstant(node.value), "string");
    case "VarargLiteral":
      return varargLiteral(g, node);
    case "Identifier":
      return identifier(g, node);
    case "FunctionExpression":
      return functionExpression(g, node);
    case "TableConstructor":
      return tableConstructor(g, node);
    case "BinaryExpression":
      return binaryExpression(g, node);
    case "LogicalExpression":
      return logicalExpression(g, node);
    case "UnaryExpression":
      return unaryExpression(g, node);
    case "MemberExpression":
    case "IndexExpression":
    case "CallExpression":
    case "MethodCallExpression":
      return chain(g, node);
  }
}

/** Generates a statement. */
export function generateStatement(g: FunctionGenerator, node: Statement): void {
  switch (node.type) {
    case "LocalStatement":
      localStatement(g, node);
      return;
    case "AssignmentStatement":
      assignmentStatement(g, node);
      return;
    case "CallStatement":
      callStatement(g, node);
      return;
    case "DoStatement":
      doStatement(g, node);
      return;
    case "WhileStatement":
      whileStatement(g, node);
      return;
    case "RepeatStatement":
      repeatStatement(g, node);
      return;
    case "IfStatement":
      ifStatement(g, node);
      return;
    case "ForNumericStatement":
      forNumericStatement(g, node);
      return;
    case "ForGenericStatement":
      forGenericStatement(g, node);
      return;
    case "LocalFunctionStatement":
      localFunctionStatement(g, node);
      return;
    case "FunctionStatement":
      functionStatement(g, node);
      return;
    case "ReturnStatement":
      returnStatement(g, node);
      return;
    case "BreakStatement":
      breakStatement(g, node);
      return;
    case "GotoStatement":
      gotoStatement(g, node);
      return;
    case "LabelStatement":
      return;
  }
}
