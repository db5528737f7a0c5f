/**
 * The kinds of token, and how messages write them. Invariant: a symbol of one character is its
 * own character code (0 to 255); every other kind is a number above 256.
 */

/** The kinds of token that have a name here: some symbols, keywords, and what varies. */
export const Kind = {
  Hash: 35,
  OpeningParenthesis: 40,
  ClosingParenthesis: 41,
  Comma: 44,
  Minus: 45,
  Dot: 46,
  Colon: 58,
  Semicolon: 59,
  Assign: 61,
  OpeningBracket: 91,
  ClosingBracket: 93,
  OpeningBrace: 123,
  ClosingBrace: 125,
  And: 257,
  Break: 258,
  Do: 259,
  Else: 260,
  Elseif: 261,
  End: 262,
  False: 263,
  For: 264,
  Function: 265,
  If: 266,
  In: 267,
  Local: 268,
  Nil: 269,
  Not: 270,
  Or: 271,
  Repeat: 272,
  Return: 273,
  Then: 274,
  True: 275,
  Until: 276,
  While: 277,
  Concat: 278,
  Dots: 279,
  Equal: 280,
  GreaterEqual: 281,
  LessEqual: 282,
  NotEqual: 283,
  DoubleColon: 284,
  EndOfSource: 285,
  Number: 286,
  Name: 287,
  String: 288,
} as const;

/** Texts of the kinds from {@link Kind.And} on, in order. */
const TEXTS = (
  "and break do else elseif end false for function if in local nil not or repeat return then " +
  "true until while .. ... == >= <= ~= :: <eof> <number> <name> <string>"
).split(" ");

/**
 * How a message writes a kind of token: quoted when it is always written the same way.
 *
 * @param token a kind of token
 */
export function describeToken(token: number): string {
  if (token < Kind.And) {
    const isPrintable = token >= 32 && token < 127;
    return isPrintable ? `'${String.fromCharCode(token)}'` : `char(${token})`;
  }
  const text = TEXTS[token - Kind.And] ?? "";
  return token < Kind.EndOfSource ? `'${text}'` : text;
}

/** The kinds of the keywords by their text. Lua 5.2 manual §3.1. */
export const KEYWORDS: ReadonlyMap<string, number> = new Map(
  TEXTS.slice(0, Kind.While - Kind.And + 1).map((word, index) => [word, Kind.And + index]),
);
