/**
 * What reading statements and reading expressions have in common: the current token, what is
 * expected of it, and how deep the reader is. Invariant: the first fault found is thrown at once.
 */
import type { Identifier } from "./ast.js";
import { BlockScopes, type JumpFault } from "./block-scopes.js";
import type { Lexer } from "./lexer.js";
import { describeToken, Kind } from "./token.js";

/** How deep statements and expressions may nest (`LUAI_MAXCCALLS`). */
export const LEVELS_MAX = 200;

/** A reader of one source text. */
export abstract class SyntaxReader {
  protected readonly lexer: Lexer;
  protected readonly scopes = new BlockScopes();
  /** How many statements and expressions are being read, one inside the other. */
  protected levels = 0;
  #identifierCount = 0;

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  /** How many identifiers there are so far. */
  protected get identifierCount(): number {
    return this.#identifierCount;
  }

  protected identifier(name: string, line: number): Identifier {
    return { type: "Identifier", line, name, number: this.#identifierCount++ };
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
  protected readName(): Identifier {
    const lexer = this.lexer;
    if (lexer.token !== Kind.Name) this.failExpected(Kind.Name);
    const identifier = this.identifier(lexer.text, lexer.startLine);
    lexer.next();
    return identifier;
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

  /** Reads the name of a new local. */
  protected readLocalName(): Identifier {
    const identifier = this.readName();
    this.declareLocal(identifier.name);
    return identifier;
  }

  protected declareLocal(name: string): void {
    const fault = this.scopes.declareLocal(name);
    if (fault !== undefined) throw this.lexer.errorHere(fault);
  }
}
