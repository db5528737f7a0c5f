/**
 * The lines around a place in a source text, for error messages.
 */

/** How many lines are shown before the one that is meant. */
const LINES_BEFORE = 2;
/** How many are shown after it. */
const LINES_AFTER = 1;
/** A longer line is cut: it was made by a program and helps nobody. */
const LINE_LENGTH_MAX = 160;

/** One line of a code frame. */
export interface FrameLine {
  /** Its number, from 1. */
  readonly number: number;
  /** Its text, without control characters. */
  readonly text: string;
  /** Whether it is the line that is meant. */
  readonly isMeant: boolean;
  /** What of it is meant, if that is known: offset and length in `text`. */
  readonly part?: FramePart;
}

/** A part of a line. */
export interface FramePart {
  /** Where it begins, from 0. */
  readonly start: number;
  /** How long it is, at least 1. */
  readonly length: number;
}

/**
 * Cuts out the lines around one.
 * @param source - the whole text
 * @param line - which line is meant, from 1
 * @param part - what of the line is meant; default all of it
 * @returns the lines, none when there is no such line
 */
export function codeFrame(source: string, line: number, part?: FramePart): FrameLine[] {
  const lines = source.split(/\r\n|\n\r|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  // An error at the end of the file speaks of the line after its last end of line.
  const meant = line === lines.length + 1 ? lines.length : line;
  if (meant < 1 || meant > lines.length) return [];
  const from = Math.max(1, meant - LINES_BEFORE);
  const to = Math.min(lines.length, meant + LINES_AFTER);
  const frame: FrameLine[] = [];
  for (let number = from; number <= to; number++) {
    const text = lines[number - 1] ?? "";
    const isMeant = number === meant;
    const shown = number === line && part !== undefined ? { part: shownPart(text, part) } : {};
    frame.push({ number, text: printable(text), isMeant, ...shown });
  }
  return frame;
}

/**
 * Lays a code frame out in columns.
 * @param frame - its lines
 * @param emphasize - marks the line that is meant
 */
export function formatFrame(
  frame: readonly FrameLine[],
  emphasize: (line: string) => string,
): string {
  const width = String(frame.at(-1)?.number ?? 0).length;
  return frame
    .map(({ number, text, isMeant, part }) => {
      const margin = `${isMeant ? ">" : " "} ${String(number).padStart(width)} |`;
      const line = text === "" ? margin : `${margin} ${text}`;
      if (part === undefined) return `${isMeant ? emphasize(line) : line}\n`;
      const marks = " ".repeat(part.start) + "^".repeat(part.length);
      return `${emphasize(line)}\n${" ".repeat(width + 2)} | ${emphasize(marks)}\n`;
    })
    .join("");
}

/** Where a part is in a line as it is shown. */
function shownPart(line: string, { start, length }: FramePart): FramePart {
  const shownStart = Math.min(withoutControls(line.slice(0, start)).length, LINE_LENGTH_MAX);
  const shownLength = withoutControls(line.slice(start, start + length)).length;
  const room = LINE_LENGTH_MAX - shownStart;
  return { start: shownStart, length: Math.max(1, Math.min(shownLength, room)) };
}

function withoutControls(text: string): string {
  return text.replaceAll("\t", "    ").replaceAll(/\p{Cc}/gu, "?");
}

function printable(line: string): string {
  const text = withoutControls(line);
  return text.length <= LINE_LENGTH_MAX ? text : `${text.slice(0, LINE_LENGTH_MAX)}...`;
}
