/**
 * Reads expressions by the grammar of Lua 5.2 and builds their trees. Invariant: operators are read
 * by binding power, so that the depth of the reader is that of C Lua. Lua 5.2 manual §3.4.
 */
import type {
  BinaryOperator,
  CallExpression,
  Expression,
  FunctionExpression,
  Identifier,
  MethodCallExpression,
  Statement,
  TableConstructor,
  TableField,
  UnaryOperator,
} from "./ast.js";
import { SyntaxReader } from "./syntax-reader.js";
import { Kind } from "./token.js";

/** Left and right binding powers of the binary operators. Lua 5.2 manual §3.4.7. */
const LEFT_POWERS = new Uint8Array(Kind.String + 1);
const RIGHT_POWERS = new Uint8Array(Kind.String + 1);
const OPERATORS: (BinaryOperator | undefined)[] = [];
const UNARY_POWER = 8;

function setPowers(left: number, right: number, operators: Record<string, number>): void {
  for (const [operator, token] of Object.entries(operators)) {
    LEFT_POWERS[token] = left;
    RIGHT_POWERS[token] = right;
    OPERATORS[token] = operator as BinaryOperator;
  }
}
setPowers(1, 1, { or: Kind.Or });
setPowers(2, 2, { and: Kind.And });
setPowers(3, 3, { "<": 60, ">": 62, "<=": Kind.LessEqual, ">=": Kind.GreaterEqual });
setPowers(3, 3, { "==": Kind.Equal, "~=": Kind.NotEqual });
setPowers(5, 4, { "..": Kind.Concat });
setPowers(6, 6, { "+": 43, "-": Kind.Minus });
setPowers(7, 7, { "*": 42, "/": 47, "%": 37 });
setPowers(10, 9, { "^": 94 });

function unaryOperator(token: number): UnaryOperator | undefined {
  switch (token) {
    case Kind.Not:
      return "not";
    case Kind.Minus:
      return "-";
    case Kind.Hash:
      return "#";
    default:
      return undefined;
  }
}

function binaryExpression(
  token: number,
  line: number,
  left: Expression,
  right: Expression,
): Expression {
  if (token === Kind.And || token === Kind.Or) {
    const operator = token === Kind.And ? "and" : "or";
    return { type: "LogicalExpression", line, operator, left, right };
  }
  return { type: "BinaryExpression", line, operator: OPERATORS[token]!, left, right };
}

/** What a prefix expression turned out to be. */
export type PrefixKind = "variable" | "call" | "value";

/** A node while it is being built. */
type Unfinished<T> = { -readonly [K in keyof T]: T[K] };

/** Reads expressions; statements, which functions contain, are left to a subclass. */
export abstract class ExpressionReader extends SyntaxReader {
  /** What the prefix expression that was read last can be used for. */
  protected prefixKind: PrefixKind = "value";
  /** The line on which the arguments that were read last end. */
  private argumentsEndLine = 0;

  /** Reads statements up to what ends their block. */
  protected abstract readStatements(): Statement[];

  protected readExpressions(): Expression[] {
    const expressions = [this.readOperators(0)];
    while (this.accept(Kind.Comma)) expressions.push(this.readOperators(0));
    return expressions;
  }

  protected readExpression(): Expression {
    return this.readOperators(0);
  }

  /** An expression whose binary operators all bind tighter than `power`. */
  private readOperators(power: number): Expression {
    const lexer = this.lexer;
    this.enterLevel();
    let expression: Expression;
    const operator = unaryOperator(lexer.token);
    if (operator === undefined) {
      expression = this.readSimpleExpression();
    } else {
      const line = lexer.startLine;
      lexer.next();
      const argument = this.readOperators(UNARY_POWER);
      expression = { type: "UnaryExpression", line, operator, argument };
    }
    for (;;) {
      const { token } = lexer;
      if (LEFT_POWERS[token]! <= power) break;
      const line = lexer.startLine;
      lexer.next();
      expression = binaryExpression(
        token,
        line,
        expression,
        this.readOperators(RIGHT_POWERS[token]!),
      );
    }
    this.levels--;
    return expression;
  }

