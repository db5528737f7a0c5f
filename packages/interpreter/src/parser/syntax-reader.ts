/**
 * What reading statements and reading expressions have in common: the current token, what is
 * expected of it, and how deep the reader is. Invariant: the first fault found is thrown at once.
 */
import { BlockScopes, type JumpFault } from "./block-scopes.js";
import { Lexer } from "./lexer.js";
import { describeToken, Kind } from "./token.js";

/** How deep statements and expressions may nest (`LUAI_MAXCCALLS`). */
export const LEVELS_MAX = 200;

/** A stretch of source that luaparse would misread although it is Lua. */
export interface Obstacle {
  readonly start: number;
  readonly end: number;
  readonly kind: "name" | "number";
}

/** A reader of one source text. */
export abstract class SyntaxReader {
  protected readonly lexer: Lexer;
  protected readonly scopes: BlockScopes;
  /** Found so far, but for those in {@link Lexer.bareFractions}. */
  protected readonly obstacles: Obstacle[] = [];
  /** How many statements and expressions are being read, one inside the other. */
  protected levels = 0;

  constructor(text: string, chunkName: string) {
    this.lexer = new Lexer(text, chunkName);
    this.scopes = new BlockScopes(text);
  }

  /** Whether the current token is of a kind. */
  protected isAt(token: number): boolean {
    return this.lexer.token === token;
  }

  protected accept(token: number): boolean {
    if (this.lexer.token !== token) return false;
    this.lexer.next();
    return true;
  }

  protected expect(token: number): void {
    if (this.lexer.token !== token) this.failExpected(token);
    this.lexer.next();
  }

  /** Expects what closes something that `opening` began at `line`. */
  protected expectClosing(closing: number, opening: number, line: number): void {
    const lexer = this.lexer;
    if (this.accept(closing)) return;
    if (line === lexer.line) this.failExpected(closing);
    const expected = describeToken(closing);
    const toClose = `(to close ${describeToken(opening)} at line ${line})`;
    throw lexer.errorHere(`${expected} expected ${toClose}`);
  }

  protected failExpected(token: number): never {
    throw this.lexer.errorHere(`${describeToken(token)} expected`);
  }

  /** Expects a name; `goto` is one too. */
  protected expectName(): void {
    const lexer = this.lexer;
    if (!this.isAt(Kind.Name)) this.failExpected(Kind.Name);
    if (lexer.isGotoWord()) this.noteMisreadName();
    lexer.next();
  }

  /** Expects the name of a label and returns it. */
  protected expectLabelName(): string {
    const name = this.isAt(Kind.Name) ? this.lexer.name() : "";
    // luaparse keeps labels as properties of an object, where this one does not stay.
    if (name === "__proto__") this.noteMisreadName();
    this.expectName();
    return name;
  }

  protected noteMisreadName(): void {
    const { start, end } = this.lexer;
    this.obstacles.push({ start, end, kind: "name" });
  }

  protected enterLevel(): void {
    if (++this.levels > LEVELS_MAX) this.failTooDeep();
  }

  protected failTooDeep(): never {
    // CC: Lua 5.2 says "too many C levels (limit is 200) in main function near ...".
    throw this.lexer.errorWithoutToken("chunk has too many syntax levels");
  }

  protected checkJump(fault: JumpFault): void {
    if (fault !== undefined) throw this.lexer.errorWithoutToken(fault);
  }

  /** Declares a local whose name is the current token, and passes the name. */
  protected declareNamedLocal(): void {
    const { start } = this.lexer;
    this.expectName();
    this.declareLocal(start);
  }

  protected declareLocal(nameOffset: number): void {
    const fault = this.scopes.declareLocal(nameOffset);
    if (fault !== undefined) throw this.lexer.errorHere(fault);
  }
}
