/**
 * Colours in values as `cc.pretty` lays them out; its own are a computer's, not a terminal's.
 */
import type { Colors } from "../report/colors.js";

/** A string; a number that is no part of a name; what has no text of its own. */
const PARTS =
  /(?<string>"(?:\\[^]|[^"\\])*")|(?<number>(?<![\w.])-?(?:\d[\w.]*(?:[eE][+-]\d+)?|inf\b|nan\b))|(?<other>\b(?:function|table|thread|userdata): \w+|\b(?:nil|true|false)\b(?! =))/g;

/**
 * Colours values.
 * @param text - as `cc.pretty` renders them
 * @param colors - for a terminal, or to leave it plain
 */
export function colorValues(text: string, colors: Colors): string {
  if (!colors.isColorSupported) return text;
  return text.replaceAll(PARTS, (part, ...rest) => {
    const groups = rest.at(-1) as Readonly<Record<"string" | "number", string | undefined>>;
    if (groups.string !== undefined) return colors.red(part);
    return groups.number === undefined ? colors.dim(part) : colors.magenta(part);
  });
}
