/**
 * Random expressions over the variables in scope, which mostly, but not always, are what their use
 * expects. Everything that could run long or print an address goes through a function of prelude.lua.
 */
import type { SeededRandom } from "../../seeded-random.js";
import { inlined, type Part } from "./program-tree.js";

/** What a variable or an expression mostly is. */
export type Kind = "number" | "string" | "table" | "function" | "any";

/** A block being generated. */
export interface Scope {
  readonly outer: Scope | null;
  readonly names: { name: string; kind: Kind }[];
  readonly isFunction: boolean;
  readonly isVararg: boolean;
  readonly isLoop: boolean;
}

/** Kinds, as often as they are wanted. */
export const KINDS: readonly Kind[] = [
  "number",
  "number",
  "string",
  "table",
  "table",
  "function",
  "any",
];
const PREFIX: Readonly<Record<Kind, string>> = {
  number: "n",
  string: "s",
  table: "t",
  function: "f",
  any: "a",
};
const FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  number: ["x", "y"],
  string: ["s"],
  table: ["t"],
  function: ["f", "g"],
  any: ["z"],
};

/** Makes expressions; what makes statements builds on it. */
export abstract class RandomExpressions {
  protected readonly random: SeededRandom;
  protected scope: Scope = {
    outer: null,
    names: [],
    isFunction: true,
    isVararg: true,
    isLoop: false,
  };

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /**
   * A function: parameters, body and end.
   * @param head - what stands before the parameters
   */
  protected abstract functionBody(head: string): Part[];

