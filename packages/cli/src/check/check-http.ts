/**
 * Calls of the http API that cannot work, and callbacks that never answer.
 */
import {
  type CallExpression,
  type Chunk,
  type ChunkScope,
  type Expression,
  type FunctionExpression,
  type Identifier,
  type Variable,
} from "@craftos-http/interpreter/analysis";
import type { KnownNames } from "./known-names.js";
import { walkChunk, walkFunction } from "./walk-chunk.js";

/** Told of a problem. */
export type ReportHttp = (
  line: number,
  rule: "http-arguments" | "unclosed-response" | "unknown-field",
  message: string,
) => void;

/** What the first arguments of functions are. */
const ARGUMENTS: Readonly<Record<string, readonly ("port" | "function" | "url")[]>> = {
  listen: ["port", "function"],
  addListener: ["port"],
  removeListener: ["port"],
  websocketServer: ["port"],
  get: ["url"],
  post: ["url"],
};

/**
 * Checks the calls of a chunk.
 * @param chunk - its tree
 * @param scope - what its names mean
 * @param known - what there is
 * @param report - told of problems
 */
export function checkHttp(
  chunk: Chunk,
  scope: ChunkScope,
  known: KnownNames,
  report: ReportHttp,
): void {
  const named = localFunctions(chunk, scope);
  const checked = new Set<FunctionExpression>();
  walkChunk(chunk, {
    expression: (node) => {
      if (node.type !== "CallExpression") return;
      const name = httpFunction(node, scope);
      if (name === undefined) return;
      checkArguments(node, name, report);
      const given = name === "listen" ? node.arguments[1] : undefined;
      const callback = given === undefined ? undefined : functionOf(given, scope, named);
      if (callback === undefined || checked.has(callback)) return;
      checked.add(callback);
      checkCallback(callback, scope, known, report);
    },
  });
}

/** The functions that locals are, which are never given another value. */
function localFunctions(
  chunk: Chunk,
  scope: ChunkScope,
): ReadonlyMap<Variable, FunctionExpression> {
  const found = new Map<Variable, FunctionExpression>();
  const add = (name: Identifier, value: Expression | undefined): void => {
    const variable = scope.variableOf.get(name);
    if (variable === undefined || variable.isReassigned) return;
    if (value?.type === "FunctionExpression") found.set(variable, value);
  };
  walkChunk(chunk, {
    statement: (statement) => {
      if (statement.type === "LocalFunctionStatement")
        add(statement.identifier, statement.function);
      if (statement.type !== "LocalStatement") return;
      statement.variables.forEach((name, i) => add(name, statement.init[i]));
    },
  });
  return found;
}

function functionOf(
  node: Expression,
  scope: ChunkScope,
  named: ReadonlyMap<Variable, FunctionExpression>,
): FunctionExpression | undefined {
  if (node.type === "FunctionExpression") return node;
  const variable = node.type === "Identifier" ? scope.variableOf.get(node) : undefined;
  return variable === undefined ? undefined : named.get(variable);
}

/** The name of the function of \`http\` that is called. */
function httpFunction({ base }: CallExpression, scope: ChunkScope): string | undefined {
  if (base.type !== "MemberExpression" || base.base.type !== "Identifier") return undefined;
  const isHttp = base.base.name === "http" && !scope.variableOf.has(base.base);
  return isHttp ? base.identifier.name : undefined;
}

function checkArguments(call: CallExpression, name: string, report: ReportHttp): void {
  const expected = Object.hasOwn(ARGUMENTS, name) ? (ARGUMENTS[name] ?? []) : [];
  const last = call.arguments.at(-1);
  const isOpen =
    last !== undefined &&
    (last.type === "CallExpression" ||
      last.type === "MethodCallExpression" ||
      last.type === "VarargLiteral");
  expected.forEach((kind, index) => {
    const argument = call.arguments[index];
    const problem =
      argument === undefined ? (isOpen ? undefined : "is missing") : whyNot(argument, kind);
    if (problem === undefined) return;
    const what = { port: "a port", function: "a function", url: "a URL" }[kind];
    report(
      argument?.line ?? call.line,
      "http-arguments",
      `argument #${index + 1} of 'http.${name}' ${problem}: ${what} is expected`,
    );
  });
}

