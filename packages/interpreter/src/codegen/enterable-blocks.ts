/**
 * Blocks of generated code that reentry code carries on inside of. Each is a `switch` on the point to carry on
 * from, and the statement that it belongs to is a `case` for all points in it.
 */
import type { FunctionGenerator } from "./function-generator.js";

/**
 * Emits a statement that has blocks in it, so that re-entry reaches the points inside.
 * @param body - emits it
 */
export function nested(g: FunctionGenerator, body: () => void): void {
  const cases = g.out.reserve();
  const before = g.pointCount;
  body();
  if (g.isEntered(before)) g.out.fill(cases, casesSince(g, before));
}

function casesSince(g: FunctionGenerator, before: number): string {
  if (g.entryPoint !== null) return `case ${g.entryPoint}:`;
  let text = "";
  if (g.tracer === null) {
    for (let point = before + 1; point <= g.pointCount; point++) text += `case ${point}:`;
  } else {
    for (const point of g.tracer.points) if (point > before) text += `case ${point}:`;
  }
  return text;
}

/**
 * Emits the inside of a block: in reentry form a `switch` if there are points in it. Stands inside
 * {@link nested}.
 * @param body - emits it
 */
export function inside(g: FunctionGenerator, body: () => void): void {
  const head = g.out.reserve();
  const before = g.pointCount;
  body();
  if (!g.isEntered(before)) return;
  g.out.fill(head, "switch(pc){case 0:");
  g.out.add("}");
}

/**
 * Emits `if (condition) {...}` whose block is also entered to carry on inside it.
 * @param condition - JavaScript text
 * @param body - emits the block
 */
export function ifBlock(g: FunctionGenerator, condition: string, body: () => void): void {
  nested(g, () => {
    const head = g.out.reserve();
    const before = g.pointCount;
    inside(g, body);
    const reenters = g.isEntered(before);
    g.out.fill(head, reenters ? `if(pc!==0||${condition}){` : `if(${condition}){`);
    g.out.add("}");
  });
}