  private readSimpleExpression(): Expression {
    const lexer = this.lexer;
    const line = lexer.startLine;
    let literal: Expression;
    switch (lexer.token) {
      case Kind.Number:
        literal = { type: "NumericLiteral", line, value: lexer.number };
        break;
      case Kind.String:
        literal = { type: "StringLiteral", line, value: lexer.text };
        break;
      case Kind.Nil:
        literal = { type: "NilLiteral", line };
        break;
      case Kind.True:
        literal = { type: "BooleanLiteral", line, value: true };
        break;
      case Kind.False:
        literal = { type: "BooleanLiteral", line, value: false };
        break;
      case Kind.Dots:
        if (!this.scopes.isVararg) {
          throw lexer.errorHere("cannot use '...' outside a vararg function");
        }
        literal = { type: "VarargLiteral", line, isParenthesised: false };
        break;
      case Kind.OpeningBrace:
        return this.readTable();
      case Kind.Function:
        lexer.next();
        return this.readFunctionBody(lexer.line, undefined);
      default:
        return this.readPrefixExpression();
    }
    lexer.next();
    return literal;
  }

  /** A variable, a call, or something in parentheses; {@link prefixKind} says which. */
  protected readPrefixExpression(): Expression {
    const lexer = this.lexer;
    const firstLine = lexer.line;
    let expression = this.readPrimaryExpression();
    for (;;) {
      const line = lexer.startLine;
      switch (lexer.token) {
        case Kind.Dot:
          lexer.next();
          expression = {
            type: "MemberExpression",
            line,
            base: expression,
            identifier: this.readName(),
          };
          this.prefixKind = "variable";
          break;
        case Kind.OpeningBracket: {
          const index = this.readIndex();
          expression = { type: "IndexExpression", line, base: expression, index };
          this.prefixKind = "variable";
          break;
        }
        case Kind.Colon:
          expression = this.readMethodCall(expression, firstLine);
          this.prefixKind = "call";
          break;
        case Kind.OpeningParenthesis:
        case Kind.OpeningBrace:
        case Kind.String:
          expression = this.readCall(expression, firstLine);
          this.prefixKind = "call";
          break;
        default:
          return expression;
      }
    }
  }

  private readCall(base: Expression, firstLine: number): CallExpression {
    const line = this.lexer.startLine;
    const args = this.readArguments(firstLine);
    const lastLine = this.argumentsEndLine;
    return {
      type: "CallExpression",
      line,
      lastLine,
      base,
      arguments: args,
      isParenthesised: false,
    };
  }

  private readMethodCall(base: Expression, firstLine: number): MethodCallExpression {
    this.lexer.next();
    const method = this.readName();
    const line = this.lexer.startLine;
    const args = this.readArguments(firstLine);
    return {
      type: "MethodCallExpression",
      line,
      lastLine: this.argumentsEndLine,
      base,
      method,
      arguments: args,
      isParenthesised: false,
    };
  }

  private readPrimaryExpression(): Expression {
    const lexer = this.lexer;
    if (lexer.token === Kind.Name) {
      this.prefixKind = "variable";
      return this.readName();
    }
    if (lexer.token !== Kind.OpeningParenthesis) throw lexer.errorHere("unexpected symbol");
    const { line } = lexer;
    lexer.next();
    const expression = this.readOperators(0);
    this.expectClosing(Kind.ClosingParenthesis, Kind.OpeningParenthesis, line);
    if (expression.type === "Identifier" || "isParenthesised" in expression) {
      (expression as Unfinished<typeof expression>).isParenthesised = true;
    }
    this.prefixKind = "value";
    return expression;
  }