/** Why a constant cannot be what is expected; anything else may be. */
function whyNot(argument: Expression, kind: "port" | "function" | "url"): string | undefined {
  const { type } = argument;
  if (type === "NumericLiteral" && kind === "port") {
    const { value } = argument;
    const isPort = Number.isInteger(value) && value >= 0 && value <= 65_535;
    return isPort ? undefined : `is ${value}`;
  }
  const names: Partial<Record<Expression["type"], string>> = {
    NumericLiteral: "is a number",
    StringLiteral: "is a string",
    BooleanLiteral: "is a boolean",
    NilLiteral: "is nil",
    FunctionExpression: "is a function",
    TableConstructor: "is a table",
  };
  const isFine =
    (kind === "function" && type === "FunctionExpression") ||
    // http.get takes a table of options too.
    (kind === "url" && (type === "StringLiteral" || type === "TableConstructor"));
  return isFine ? undefined : names[type];
}

function checkCallback(
  callback: FunctionExpression,
  scope: ChunkScope,
  known: KnownNames,
  report: ReportHttp,
): void {
  const [request, response] = callback.parameters;
  if (request !== undefined) {
    checkHandle(callback, request, { scope, fields: known.request, what: "a request" }, report);
  }
  if (response === undefined) {
    const message = "the callback has no parameter for the response, so it cannot answer";
    if (!callback.isVararg) report(callback.line, "unclosed-response", message);
    return;
  }
  const facts = { scope, fields: known.response, what: "a response" };
  const use = checkHandle(callback, response, facts, report);
  // One that is sent while it is being made may go on until its client leaves.
  const isAnswered = use.members.has("close") || use.members.has("flush");
  if (!isAnswered && !use.isPassedOn) {
    const message = `the response '${response.name}' is never closed, so it is sent late`;
    report(callback.line, "unclosed-response", message);
  }
}

/** Checks which fields of a handle a callback uses. */
function checkHandle(
  callback: FunctionExpression,
  parameter: Identifier,
  facts: {
    readonly scope: ChunkScope;
    readonly fields: ReadonlySet<string>;
    readonly what: string;
  },
  report: ReportHttp,
): { readonly members: ReadonlySet<string>; readonly isPassedOn: boolean } {
  const { scope, fields, what } = facts;
  const variable = scope.variableOf.get(parameter);
  const members = new Map<string, number>();
  const assigned = new Set<string>();
  let uses = 0;
  let memberUses = 0;
  const isHandle = (node: Expression): boolean => isVariable(node, variable, scope);
  walkFunction(callback, {
    statement: (statement) => {
      if (statement.type !== "AssignmentStatement") return;
      for (const target of statement.variables) {
        if (target.type === "MemberExpression" && isHandle(target.base)) {
          assigned.add(target.identifier.name);
        }
      }
    },
    expression: (node) => {
      if (isHandle(node)) uses++;
      if (node.type === "MemberExpression" && isHandle(node.base)) {
        memberUses++;
        members.set(node.identifier.name, node.line);
      }
      if (node.type === "MethodCallExpression" && isHandle(node.base)) {
        memberUses++;
        members.set(node.method.name, node.line);
      }
    },
  });
  for (const [name, line] of members) {
    if (fields.has(name) || assigned.has(name)) continue;
    report(line, "unknown-field", `${what} has no '${name}'`);
  }
  return { members: new Set(members.keys()), isPassedOn: uses > memberUses };
}

function isVariable(node: Expression, variable: Variable | undefined, scope: ChunkScope): boolean {
  return (
    variable !== undefined && node.type === "Identifier" && scope.variableOf.get(node) === variable
  );
}
