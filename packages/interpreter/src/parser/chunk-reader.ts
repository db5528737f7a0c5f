/**
 * Reads a source text by the grammar of Lua 5.2, as C Lua's parser does, and builds its tree. The
 * first fault ends it, in C Lua's words. Lua 5.2 manual §9.
 */
import type {
  AssignmentTarget,
  Chunk,
  ElseClause,
  Expression,
  IfClause,
  Identifier,
  MemberExpression,
  Statement,
} from "./ast.js";
import { ExpressionReader } from "./expression-reader.js";
import type { Lexer } from "./lexer.js";
import { LEVELS_MAX } from "./syntax-reader.js";
import { Kind } from "./token.js";

/** Reads statements, Lua 5.2 manual §3.3, and with them a whole chunk. */
export class ChunkReader extends ExpressionReader {
  readonly #chunkName: string;

  /**
   * Makes a reader of a source text.
   *
   * @param lexer gives its tokens, none of them read yet
   * @param chunkName as given to `load`
   */
  constructor(lexer: Lexer, chunkName: string) {
    super(lexer);
    this.#chunkName = chunkName;
  }

  /**
   * Reads the source to its end.
   *
   * @throws LuaSyntaxError for the first fault
   */
  readChunk(): Chunk {
    const lexer = this.lexer;
    lexer.next();
    const body = this.readStatements();
    if (lexer.token !== Kind.EndOfSource) this.failExpected(Kind.EndOfSource);
    this.checkJump(this.scopes.leaveBlock());
    const { identifierCount } = this;
    return { type: "Chunk", name: this.#chunkName, body, lastLine: lexer.line, identifierCount };
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

  protected readStatements(): Statement[] {
    const body: Statement[] = [];
    while (!this.endsBlock(true)) {
      const isLast = this.lexer.token === Kind.Return;
      this.readStatement(body);
      if (isLast) break;
    }
    return body;
  }

  private readBlock(): Statement[] {
    this.scopes.enterBlock(false);
    const body = this.readStatements();
    this.checkJump(this.scopes.leaveBlock());
    return body;
  }

  /** Reads a statement and adds it to a block's. */
  private readStatement(body: Statement[]): void {
    this.enterLevel();
    const { token, startLine } = this.lexer;
    if (token === Kind.Semicolon) this.lexer.next();
    else if (token === Kind.DoubleColon) this.readLabel(body, startLine);
    else body.push(this.readKeywordStatement(startLine) ?? this.readOtherStatement(startLine));
    this.levels--;
  }

  /** Reads a statement that a keyword begins, if there is one. */
  private readKeywordStatement(startLine: number): Statement | undefined {
    const lexer = this.lexer;
    const { line } = lexer;
    switch (lexer.token) {
      case Kind.If:
        return this.readIf(startLine, line);
      case Kind.While:
        return this.readWhile(startLine, line);
      case Kind.Do: {
        lexer.next();
        const body = this.readBlock();
        this.expectClosing(Kind.End, Kind.Do, line);
        return { type: "DoStatement", line: startLine, body };
      }
      case Kind.For:
        return this.readFor(startLine, line);
      case Kind.Repeat:
        return this.readRepeat(startLine, line);
      case Kind.Function:
        return this.readFunctionStatement(startLine, line);
      case Kind.Local:
        lexer.next();
        return this.accept(Kind.Function)
          ? this.readLocalFunction(startLine)
          : this.readLocal(startLine);
      case Kind.Return:
        lexer.next();
        return this.readReturn(startLine);
      case Kind.Break:
        lexer.next();
        this.checkJump(this.scopes.addBreak(line));
        return { type: "BreakStatement", line: startLine };
      default:
        return undefined;
    }
  }

  private readOtherStatement(startLine: number): Statement {
    return this.isGoto() ? this.readGoto(startLine) : this.readCallOrAssignment(startLine);
  }

  private readIf(startLine: number, line: number): Statement {
    const lexer = this.lexer;
    const clauses: (IfClause | ElseClause)[] = [];
    do {
      const clauseLine = lexer.startLine;
      lexer.next();
      const condition = this.readExpression();
      this.expect(Kind.Then);
      clauses.push({ type: "IfClause", line: clauseLine, condition, body: this.readBlock() });
    } while (lexer.token === Kind.Elseif);
    const elseLine = lexer.startLine;
    if (this.accept(Kind.Else)) {
      clauses.push({ type: "ElseClause", line: elseLine, body: this.readBlock() });
    }
    this.expectClosing(Kind.End, Kind.If, line);
    return { type: "IfStatement", line: startLine, clauses };
  }

  private readWhile(startLine: number, line: number): Statement {
    this.lexer.next();
    const condition = this.readExpression();
    this.scopes.enterBlock(true);
    this.expect(Kind.Do);
    const body = this.readBlock();
    this.expectClosing(Kind.End, Kind.While, line);
    this.checkJump(this.scopes.leaveBlock());
    return { type: "WhileStatement", line: startLine, condition, body };
  }

  private readRepeat(startLine: number, line: number): Statement {
    this.scopes.enterBlock(true);
    this.scopes.enterBlock(false);
    this.lexer.next();
    const body = this.readStatements();
    this.expectClosing(Kind.Until, Kind.Repeat, line);
    const condition = this.readExpression();
    this.checkJump(this.scopes.leaveBlock());
    this.checkJump(this.scopes.leaveBlock());
    return { type: "RepeatStatement", line: startLine, condition, body };
  }

  private readFor(startLine: number, line: number): Statement {
    const lexer = this.lexer;
    this.scopes.enterBlock(true);
    lexer.next();
    const first = this.readName();
    const { token } = lexer;
    if (token !== Kind.Assign && token !== Kind.Comma && token !== Kind.In) {
      throw lexer.errorHere("'=' or 'in' expected");
    }
    // The loop itself keeps its state in three locals that programs cannot name.
    for (let hidden = 0; hidden < 3; hidden++) this.declareLocal("");
    this.declareLocal(first.name);
    const statement =
      token === Kind.Assign
        ? this.readNumericFor(startLine, first)
        : this.readGenericFor(startLine, first);
    this.expectClosing(Kind.End, Kind.For, line);
    this.checkJump(this.scopes.leaveBlock());
    return statement;
  }

  private readNumericFor(line: number, variable: Identifier): Statement {
    this.lexer.next();
    const start = this.readExpression();
    this.expect(Kind.Comma);
    const end = this.readExpression();
    const step = this.accept(Kind.Comma) ? this.readExpression() : null;
    const doLine = this.lexer.line;
    const body = this.readLoopBody(1);
    return { type: "ForNumericStatement", line, doLine, variable, start, end, step, body };
  }

  private readGenericFor(line: number, first: Identifier): Statement {
    const variables = [first];
    while (this.accept(Kind.Comma)) variables.push(this.readLocalName());
    this.expect(Kind.In);
    const callLine = this.lexer.line;
    const iterators = this.readExpressions();
    const body = this.readLoopBody(variables.length);
    return { type: "ForGenericStatement", line, callLine, variables, iterators, body };
  }

  private readLoopBody(variableCount: number): Statement[] {
    const { scopes } = this;
    scopes.activateLocals(3);
    this.expect(Kind.Do);
    scopes.enterBlock(false);
    scopes.activateLocals(variableCount);
    const body = this.readBlock();
    this.checkJump(scopes.leaveBlock());
    return body;
  }

  private readFunctionStatement(startLine: number, line: number): Statement {
    const lexer = this.lexer;
    lexer.next();
    let identifier: Identifier | MemberExpression = this.readName();
    while (lexer.token === Kind.Dot) identifier = this.readMember(identifier);
    let self: Identifier | undefined;
    if (lexer.token === Kind.Colon) {
      identifier = this.readMember(identifier);
      self = this.identifier("self", identifier.identifier.line);
    }
    const isMethod = self !== undefined;
    const fn = this.readFunctionBody(line, self);
    return { type: "FunctionStatement", line: startLine, identifier, isMethod, function: fn };
  }

  private readMember(base: Identifier | MemberExpression): MemberExpression {
    const line = this.lexer.startLine;
    this.lexer.next();
    return { type: "MemberExpression", line, base, identifier: this.readName() };
  }

  private readLocalFunction(line: number): Statement {
    const identifier = this.readLocalName();
    this.scopes.activateLocals(1);
    const fn = this.readFunctionBody(this.lexer.line, undefined);
    return { type: "LocalFunctionStatement", line, identifier, function: fn };
  }

  private readLocal(line: number): Statement {
    const variables: Identifier[] = [];
    do variables.push(this.readLocalName());
    while (this.accept(Kind.Comma));
    const init = this.accept(Kind.Assign) ? this.readExpressions() : [];
    this.scopes.activateLocals(variables.length);
    return { type: "LocalStatement", line, variables, init };
  }

  private readReturn(line: number): Statement {
    const isBare = this.endsBlock(true) || this.lexer.token === Kind.Semicolon;
    const args = isBare ? [] : this.readExpressions();
    this.accept(Kind.Semicolon);
    return { type: "ReturnStatement", line, arguments: args };
  }

  /**
   * Whether a goto statement begins here.
   *
   * CC: `goto` is a name like any other, except at the start of a statement with a name behind.
   */
  private isGoto(): boolean {
    const lexer = this.lexer;
    return lexer.token === Kind.Name && lexer.text === "goto" && lexer.peek() === Kind.Name;
  }

  private readGoto(line: number): Statement {
    this.lexer.next();
    const label = this.readName();
    this.checkJump(this.scopes.addJump(label.name, line));
    return { type: "GotoStatement", line, label };
  }

  private readLabel(body: Statement[], startLine: number): void {
    const lexer = this.lexer;
    const { line } = lexer;
    lexer.next();
    const label = this.readName();
    this.checkJump(this.scopes.checkLabel(label.name));
    this.expect(Kind.DoubleColon);
    const point = this.scopes.declareLabel(label.name, line);
    body.push({ type: "LabelStatement", line: startLine, label });
    while (lexer.token === Kind.Semicolon || lexer.token === Kind.DoubleColon) {
      this.readStatement(body);
    }
    this.checkJump(this.scopes.settleLabel(point, this.endsBlock(false)));
  }

  private readCallOrAssignment(line: number): Statement {
    const lexer = this.lexer;
    let prefix = this.readPrefixExpression();
    if (lexer.token !== Kind.Assign && lexer.token !== Kind.Comma) {
      if (prefix.type !== "CallExpression" && prefix.type !== "MethodCallExpression") {
        throw lexer.errorHere("syntax error");
      }
      if (this.prefixKind !== "call") throw lexer.errorHere("syntax error");
      return { type: "CallStatement", line, expression: prefix };
    }
    const variables: AssignmentTarget[] = [];
    for (;;) {
      variables.push(this.checkTarget(prefix));
      if (!this.accept(Kind.Comma)) break;
      prefix = this.readPrefixExpression();
      if (variables.length + this.levels > LEVELS_MAX) this.failTooDeep();
    }
    this.expect(Kind.Assign);
    return { type: "AssignmentStatement", line, variables, init: this.readExpressions() };
  }

  /** What can be assigned of what was just read. */
  private checkTarget(prefix: Expression): AssignmentTarget {
    if (
      this.prefixKind === "variable" &&
      (prefix.type === "Identifier" ||
        prefix.type === "MemberExpression" ||
        prefix.type === "IndexExpression")
    ) {
      return prefix;
    }
    throw this.lexer.errorHere("syntax error");
  }
}
