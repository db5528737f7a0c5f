/**
 * Reads a source text by the grammar of Lua 5.2, as C Lua's parser does but building nothing, to
 * find the first fault and put it in C Lua's words. Invariant: this reader alone decides what is
 * Lua; luaparse is only ever given a text that this reader has accepted. Lua 5.2 manual §9.
 */
import { ExpressionReader } from "./expression-reader.js";
import { LEVELS_MAX, type Obstacle } from "./syntax-reader.js";
import { Kind } from "./token.js";

/** Reads statements, Lua 5.2 manual §3.3, and with them a whole chunk. */
class ChunkReader extends ExpressionReader {
  readChunk(): Obstacle[] {
    const lexer = this.lexer;
    lexer.next();
    this.readStatements();
    if (!this.isAt(Kind.EndOfSource)) this.failExpected(Kind.EndOfSource);
    this.checkJump(this.scopes.leaveBlock());
    for (const fraction of lexer.bareFractions) {
      this.obstacles.push({ ...fraction, kind: "number" });
    }
    return this.obstacles;
  }

  /** Whether the current token ends a block; `until` only ends that of a `repeat`. */
  private endsBlock(withUntil: boolean): boolean {
    switch (this.lexer.token) {
      case Kind.Else:
      case Kind.Elseif:
      case Kind.End:
      case Kind.EndOfSource:
        return true;
      case Kind.Until:
        return withUntil;
      default:
        return false;
    }
  }

  protected readStatements(): void {
    while (!this.endsBlock(true)) {
      const isLast = this.isAt(Kind.Return);
      this.readStatement();
      if (isLast) return;
    }
  }

  private readBlock(): void {
    this.scopes.enterBlock(false);
    this.readStatements();
    this.checkJump(this.scopes.leaveBlock());
  }

  private readStatement(): void {
    const lexer = this.lexer;
    const { line } = lexer;
    this.enterLevel();
    switch (lexer.token) {
      case Kind.Semicolon:
        lexer.next();
        break;
      case Kind.If:
        this.readIf(line);
        break;
      case Kind.While:
        this.readWhile(line);
        break;
      case Kind.Do:
        lexer.next();
        this.readBlock();
        this.expectClosing(Kind.End, Kind.Do, line);
        break;
      case Kind.For:
        this.readFor(line);
        break;
      case Kind.Repeat:
        this.readRepeat(line);
        break;
      case Kind.Function:
        this.readFunctionStatement(line);
        break;
      case Kind.Local:
        lexer.next();
        if (this.accept(Kind.Function)) this.readLocalFunction();
        else this.readLocal();
        break;
      case Kind.DoubleColon:
        lexer.next();
        this.readLabel(line);
        break;
      case Kind.Return:
        lexer.next();
        this.readReturn();
        break;
      case Kind.Break:
        this.readBreak();
        break;
      default:
        if (this.isGoto()) this.readGoto(line);
        else this.readCallOrAssignment();
    }
    this.levels--;
  }

  private readIf(line: number): void {
    do {
      this.lexer.next();
      this.readExpression();
      this.expect(Kind.Then);
      this.readBlock();
    } while (this.isAt(Kind.Elseif));
    if (this.accept(Kind.Else)) this.readBlock();
    this.expectClosing(Kind.End, Kind.If, line);
  }

  private readWhile(line: number): void {
    this.lexer.next();
    this.readExpression();
    this.scopes.enterBlock(true);
    this.expect(Kind.Do);
    this.readBlock();
    this.expectClosing(Kind.End, Kind.While, line);
    this.checkJump(this.scopes.leaveBlock());
  }

  private readRepeat(line: number): void {
    this.scopes.enterBlock(true);
    this.scopes.enterBlock(false);
    this.lexer.next();
    this.readStatements();
    this.expectClosing(Kind.Until, Kind.Repeat, line);
    this.readExpression();
    this.checkJump(this.scopes.leaveBlock());
    this.checkJump(this.scopes.leaveBlock());
  }