  protected chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }

  protected pick<T>(...items: readonly T[]): T {
    return this.random.pick(items);
  }

  // --- names -------------------------------------------------------------------------------------

  protected visible(kind: Kind | null): { name: string; kind: Kind }[] {
    const found: { name: string; kind: Kind }[] = [];
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.outer) {
      found.push(...scope.names.filter((name) => kind === null || name.kind === kind));
    }
    return found;
  }

  protected declare(kind: Kind): string {
    const name = `${PREFIX[kind]}${1 + this.random.below(4)}`;
    this.scope.names.push({ name, kind });
    return name;
  }

  /** A variable of a kind: mostly a local or upvalue, sometimes a global. */
  protected variable(kind: Kind): string {
    const candidates = this.visible(this.chance(98) ? kind : null);
    if (candidates.length === 0 || this.chance(8)) {
      return `g${PREFIX[kind]}${1 + this.random.below(2)}`;
    }
    return this.random.pick(candidates).name;
  }

  // --- expressions -------------------------------------------------------------------------------

  /** An expression of a kind, now and then of another. */
  protected expression(kind: Kind, depth: number): Part[] {
    switch (this.chance(2) ? this.pick(...KINDS) : kind) {
      case "number":
        return this.number(depth);
      case "string":
        return this.string(depth);
      case "table":
        return this.table(depth);
      case "function":
        return this.function(depth);
      case "any":
        return this.any(depth);
    }
  }

  protected number(depth: number): Part[] {
    const e = (): Part[] => this.expression("number", depth - 1);
    if (depth <= 0 || this.chance(25)) {
      if (this.chance(50)) return [this.variable("number")];
      return [this.pick("0", "1", "2", "3", "-1", "0.5", "10", "1e3", "-0", "2^31")];
    }
    switch (this.random.below(11)) {
      case 0:
      case 1:
      case 2:
        return ["(", ...e(), ` ${this.pick("+", "-", "*")} `, ...e(), ")"];
      case 3:
        return ["(", ...e(), this.pick(" / 2", " / 4", " ^ 2", " % 4 ^ 1", " * -1"), ")"];
      case 4:
        // With a space: two in a row would begin a comment.
        return ["- ", ...e()];
      case 5:
        // Of tables with holes, PUC and we may find different borders.
        return ["#", ...(this.chance(70) ? this.string(depth - 1) : [this.pick("gt2", "METAS")])];
      case 6:
        return this.chance(30)
          ? this.field("number", depth)
          : ["(", ...this.field("number", depth), " or 8)"];
      case 7:
        return this.logical(e(), e());
      case 8:
        return this.chance(20)
          ? this.call(depth)
          : ["(tonumber((", ...this.call(depth), ")) or 9)"];
      case 9:
        return this.scope.isVararg && this.chance(40)
          ? [this.pick("select('#', ...)", "(...)", "(select(1, ..., 4))")]
          : ["(tonumber(", ...this.expression("string", depth - 1), ") or 7)"];
      default:
        return ["(", ...e(), ")"];
    }
  }

  protected string(depth: number): Part[] {
    const e = (): Part[] => this.expression(this.pick<Kind>("string", "string", "number"), 0);
    if (depth <= 0 || this.chance(25)) {
      if (this.chance(45)) return [this.variable("string")];
      return [this.pick("'a'", "'10'", "'0x10'", "' 5 '", "''", "'b\\1c'", "[[long]]", "'1e1'")];
    }
    switch (this.random.below(7)) {
      case 0:
        return ["cut(", ...e(), " .. ", ...e(), ")"];
      case 1:
        return ["cut(", ...e(), " .. 'x' .. ", ...e(), " .. ", ...e(), ")"];
      case 2:
        return ["(", ...this.field("string", depth), " or 'none')"];
      case 3:
        return this.logical(e(), e());
      case 4:
        return [this.pick("type(", "show("), ...this.any(depth - 1), ")"];
      case 5:
        return [
          ...["cut((", ...this.string(0), "):"],
          this.pick("upper())", "sub(2))", "len())", "rep(2))", "byte(1, 2))"),
        ];
      default:
        return ["show(", ...this.call(depth), ")"];
    }
  }

  protected table(depth: number): Part[] {
    if (depth <= 0 || this.chance(45)) {
      const name = this.variable("table");
      return [this.chance(5) ? "{}" : name];
    }
    switch (this.random.below(5)) {
      case 0:
        return this.chance(20)
          ? this.field("table", depth)
          : ["(", ...this.field("table", depth), " or gt1)"];
      case 1:
        return this.logical(this.table(depth - 1), this.table(depth - 1));
      case 2:
        return ["setmetatable(", ...this.newTable(depth), `, ${this.meta()})`];
      default:
        return this.newTable(depth);
    }
  }

  protected meta(): string {
    return this.pick("TRACE", "YIELD", "FAIL", "CLASS", "DEEP", "METAS[1 + steps % 5]", "nil");
  }

  protected newTable(depth: number): Part[] {
    const parts: Part[] = ["{ "];
    for (let i = this.random.below(5); i > 0; i--) {
      switch (this.random.below(5)) {
        case 0:
          parts.push("x = ", ...this.number(depth - 1));
          break;
        case 1:
          parts.push("s = ", ...this.string(depth - 1));
          break;
        case 2:
          parts.push("[", this.pick("'y'", "1", "2", "1.5", "'t'", "true"), "] = ");
          parts.push(...this.any(depth - 1));
          break;
        default:
          parts.push(...this.any(depth - 1));
      }
      if (i > 1) parts.push(this.pick(", ", "; "));
    }
    if (this.scope.isVararg && this.chance(10)) parts.push(parts.length > 1 ? ", ..." : "...");
    return [...parts, " }"];
  }

  protected function(depth: number): Part[] {
    if (depth <= 0 || this.chance(70)) return [this.variable("function")];
    return this.chance(30)
      ? ["(", ...this.field("function", depth), " or gf1)"]
      : inlined(this.functionBody("function"));
  }

  protected any(depth: number): Part[] {
    switch (this.random.below(9)) {
      case 0:
        return [this.pick("nil", "true", "false", "nil")];
      case 1:
      case 2:
        return this.condition(depth);
      case 3:
        return [this.variable("any")];
      case 4:
        return this.call(depth);
      case 5:
        return this.string(depth);
      case 6:
        return this.table(depth);
      default:
        return this.number(depth);
    }
  }

  protected logical(left: Part[], right: Part[]): Part[] {
    return ["(", ...left, this.pick(" and ", " or "), ...right, ")"];
  }

  protected condition(depth: number): Part[] {
    if (depth <= 0) return [this.variable("any")];
    const kind = this.pick<Kind>("number", "number", "string", "table");
    const isOrdered = kind !== "table" || this.chance(10);
    const operators = isOrdered ? ["==", "~=", "<", "<=", ">", ">="] : ["==", "~="];
    switch (this.random.below(6)) {
      case 0:
        return ["not ", ...this.any(depth - 1)];
      case 1:
        return this.logical(this.condition(depth - 1), this.condition(depth - 1));
      case 2:
        return this.any(depth - 1);
      default:
        return [
          "(",
          ...this.expression(kind, depth - 1),
          ` ${this.random.pick(operators)} `,
          ...this.expression(kind, depth - 1),
          ")",
        ];
    }
  }

  protected field(kind: Kind, depth: number): Part[] {
    const table = this.chance(80) ? [this.variable("table")] : this.atom(depth - 1);
    if (this.chance(75)) return [...table, ".", this.pick(...FIELDS[kind])];
    const key = this.chance(40) ? [this.pick("1", "2", "'x'", "'y'")] : this.any(depth - 1);
    return [...table, "[", ...key, "]"];
  }

  /** A table expression that may be indexed or called. */
  protected atom(depth: number): Part[] {
    return ["(", ...this.expression("table", depth), ")"];
  }

  protected arguments(depth: number): Part[] {
    const parts: Part[] = [];
    const count = this.random.below(4);
    for (let i = 0; i < count; i++) {
      if (i > 0) parts.push(", ");
      parts.push(...this.any(depth - 1));
    }
    if (this.scope.isVararg && this.chance(12)) parts.push(count > 0 ? ", ..." : "...");
    return parts;
  }

  protected call(depth: number): Part[] {
    const args = this.arguments(Math.min(depth, 2));
    const argsAfter = args.length === 0 ? [] : [", ", ...args];
    switch (this.random.below(10)) {
      case 0:
        return [this.variable("table"), ":f(", ...args, ")"];
      case 1:
        return ["(", this.variable("function"), "(", ...args, "))"];
      case 2:
        return ["pcall(", this.variable("function"), ...argsAfter, ")"];
      case 3:
        return ["maybe(", ...args, ")"];
      case 4:
        return [this.variable("table"), ".f(", ...args, ")"];
      case 5:
        return ["select(", this.pick("1", "2", "-1", "'#'"), ", 'p'", ...argsAfter, ")"];
      case 6:
        return this.chance(50)
          ? ["rawget(", this.variable("table"), ", ", this.pick("1", "'x'"), ")"]
          : ["count(", this.variable("table"), ")"];
      default:
        return [this.variable("function"), "(", ...args, ")"];
    }
  }
}
