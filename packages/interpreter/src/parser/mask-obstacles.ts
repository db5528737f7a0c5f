/**
 * Rewrites the few stretches of a source that are Lua but that luaparse cannot read into others
 * that it can. Invariant: every offset and every line stays where it is, so that the original is
 * found again by a node's range.
 */
import type { Obstacle } from "./syntax-reader.js";

/** A name as long as `name` that does not occur in the text. */
function inventName(text: string, name: string): string {
  for (let attempt = 0; ; attempt++) {
    const invented = `_${attempt.toString(36).padStart(name.length - 1, "_")}`;
    if (!text.includes(invented)) return invented;
  }
}

/**
 * Replaces the obstacles: equal names by equal names that occur nowhere else, numbers by zeros.
 *
 * @param text the source
 * @param obstacles in any order, without overlap
 */
export function maskObstacles(text: string, obstacles: readonly Obstacle[]): string {
  const inventedNames = new Map<string, string>();
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, kind } of [...obstacles].sort((a, b) => a.start - b.start)) {
    const original = text.slice(start, end);
    let replacement = "0".repeat(end - start);
    if (kind === "name") {
      replacement = inventedNames.get(original) ?? inventName(text, original);
      inventedNames.set(original, replacement);
    }
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