  private readFor(line: number): void {
    const lexer = this.lexer;
    this.scopes.enterBlock(true);
    lexer.next();
    const { start } = lexer;
    this.expectName();
    const isNumeric = this.isAt(Kind.Assign);
    if (!isNumeric && !this.isAt(Kind.Comma) && !this.isAt(Kind.In)) {
      throw lexer.errorHere("'=' or 'in' expected");
    }
    // The loop itself keeps its state in three locals that have no name.
    for (let hidden = 0; hidden < 3; hidden++) this.declareLocal(-1);
    this.declareLocal(start);
    const variables = isNumeric ? this.readNumericRange() : this.readIterators();
    this.scopes.activateLocals(3);
    this.expect(Kind.Do);
    this.scopes.enterBlock(false);
    this.scopes.activateLocals(variables);
    this.readBlock();
    this.checkJump(this.scopes.leaveBlock());
    this.expectClosing(Kind.End, Kind.For, line);
    this.checkJump(this.scopes.leaveBlock());
  }

  private readNumericRange(): number {
    this.expect(Kind.Assign);
    this.readExpression();
    this.expect(Kind.Comma);
    this.readExpression();
    if (this.accept(Kind.Comma)) this.readExpression();
    return 1;
  }

  private readIterators(): number {
    let variables = 1;
    for (; this.accept(Kind.Comma); variables++) this.declareNamedLocal();
    this.expect(Kind.In);
    this.readExpressions();
    return variables;
  }

  private readFunctionStatement(line: number): void {
    const lexer = this.lexer;
    lexer.next();
    this.expectName();
    while (this.accept(Kind.Dot)) this.expectName();
    const isMethod = this.accept(Kind.Colon);
    if (isMethod) this.expectName();
    this.readFunctionBody(isMethod, line);
  }

  private readLocalFunction(): void {
    this.declareNamedLocal();
    this.scopes.activateLocals(1);
    this.readFunctionBody(false, this.lexer.line);
  }

  private readLocal(): void {
    let variables = 0;
    do {
      this.declareNamedLocal();
      variables++;
    } while (this.accept(Kind.Comma));
    if (this.accept(Kind.Assign)) this.readExpressions();
    this.scopes.activateLocals(variables);
  }

  private readReturn(): void {
    if (!this.endsBlock(true) && !this.isAt(Kind.Semicolon)) this.readExpressions();
    this.accept(Kind.Semicolon);
  }

  private readBreak(): void {
    const { line } = this.lexer;
    this.lexer.next();
    this.checkJump(this.scopes.addBreak(line));
  }

  /**
   * Whether a goto statement begins here.
   *
   * CC: `goto` is a name like any other, except at the start of a statement with a name behind.
   */
  private isGoto(): boolean {
    const lexer = this.lexer;
    return this.isAt(Kind.Name) && lexer.isGotoWord() && lexer.peek() === Kind.Name;
  }

  private readGoto(line: number): void {
    this.lexer.next();
    this.checkJump(this.scopes.addJump(this.expectLabelName(), line));
  }

  private readLabel(line: number): void {
    const name = this.expectLabelName();
    this.checkJump(this.scopes.checkLabel(name));
    this.expect(Kind.DoubleColon);
    const label = this.scopes.declareLabel(name, line);
    while (this.isAt(Kind.Semicolon) || this.isAt(Kind.DoubleColon)) {
      this.readStatement();
    }
    this.checkJump(this.scopes.settleLabel(label, this.endsBlock(false)));
  }

  private readCallOrAssignment(): void {
    const lexer = this.lexer;
    let prefix = this.readPrefixExpression();
    if (!this.isAt(Kind.Assign) && !this.isAt(Kind.Comma)) {
      if (prefix !== "call") throw lexer.errorHere("syntax error");
      return;
    }
    for (let variables = 1; ; variables++) {
      if (prefix !== "variable") throw lexer.errorHere("syntax error");
      if (!this.accept(Kind.Comma)) break;
      prefix = this.readPrefixExpression();
      if (variables + this.levels > LEVELS_MAX) this.failTooDeep();
    }
    this.expect(Kind.Assign);
    this.readExpressions();
  }
}

/**
 * Reads a source text to its end or to its first fault.
 *
 * @param text the source, one character per byte
 * @param chunkName as given to `load`
 * @returns the places, in no particular order, that are Lua but that luaparse cannot read
 * @throws LuaSyntaxError for the first fault, in C Lua's words
 */
export function diagnoseSyntax(text: string, chunkName: string): Obstacle[] {
  return new ChunkReader(text, chunkName).readChunk();
}
