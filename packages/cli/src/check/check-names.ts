/**
 * Globals that nobody defines, fields that a library does not have, and locals that nobody reads.
 */
import {
  type CallExpression,
  type Chunk,
  type ChunkScope,
  type Expression,
  type Identifier,
  type MemberExpression,
  type Statement,
  type Variable,
} from "@craftos-http/interpreter/analysis";
import { nearName } from "../report/near-name.js";
import type { KnownNames } from "./known-names.js";
import { type Visitor, walkChunk } from "./walk-chunk.js";

/** Told of a problem. */
export type Report = (
  line: number,
  rule: "undefined-global" | "unknown-field" | "unused-local",
  message: string,
) => void;

/**
 * Checks the names of a chunk.
 * @param chunk - its tree
 * @param scope - what its names mean
 * @param known - what there is
 * @param report - told of problems
 */
export function checkNames(
  chunk: Chunk,
  scope: ChunkScope,
  known: KnownNames,
  report: Report,
): void {
  // A program with an environment of its own may have anything in it.
  if (!scope.mentionsEnvironment && !callsSetfenv(chunk)) {
    const finder = new GlobalFinder(scope);
    walkChunk(chunk, finder);
    finder.report(known, report);
  }
  const locals = new LocalFinder(scope);
  walkChunk(chunk, locals);
  locals.report(report);
}

function callsSetfenv(chunk: Chunk): boolean {
  let isFound = false;
  walkChunk(chunk, {
    expression: (node) => {
      if (node.type === "Identifier" && node.name === "setfenv") isFound = true;
    },
  });
  return isFound;
}

/** Collects how globals are used. */
class GlobalFinder implements Visitor {
  readonly #scope: ChunkScope;
  readonly #defined = new Set<string>();
  readonly #fieldsSet = new Set<string>();
  readonly #read = new Map<Identifier, number>();
  readonly #members: MemberExpression[] = [];
  /** Names that the program asks for before it uses them: \`if turtle then\`. */
  readonly #asked = new Set<string>();

  constructor(scope: ChunkScope) {
    this.#scope = scope;
  }

