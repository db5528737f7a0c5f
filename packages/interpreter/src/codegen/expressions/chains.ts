/**
 * Indexes and calls of what was indexed or called before: `a.b[c]:d()`. Such chains may be as long as
 * their source (Lua 5.2 manual §9), so they are walked in a loop.
 */
import type {
  CallExpression,
  Expression,
  IndexExpression,
  MemberExpression,
  MethodCallExpression,
} from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import type { Operand } from "../operand.js";
import { callExpression } from "./calls.js";
import { indexExpression, memberExpression } from "./indexing.js";

/** An expression that indexes or calls its base. */
export type ChainLink = MemberExpression | IndexExpression | CallExpression | MethodCallExpression;

function isLink(node: Expression): node is ChainLink {
  switch (node.type) {
    case "MemberExpression":
    case "IndexExpression":
    case "CallExpression":
    case "MethodCallExpression":
      return true;
    default:
      return false;
  }
}

/** A chain cut to one value. */
export function chain(g: FunctionGenerator, node: ChainLink): Operand {
  const links: ChainLink[] = [];
  let innermost: Expression = node;
  while (isLink(innermost)) {
    links.push(innermost);
    innermost = innermost.base;
  }
  let value = g.expression(innermost);
  for (let i = links.length - 1; i >= 0; i--) value = linkValue(g, links[i]!, value);
  return value;
}

function linkValue(g: FunctionGenerator, node: ChainLink, base: Operand): Operand {
  switch (node.type) {
    case "MemberExpression":
      return memberExpression(g, node, base);
    case "IndexExpression":
      return indexExpression(g, node, base);
    default:
      return callExpression(g, node, base);
  }
}
