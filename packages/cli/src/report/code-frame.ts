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
}

/**
 * Cuts out the lines around one.
 * @param source - the whole text
 * @param line - which line is meant, from 1
 * @returns the lines, none when there is no such line
 */
export function codeFrame(source: string, line: number): FrameLine[] {
  const lines = source.split(/\r\n|\n\r|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  // An error at the end of the file speaks of the line after its last end of line.
  const meant = line === lines.length + 1 ? lines.length : line;
  if (meant < 1 || meant > lines.length) return [];
  const from = Math.max(1, meant - LINES_BEFORE);
  const to = Math.min(lines.length, meant + LINES_AFTER);
  const frame: FrameLine[] = [];
  for (let number = from; number <= to; number++) {
    frame.push({ number, text: printable(lines[number - 1] ?? ""), isMeant: number === meant });
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
    .map(({ number, text, isMeant }) => {
      const margin = `${isMeant ? ">" : " "} ${String(number).padStart(width)} |`;
      const line = text === "" ? margin : `${margin} ${text}`;
      return `${isMeant ? emphasize(line) : line}\n`;
    })
    .join("");
}

function printable(line: string): string {
  const text = line.replaceAll("\t", "    ").replaceAll(/\p{Cc}/gu, "?");
  return text.length <= LINE_LENGTH_MAX ? text : `${text.slice(0, LINE_LENGTH_MAX)}...`;
}
