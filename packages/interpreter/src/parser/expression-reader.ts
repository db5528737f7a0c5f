/**
 * Reads expressions by the grammar of Lua 5.2. Invariant: operators are read by binding power, so
 * that the depth of the reader is that of C Lua. Lua 5.2 manual §3.4.
 */
import { SyntaxReader } from "./syntax-reader.js";
import { Kind } from "./token.js";

/** Left and right binding powers of the binary operators. Lua 5.2 manual §3.4.7. */
const LEFT_POWERS = new Uint8Array(Kind.String + 1);
const RIGHT_POWERS = new Uint8Array(Kind.String + 1);
const UNARY_POWER = 8;

function setPowers(left: number, right: number, ...tokens: (string | number)[]): void {
  for (const token of tokens) {
    const code = typeof token === "string" ? token.charCodeAt(0) : token;
    LEFT_POWERS[code] = left;
    RIGHT_POWERS[code] = right;
  }
}
setPowers(1, 1, Kind.Or);
setPowers(2, 2, Kind.And);
setPowers(3, 3, "<", ">", Kind.LessEqual, Kind.GreaterEqual, Kind.Equal, Kind.NotEqual);
setPowers(5, 4, Kind.Concat);
setPowers(6, 6, "+", "-");
setPowers(7, 7, "*", "/", "%");
setPowers(10, 9, "^");

/** What a prefix expression turned out to be. */
type PrefixKind = "variable" | "call" | "value";

/** Reads expressions; statements, which functions contain, are left to a subclass. */
export abstract class ExpressionReader extends SyntaxReader {
  /** Reads statements up to what ends their block. */
  protected abstract readStatements(): void;

  protected readExpressions(): void {
    do this.readExpression();
    while (this.accept(Kind.Comma));
  }

  protected readExpression(): void {
    this.readOperators(0);
  }

  /** An expression whose binary operators all bind tighter than `power`. */
  protected readOperators(power: number): void {
    const lexer = this.lexer;
    this.enterLevel();
    if (this.isAt(Kind.Not) || this.isAt(Kind.Minus) || this.isAt(Kind.Hash)) {
      lexer.next();
      this.readOperators(UNARY_POWER);
    } else {
      this.readSimpleExpression();
    }
    for (;;) {
      const operator = lexer.token;
      if ((LEFT_POWERS[operator] ?? 0) <= power) break;
      lexer.next();
      this.readOperators(RIGHT_POWERS[operator] ?? 0);
    }
    this.levels--;
  }

  protected readSimpleExpression(): void {
    const lexer = this.lexer;
    switch (lexer.token) {
      case Kind.Dots:
        if (!this.scopes.isVararg) {
          throw lexer.errorHere("cannot use '...' outside a vararg function");
        }
        lexer.next();
        return;
      case Kind.Number:
      case Kind.String:
      case Kind.Nil:
      case Kind.True:
      case Kind.False:
        lexer.next();
        return;
      case Kind.OpeningBrace:
        this.readTable();
        return;
      case Kind.Function:
        lexer.next();
        this.readFunctionBody(false, lexer.line);
        return;
      default:
        this.readPrefixExpression();
    }
  }

  protected readPrefixExpression(): PrefixKind {
    const lexer = this.lexer;
    const { line } = lexer;
    let prefix = this.readPrimaryExpression();
    for (;;) {
      switch (lexer.token) {
        case Kind.Dot:
          lexer.next();
          this.expectName();
          prefix = "variable";
          break;
        case Kind.OpeningBracket:
          this.readIndex();
          prefix = "variable";
          break;
        case Kind.Colon:
          lexer.next();
          this.expectName();
          this.readArguments(line);
          prefix = "call";
          break;
        case Kind.OpeningParenthesis:
        case Kind.OpeningBrace:
        case Kind.String:
          this.readArguments(line);
          prefix = "call";
          break;
        default:
          return prefix;
      }
    }
  }

  protected readPrimaryExpression(): PrefixKind {
    const lexer = this.lexer;
    if (this.isAt(Kind.Name)) {
      this.expectName();
      return "variable";
    }
    if (!this.isAt(Kind.OpeningParenthesis)) throw lexer.errorHere("unexpected symbol");
    const { line } = lexer;
    lexer.next();
    this.readExpression();
    this.expectClosing(Kind.ClosingParenthesis, Kind.OpeningParenthesis, line);
    return "value";
  }

  protected readIndex(): void {
    this.lexer.next();
    this.readExpression();
    this.expect(Kind.ClosingBracket);
  }

  /** The arguments of a call whose function began at `line`. */
  protected readArguments(line: number): void {
    const lexer = this.lexer;
    switch (lexer.token) {
      case Kind.OpeningParenthesis:
        lexer.next();
        if (!this.isAt(Kind.ClosingParenthesis)) this.readExpressions();
        this.expectClosing(Kind.ClosingParenthesis, Kind.OpeningParenthesis, line);
        return;
      case Kind.OpeningBrace:
        this.readTable();
        return;
      case Kind.String:
        lexer.next();
        return;
      default:
        throw lexer.errorHere("function arguments expected");
    }
  }

  protected readTable(): void {
    const lexer = this.lexer;
    const { line } = lexer;
    this.expect(Kind.OpeningBrace);
    do {
      if (this.isAt(Kind.ClosingBrace)) break;
      if (this.isAt(Kind.OpeningBracket)) {
        this.readIndex();
        this.expect(Kind.Assign);
      } else if (this.isAt(Kind.Name) && lexer.peek() === Kind.Assign) {
        this.expectName();
        lexer.next();
      }
      this.readExpression();
    } while (this.accept(Kind.Comma) || this.accept(Kind.Semicolon));
    this.expectClosing(Kind.ClosingBrace, Kind.OpeningBrace, line);
  }

  /** Parameters and block of a function, `line` being the one its `end` is missed for. */
  protected readFunctionBody(isMethod: boolean, line: number): void {
    const scopes = this.scopes;
    scopes.enterFunction(line);
    this.expect(Kind.OpeningParenthesis);
    if (isMethod) {
      this.declareLocal(-1);
      scopes.activateLocals(1);
    }
    this.readParameters();
    this.expect(Kind.ClosingParenthesis);
    this.readStatements();
    this.expectClosing(Kind.End, Kind.Function, line);
    this.checkJump(scopes.leaveFunction());
  }

  protected readParameters(): void {
    const lexer = this.lexer;
    let parameters = 0;
    if (!this.isAt(Kind.ClosingParenthesis)) {
      do {
        if (this.isAt(Kind.Name)) {
          this.declareNamedLocal();
          parameters++;
        } else if (this.isAt(Kind.Dots)) {
          lexer.next();
          this.scopes.isVararg = true;
          break;
        } else {
          throw lexer.errorHere("<name> or '...' expected");
        }
      } while (this.accept(Kind.Comma));
    }
    this.scopes.activateLocals(parameters);
  }
}
