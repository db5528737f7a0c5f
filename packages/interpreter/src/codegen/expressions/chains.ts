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
import { traceLine } from "../trace-points.js";
import { lastLineOf, tracedOperand, tracedValue } from "../trace-values.js";
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
  const outermostLine = takeIndexLine(g);
  const isCalled = links.at(-1)?.type === "CallExpression";
  const traced = isCalled ? tracedValue : tracedOperand;
  let value = traced(g, innermost);
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i]!;
    if (g.tracer !== null) traceLink(g, link, i === 0 ? outermostLine : null);
    value = linkValue(g, link, value);
  }
  return value;
}

function takeIndexLine({ tracer }: FunctionGenerator): number | null {
  if (tracer === null) return null;
  const line = tracer.indexLine;
  tracer.indexLine = null;
  return line;
}

/** Traces an index. One with a computed key is told of before the key. */
function traceLink(g: FunctionGenerator, node: ChainLink, line: number | null): void {
  if (node.type === "MemberExpression" || node.type === "IndexExpression") {
    traceLine(g, line ?? lastLineOf(node));
  }
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
