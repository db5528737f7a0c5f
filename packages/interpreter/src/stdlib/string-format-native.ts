/**
 * `string.format` (Lua 5.2 manual §6.4). A `__tostring` metamethod may yield and be pre-empted, and so
 * may the quoting of a long string: what is done so far is then kept in a {@link FormatFrame}.
 */
import { chargeWork } from "../runtime/charge-work.js";
import { execution, saveFrame } from "../runtime/execution.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { Frame } from "../value/frame.js";
import { firstValue, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { appendText } from "./append-text.js";
import { Arguments, checkToString, hasSharedMetatables, toStringResult } from "./arguments.js";
import {
  type FormatDirective,
  formatNumberDirective,
  formatTextDirective,
} from "./format-conversions.js";
import { ArgumentError, LibraryError } from "./library-error.js";
import { quoteInSteps, QUOTED_WINDOW, quoteString } from "./quote-string.js";
import { raiseLibraryError } from "./raise-library-error.js";
import { compileFormat, type FormatTemplate } from "./string-format.js";

/** What a directive costs in time. */
const STEPS_PER_DIRECTIVE = 40;

/** What a call of `__tostring` costs of the budget while it lasts: its JavaScript stack. */
const CALLBACK_COST = 500;

/**
 * `string.format(formatstring, ...)`. As long as nothing but numbers and strings is converted, V8
 * makes no list of the arguments, which are read one by one (benchmark string-format).
 */
export function format(...values: LuaValue[]): LuaResult {
  const source = values[0];
  if (typeof source !== "string") return formatAny(...values);
  const { texts, directives } = compileFormat(source);
  const count = directives.length;
  if (count >= values.length) return formatAny(...values);
  let text = texts[0]!;
  try {
    for (let index = 0; index < count; index++) {
      const piece = formatPlain(directives[index]!, values[index + 1], index + 2);
      // Nothing was done yet that could be seen.
      if (piece === undefined) return formatAny(...values);
      text = appendText(appendText(text, piece), texts[index + 1]!);
    }
  } catch (thrown) {
    raiseLibraryError(thrown, "format");
  }
  chargeWork(count * STEPS_PER_DIRECTIVE);
  return text;
}

/** Converts an argument of the kind that a directive wants; gives undefined for any other. */
function formatPlain(
  directive: FormatDirective,
  value: LuaValue,
  position: number,
): string | undefined {
  if (directive.fault !== undefined) return undefined;
  if (typeof value === "number") {
    if (directive.argument === "number") return formatNumberDirective(directive, value, position);
    if (directive.argument === "text" && !hasSharedMetatables()) {
      return formatTextDirective(directive, formatNumber(value));
    }
  } else if (typeof value === "string") {
    if (directive.argument === "text") return formatTextDirective(directive, value);
    if (directive.argument === "quoted" && value.length <= QUOTED_WINDOW) return quoteString(value);
  }
  return undefined;
}

function formatAny(...values: LuaValue[]): LuaResult {
  const source = values[0];
  const template = compileFormat(
    typeof source === "string" ? source : new Arguments("format", values).string(1),
  );
  return formatFrom(template, values, 0, template.texts[0]!);
}

/**
 * Formats what is left.
 * @param values - the call's arguments, the format string included
 * @param first - the directive to go on with
 * @param before - the text so far
 */
function formatFrom(
  template: FormatTemplate,
  values: readonly LuaValue[],
  first: number,
  before: string,
): LuaResult {
  const { texts, directives } = template;
  let text = before;
  chargeWork(directives.length * STEPS_PER_DIRECTIVE);
  try {
    for (let index = first; index < directives.length; index++) {
      const directive = directives[index]!;
      const value = values[index + 1];
      if (index + 1 >= values.length) throw new ArgumentError(index + 2, "no value");
      if (directive.fault !== undefined) throw new LibraryError(directive.fault);
      if (directive.argument === "number") {
        const n = typeof value === "number" ? value : checkNumber(values, index + 2);
        text = appendText(text, formatNumberDirective(directive, n, index + 2));
      } else if (directive.argument === "quoted") {
        const quoted = quote(
          typeof value === "string" ? value : new Arguments("format", values).string(index + 2),
        );
        if (quoted === SUSPENDED) return saveFrame(new FormatFrame(template, values, index, text));
        text = appendText(text, quoted as string);
      } else if (typeof value === "string") {
        text = appendText(text, formatTextDirective(directive, value));
      } else {
        execution.c += CALLBACK_COST;
        const result = toStringResult(value);
        if (result === SUSPENDED) return saveFrame(new FormatFrame(template, values, index, text));
        execution.c -= CALLBACK_COST;
        text = appendText(text, formatTextDirective(directive, checkToString(firstValue(result))));
      }
      text = appendText(text, texts[index + 1]!);
    }
  } catch (thrown) {
    raiseLibraryError(thrown, "format");
  }
  return text;
}

/** How long it takes to quote a byte, in steps. */
const STEPS_PER_QUOTED = 8;

/** Gives a string as a literal, or SUSPENDED. */
function quote(text: string): LuaResult {
  return text.length <= QUOTED_WINDOW ? quoteString(text) : runSteps("format", quoteSteps(text));
}

function* quoteSteps(text: string): WorkSteps {
  const quoting = quoteInSteps(text);
  try {
    for (;;) {
      const step = quoting.next();
      if (step.done === true) return step.value;
      yield step.value * STEPS_PER_QUOTED;
    }
  } catch (thrown) {
    raiseLibraryError(thrown, "format");
  }
}

function checkNumber(values: readonly LuaValue[], position: number): number {
  return new Arguments("format", values).number(position);
}

/** A call of `format` that waits for a `__tostring`, or for a long string to be quoted. */
class FormatFrame extends Frame {
  readonly #template: FormatTemplate;
  readonly #values: readonly LuaValue[];
  readonly #index: number;
  readonly #text: string;

  /** Waits for the text of the directive at an index. */
  constructor(template: FormatTemplate, values: readonly LuaValue[], index: number, text: string) {
    super();
    this.#template = template;
    this.#values = values;
    this.#index = index;
    this.#text = text;
  }

  override get nativeName(): string {
    return "format";
  }

  override resume(result: LuaResult): LuaResult {
    const template = this.#template;
    const index = this.#index;
    let text = this.#text;
    try {
      const value = checkToString(firstValue(result));
      const directive = template.directives[index]!;
      const isQuoted = directive.argument === "quoted";
      text = appendText(text, isQuoted ? value : formatTextDirective(directive, value));
      text = appendText(text, template.texts[index + 1]!);
    } catch (thrown) {
      raiseLibraryError(thrown, "format");
    }
    return formatFrom(template, this.#values, index + 1, text);
  }
}