  private readIndex(): Expression {
    this.lexer.next();
    const index = this.readOperators(0);
    this.expect(Kind.ClosingBracket);
    return index;
  }

  /** The arguments of a call whose function began at `line`. */
  private readArguments(line: number): Expression[] {
    const lexer = this.lexer;
    switch (lexer.token) {
      case Kind.OpeningParenthesis: {
        lexer.next();
        const args = this.isAt(Kind.ClosingParenthesis) ? [] : this.readExpressions();
        this.argumentsEndLine = lexer.line;
        this.expectClosing(Kind.ClosingParenthesis, Kind.OpeningParenthesis, line);
        return args;
      }
      case Kind.OpeningBrace: {
        const table = this.readTable();
        this.argumentsEndLine = table.lastLine;
        return [table];
      }
      case Kind.String: {
        const value = lexer.text;
        const { startLine } = lexer;
        this.argumentsEndLine = lexer.line;
        lexer.next();
        return [{ type: "StringLiteral", line: startLine, value }];
      }
      default:
        throw lexer.errorHere("function arguments expected");
    }
  }

  private readTable(): TableConstructor {
    const lexer = this.lexer;
    const { line, startLine } = lexer;
    const fields: TableField[] = [];
    this.expect(Kind.OpeningBrace);
    while (lexer.token !== Kind.ClosingBrace) {
      fields.push(this.readField());
      if (!this.accept(Kind.Comma) && !this.accept(Kind.Semicolon)) break;
    }
    const lastLine = lexer.line;
    this.expectClosing(Kind.ClosingBrace, Kind.OpeningBrace, line);
    return { type: "TableConstructor", line: startLine, lastLine, fields };
  }

  private readField(): TableField {
    const lexer = this.lexer;
    const line = lexer.startLine;
    if (lexer.token === Kind.OpeningBracket) {
      const key = this.readIndex();
      this.expect(Kind.Assign);
      return { type: "TableKey", line, key, value: this.readOperators(0) };
    }
    if (lexer.token === Kind.Name && lexer.peek() === Kind.Assign) {
      const key = this.readName();
      lexer.next();
      return { type: "TableKeyString", line, key, value: this.readOperators(0) };
    }
    return { type: "TableValue", line, value: this.readOperators(0) };
  }

  /**
   * Parameters and block of a function.
   *
   * @param line its line for messages and tracebacks
   * @param self the parameter that a method has before those written down
   */
  protected readFunctionBody(line: number, self: Identifier | undefined): FunctionExpression {
    const { lexer, scopes } = this;
    scopes.enterFunction(line);
    const { offset: textStart, startLine: textLine } = lexer;
    this.expect(Kind.OpeningParenthesis);
    const parameters: Identifier[] = [];
    if (self !== undefined) {
      this.declareLocal(self.name);
      scopes.activateLocals(1);
      parameters.push(self);
    }
    this.readParameters(parameters);
    const { isVararg } = scopes;
    this.expect(Kind.ClosingParenthesis);
    const body = this.readStatements();
    const { startLine: lastLine, endOffset: textEnd } = lexer;
    this.expectClosing(Kind.End, Kind.Function, line);
    this.checkJump(scopes.leaveFunction());
    const text = { textStart, textLine, textEnd, isMethod: self !== undefined };
    return { type: "FunctionExpression", line, parameters, isVararg, body, lastLine, ...text };
  }

  private readParameters(parameters: Identifier[]): void {
    const lexer = this.lexer;
    const before = parameters.length;
    if (lexer.token !== Kind.ClosingParenthesis) {
      do {
        if (lexer.token === Kind.Name) {
          parameters.push(this.readLocalName());
        } else if (lexer.token === Kind.Dots) {
          lexer.next();
          this.scopes.isVararg = true;
          break;
        } else {
          throw lexer.errorHere("<name> or '...' expected");
        }
      } while (this.accept(Kind.Comma));
    }
    this.scopes.activateLocals(parameters.length - before);
  }
}
