/**
 * Figures and tables of reports, as Markdown that prettier leaves as it is. The first column is text, the
 * others are numbers and stand to the right.
 */
import { markdownTable as layOut } from "markdown-table";

/**
 * Lays out one table.
 * @param head - the titles
 * @param rows - as many cells each
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return layOut([head, ...rows], { align: head.map((_, column) => (column === 0 ? "" : "right")) });
}

/** A number with about three significant digits, or a dash for none. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(3, Math.max(0, 2 - magnitude)));
}

/** A number without decimals, its thousands set apart. */
export function wholeNumber(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  return Math.round(value).toLocaleString("en-US");
}
