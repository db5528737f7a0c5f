/**
 * Random Lua programs that end: statements of every kind, in functions, loops, protected calls and
 * coroutines.
 */
import type { SeededRandom } from "../../seeded-random.js";
import { type Block, inlined, type Part, type Statement } from "./program-tree.js";
import { type Kind, KINDS, RandomExpressions, type Scope } from "./random-expressions.js";

const LEAVE_FUNCTION: Statement = { parts: ["if over() then return 1 end"], isKept: true };

/** Makes a random program of about `size` statements. */
export function randomProgram(random: SeededRandom, size: number): Block {
  return new ProgramGenerator(random, size).program();
}

class ProgramGenerator extends RandomExpressions {
  #left: number;
  #labelCount = 0;
  #counterCount = 0;

  constructor(random: SeededRandom, size: number) {
    super(random);
    this.#left = size;
  }

  program(): Block {
    const kinds: readonly Kind[] = ["number", "string", "table", "function", "any"];
    const names = kinds.map((kind) => this.declare(kind));
    const values = "3, 'b', { 1, 2, x = 3, f = gf2, t = gt1, g = gf1, s = 's' }, gf2, nil";
    const statements: Statement[] = [{ parts: [`local ${names.join(", ")} = ${values}`] }];
    while (this.#left > 0) {
      statements.push(...(this.chance(60) ? [this.#protected(0)] : this.#statement(0)));
      if (this.chance(20)) statements.push({ parts: [`out(${this.#all()})`] });
    }
    return statements;
  }

  /** All that a program can see at the top, for a look at how it stands. */
  #all(): string {
    return [...new Set(this.visible(null).map(({ name }) => name)), "gn1", "gs1", "ga1"].join(", ");
  }

  protected override functionBody(head: string): Part[] {
    const isVararg = this.chance(40);
    const outer = this.scope;
    this.scope = { outer, names: [], isFunction: true, isVararg, isLoop: false };
    const parameters: string[] = [];
    for (let i = this.random.below(3); i > 0; i--) {
      parameters.push(this.declare(this.pick(...KINDS)));
    }
    if (isVararg) parameters.push("...");
    const body: Statement[] = [LEAVE_FUNCTION];
    body.push(...this.#statements(2, 4));
    if (this.chance(80)) body.push(this.#return());
    this.scope = outer;
    return [`${head}(${parameters.join(", ")})`, body, "end"];
  }

  // --- statements --------------------------------------------------------------------------------

  #statements(depth: number, most: number): Statement[] {
    const statements: Statement[] = [];
    for (let i = 1 + this.random.below(most); i > 0; i--)
      statements.push(...this.#statement(depth));
    return statements;
  }

  #inBlock(depth: number, isLoop: boolean, before: () => Statement[] = () => []): Block {
    const outer = this.scope;
    this.scope = { outer, names: [], isFunction: false, isVararg: outer.isVararg, isLoop };
    const statements = before();
    statements.push(...this.#statements(depth + 1, 3));
    if (this.#isInLoop() && this.chance(10)) statements.push({ parts: ["break"] });
    else if (this.chance(4)) statements.push(this.#return());
    this.scope = outer;
    return statements;
  }

  #isInLoop(): boolean {
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.outer) {
      if (scope.isLoop) return true;
      if (scope.isFunction) return false;
    }
    return false;
  }

  #return(): Statement {
    if (this.chance(25)) return { parts: ["return ", ...this.call(2)] };
    if (this.chance(10)) return { parts: ["return"] };
    const parts: Part[] = ["return ", ...this.any(2)];
    while (this.chance(30)) parts.push(", ", ...this.any(1));
    return { parts };
  }

  #list(kinds: readonly Kind[], depth: number): Part[] {
    return kinds.flatMap((kind, i) => [i > 0 ? ", " : "", ...this.expression(kind, depth)]);
  }

  #kinds(most: number): Kind[] {
    return Array.from({ length: 1 + this.random.below(most) }, () => this.pick(...KINDS));
  }

  #statement(depth: number): Statement[] {
    this.#left--;
    const isDeep = depth >= 4 || this.#left <= 0;
    const choice = this.random.below(isDeep ? 40 : 100);
    if (choice < 10) return [this.#out()];
    if (choice < 20) return [this.#local()];
    if (choice < 30) return [this.#assignment()];
    if (choice < 35) return [{ parts: this.#callStatement() }];
    if (choice < 38) return [{ parts: [`out(${this.variable("any")})`] }];
    if (choice < 40) return [this.#raise()];
    if (choice < 48) return [this.#if(depth)];
    if (choice < 54) return this.#localFunction();
    if (choice < 58) return [this.#numericFor(depth)];
    if (choice < 62) return [this.#genericFor(depth)];
    if (choice < 66) return this.#while(depth);
    if (choice < 69) return this.#repeat(depth);
    if (choice < 74) return this.#goto(depth);
    if (choice < 78) return [{ parts: ["do", this.#inBlock(depth, false), "end"] }];
    if (choice < 86) return [this.#protected(depth)];
    if (choice < 93) return this.#coroutine();
    return [this.#functionStatement()];
  }

  #out(): Statement {
    const parts: Part[] = ["out(", ...this.any(3)];
    while (this.chance(30)) parts.push(", ", ...this.any(2));
    return { parts: [...parts, ")"] };
  }

  #local(): Statement {
    const kinds = this.#kinds(3);
    const values = this.chance(10) ? [] : [" = ", ...this.#list(this.#resized(kinds), 3)];
    const names = kinds.map((kind) => this.declare(kind));
    return { parts: [`local ${names.join(", ")}`, ...values] };
  }

  /** Mostly as many as there are, sometimes one more or fewer. */
  #resized(kinds: readonly Kind[]): readonly Kind[] {
    if (this.chance(80)) return kinds;
    return this.chance(50) && kinds.length > 1 ? kinds.slice(0, -1) : [...kinds, "any"];
  }

  #target(kind: Kind): Part[] {
    if (this.chance(65)) return [this.variable(kind)];
    return this.field(kind, 1);
  }

  #assignment(): Statement {
    const kinds = this.#kinds(3);
    const targets = kinds.flatMap((kind, i) => [i > 0 ? ", " : "", ...this.#target(kind)]);
    return { parts: [...targets, " = ", ...this.#list(this.#resized(kinds), 2)] };
  }

  #callStatement(): Part[] {
    for (;;) {
      const call = this.call(2);
      const [first] = call;
      if (typeof first === "string" && !first.startsWith("(")) return call;
    }
  }

  #raise(): Statement {
    // CC: a number as an error value gets no position, so it is raised at level 0 only.
    const value = this.pick<() => Part[]>(
      () => [...this.any(1), ", 0"],
      () => ["{ ", ...this.any(0), " }"],
      () => ["show(", ...this.any(1), `)${this.pick("", "", ", 1", ", 2")}`],
    )();
    return { parts: ["if ", ...this.condition(1), " then error(", ...value, ") end"] };
  }

  #if(depth: number): Statement {
    const parts: Part[] = ["if ", ...this.condition(3), " then", this.#inBlock(depth, false)];
    while (this.chance(30)) {
      parts.push("elseif ", ...this.condition(2), " then", this.#inBlock(depth, false));
    }
    if (this.chance(50)) parts.push("else", this.#inBlock(depth, false));
    return { parts: [...parts, "end"] };
  }

  #localFunction(): Statement[] {
    const name = this.declare("function");
    const call: Statement = { parts: [`out(${name}(`, ...this.arguments(1), "))"] };
    return [{ parts: this.functionBody(`local function ${name}`) }, call];
  }

  #functionStatement(): Statement {
    const table = this.variable("table");
    const head = this.pick(`${table}.f`, `${table}.g`, `${table}:f`, this.variable("function"));
    return { parts: this.functionBody(`function ${head}`) };
  }

  #numericFor(depth: number): Statement {
    const range = this.pick("1, 3", "3, 1, -1", "0, 1, 0.5", "1, 0", "2, '4'", "1, #'abc'");
    const body = this.#inBlock(depth, true, () => {
      this.scope.names.push({ name: "i", kind: "number" });
      return [];
    });
    return { parts: [`for i = ${range} do`, body, "end"] };
  }

  #genericFor(depth: number): Statement {
    const iterators: Part[] = this.pick<() => Part[]>(
      () => ["ipairs(", ...this.expression("table", 2), ")"],
      () => ["each(", ...this.arguments(2), ")"],
      () => ["next, { ", ...this.any(1), " }"],
      () => ["coroutine.wrap(", ...this.function(1), ")"],
    )();
    const body = this.#inBlock(depth, true, () => {
      this.scope.names.push({ name: "k", kind: "any" }, { name: "v", kind: "any" });
      // An iterator may go on for ever.
      return [{ parts: ["if over() then break end"], isKept: true }];
    });
    return { parts: ["for k, v in ", ...iterators, " do", body, "end"] };
  }

  #count(counter: string): Statement {
    return { parts: [`${counter} = ${counter} + 1`], isKept: true };
  }

  #while(depth: number): Statement[] {
    // Its own: inside `repeat`, a loop with the same one would count for this loop's condition.
    const counter = `w${++this.#counterCount}`;
    const condition: Part[] = this.chance(50) ? [] : [" and ", ...this.condition(2)];
    const body = this.#inBlock(depth, true, () => [this.#count(counter)]);
    return [
      { parts: [`local ${counter} = 0`], isKept: true },
      { parts: [`while ${counter} < 3`, ...condition, " do", body, "end"] },
    ];
  }

  #repeat(depth: number): Statement[] {
    const counter = `w${++this.#counterCount}`;
    const body = this.#inBlock(depth, true, () => [this.#count(counter)]);
    const isLeft = body.at(-1)?.parts[0];
    const until = typeof isLeft === "string" && /^(return|break)/.test(isLeft);
    const condition: Part[] = until ? ["true"] : [`${counter} > 2 or `, ...this.condition(2)];
    return [
      { parts: [`local ${counter} = 0`], isKept: true },
      { parts: ["repeat", body, "until ", ...condition] },
    ];
  }

  #goto(depth: number): Statement[] {
    const label = `L${++this.#labelCount}`;
    const body = this.#inBlock(depth, false);
    const last = body.at(-1)?.parts[0];
    const isLeft = typeof last === "string" && /^(return|break)/.test(last);
    const inner: Block = isLeft ? [{ parts: ["do", body, "end"] }] : body;
    const jump: Statement = { parts: ["if ", ...this.condition(2), ` then goto ${label} end`] };
    if (this.chance(50)) {
      // Forward: out of a block, over statements.
      return [
        {
          parts: [
            "do",
            [jump, { parts: ["do", inner, "end"] }, { parts: [`::${label}::`] }],
            "end",
          ],
        },
      ];
    }
    const counter = `w${label}`;
    return [
      {
        parts: [
          "do",
          [
            { parts: [`local ${counter} = 0`], isKept: true },
            { parts: [`::${label}::`] },
            this.#count(counter),
            ...inner,
            { parts: [`if ${counter} < 3 and `, ...this.condition(1), ` then goto ${label} end`] },
          ],
          "end",
        ],
      },
    ];
  }

  #protected(depth: number): Statement {
    const outer = this.scope;
    this.scope = { outer, names: [], isFunction: true, isVararg: false, isLoop: false };
    const body = [...this.#statements(depth + 1, 3), ...(this.chance(60) ? [this.#return()] : [])];
    this.scope = outer;
    return this.chance(80)
      ? { parts: ["out(pcall(function()", body, "end))"] }
      : { parts: ["out(xpcall(function()", body, "end, handler))"] };
  }

  #coroutine(): Statement[] {
    const name = `co${1 + this.random.below(3)}`;
    const make: Statement = {
      parts: [`local ${name} = coroutine.create(`, ...inlined(this.functionBody("function")), ")"],
    };
    const turns = Array.from({ length: 1 + this.random.below(3) }, (): Statement => {
      return { parts: [`out(coroutine.resume(${name}, `, ...this.any(1), "))"] };
    });
    return [make, ...turns, { parts: [`out(coroutine.status(${name}))`] }];
  }
}
