/**
 * Programs as trees of statements, so that a failing one can be made smaller: text with blocks in it.
 */

/** Text, with blocks of statements inside; those of function expressions stand on one line. */
export type Part = string | Block | { readonly inline: Block };

/** A statement: its text and the blocks in it. */
export interface Statement {
  readonly parts: readonly Part[];
  /** Whether its block would run for ever without it. */
  readonly isKept?: true;
}

/** Statements, one per line. */
export type Block = readonly Statement[];

/** Gives the block in a part, or null. */
export function blockIn(part: Part): Block | null {
  if (typeof part === "string") return null;
  return "inline" in part ? part.inline : part;
}

/**
 * Writes a block as Lua text. Expressions stand on one line, functions inside them included: PUC and
 * we take the lines of longer ones from different tokens (see known-differences.txt).
 */
export function render(block: Block, lineEnd = "\n"): string {
  const text = (part: Part): string => {
    if (typeof part === "string") return part;
    return "inline" in part
      ? ` ${render(part.inline, " ")} `
      : lineEnd + render(part, lineEnd) + lineEnd;
  };
  return block.map(({ parts }) => parts.map(text).join("")).join(`;${lineEnd}`);
}

/** Puts the blocks among the parts of an expression on one line. */
export function inlined(parts: readonly Part[]): Part[] {
  return parts.map((part) => {
    const block = blockIn(part);
    return block === null ? part : { inline: block };
  });
}