  readonly statement = (statement: Statement): void => {
    if (statement.type === "AssignmentStatement") statement.variables.forEach(this.#assign);
    if (statement.type === "FunctionStatement") this.#assign(statement.identifier);
    if (statement.type === "WhileStatement") this.#ask(statement.condition);
    if (statement.type === "IfStatement") {
      for (const clause of statement.clauses) {
        if (clause.type === "IfClause") this.#ask(clause.condition);
      }
    }
  };

  readonly expression = (node: Expression): void => {
    if (node.type === "Identifier" && !this.#scope.variableOf.has(node)) {
      this.#read.set(node, node.line);
    }
    if (node.type === "MemberExpression") this.#members.push(node);
    if (node.type === "CallExpression") this.#loadApi(node);
    if (node.type === "LogicalExpression") {
      this.#ask(node.left);
      if (node.operator === "or") this.#ask(node.right);
    }
  };

  report(known: KnownNames, report: Report): void {
    for (const [{ name }, line] of this.#read) {
      if (known.globals.has(name) || this.#defined.has(name) || this.#asked.has(name)) continue;
      const meant = closest(name, [...known.globals.keys(), ...this.#defined]);
      report(line, "undefined-global", `nothing defines the global '${name}'${meant}`);
    }
    for (const { base, identifier, line } of this.#members) {
      if (base.type !== "Identifier" || this.#scope.variableOf.has(base)) continue;
      const fields = known.globals.get(base.name);
      const path = `${base.name}.${identifier.name}`;
      const isKnown = fields?.has(identifier.name) ?? true;
      if (isKnown || this.#defined.has(base.name) || this.#fieldsSet.has(path)) continue;
      if (this.#asked.has(path)) continue;
      const meant = closest(identifier.name, [...(fields ?? [])]);
      report(line, "unknown-field", `'${base.name}' has no '${identifier.name}'${meant}`);
    }
  }

  readonly #assign = (target: Expression): void => {
    if (target.type === "Identifier") {
      if (!this.#scope.variableOf.has(target)) this.#defined.add(target.name);
    } else if (target.type === "MemberExpression" && target.base.type === "Identifier") {
      this.#fieldsSet.add(`${target.base.name}.${target.identifier.name}`);
      if (target.base.name === "_G") this.#defined.add(target.identifier.name);
    }
  };

  /** An API is a global with the name of its file. */
  #loadApi({ base, arguments: [path] }: CallExpression): void {
    if (base.type !== "MemberExpression" || base.identifier.name !== "loadAPI") return;
    if (path?.type !== "StringLiteral") return;
    const [, name] = /([^/]*?)(?:\.lua)?$/.exec(path.value) ?? [];
    if (name !== undefined) this.#defined.add(name);
  }

  /** Notes what a condition asks for: a name by itself, or its absence. */
  #ask(condition: Expression): void {
    if (condition.type === "Identifier") this.#asked.add(condition.name);
    if (condition.type === "MemberExpression" && condition.base.type === "Identifier") {
      this.#asked.add(`${condition.base.name}.${condition.identifier.name}`);
    }
    if (condition.type === "UnaryExpression") this.#ask(condition.argument);
    if (condition.type === "BinaryExpression") {
      const isNil = condition.right.type === "NilLiteral";
      if (isNil) this.#ask(condition.left);
    }
    if (condition.type === "LogicalExpression") {
      this.#ask(condition.left);
      this.#ask(condition.right);
    }
  }
}

/** Collects which locals are declared, and which are read. */
class LocalFinder implements Visitor {
  readonly #scope: ChunkScope;
  readonly #declared = new Map<Variable, Identifier>();
  /** The names behind each in its statement: one in front of a name that is read has to be there. */
  readonly #behind = new Map<Variable, readonly Identifier[]>();
  readonly #read = new Set<Variable>();
  readonly #targets = new Set<Expression>();

  constructor(scope: ChunkScope) {
    this.#scope = scope;
  }

  readonly statement = (statement: Statement): void => {
    if (statement.type === "LocalStatement") {
      const { variables } = statement;
      variables.forEach((variable, i) => {
        this.#declare(variable, variables.slice(i + 1));
      });
    }
    if (statement.type === "LocalFunctionStatement") this.#declare(statement.identifier, []);
    if (statement.type === "AssignmentStatement") {
      for (const target of statement.variables) this.#targets.add(target);
    }
    if (statement.type === "FunctionStatement") this.#targets.add(statement.identifier);
  };

  readonly expression = (node: Expression): void => {
    if (node.type !== "Identifier" || this.#targets.has(node)) return;
    const variable = this.#scope.variableOf.get(node);
    if (variable !== undefined) this.#read.add(variable);
  };

  report(report: Report): void {
    for (const [variable, { name, line }] of this.#declared) {
      if (this.#read.has(variable) || name.startsWith("_")) continue;
      if (this.#behind.get(variable)?.some((each) => this.#isRead(each)) === true) continue;
      const what = variable.isReassigned ? "is assigned and never read" : "is never used";
      report(line, "unused-local", `the local '${name}' ${what}`);
    }
  }

  #isRead(identifier: Identifier): boolean {
    const variable = this.#scope.variableOf.get(identifier);
    return variable !== undefined && this.#read.has(variable);
  }

  #declare(identifier: Identifier, behind: readonly Identifier[]): void {
    const variable = this.#scope.variableOf.get(identifier);
    if (variable === undefined) return;
    this.#declared.set(variable, identifier);
    this.#behind.set(variable, behind);
  }
}

/** A name that differs little, as the end of a message. */
function closest(name: string, candidates: readonly string[]): string {
  const near = nearName(name, candidates);
  return near === undefined ? "" : `; is '${near}' meant?`;
}
