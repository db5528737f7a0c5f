/**
 * The places of traced code where hooks are called (Lua 5.2 manual §6.10, `debug.sethook`), as text. In code
 * that is not traced there is nothing of them.
 */
import type { FunctionGenerator } from "./function-generator.js";

/**
 * Emits the place where hooks are called for what follows.
 * @param line - the Lua line that is come to
 * @param cost - about how many of PUC's instructions are counted for it
 */
export function trace(g: FunctionGenerator, line: number, cost: number): void {
  if (g.tracer === null) return;
  g.tracer.line = line;
  const point = g.tracer.newPoint({ line });
  const isHooked = `trace(F,${point},${line},l!==${line},${cost})`;
  addPoint(g, point, line, `if(${isHooked}){pc=${point};break $;}l=${line};`);
}

/** Emits the place where hooks are called for the call of the function. */
export function traceEntry(g: FunctionGenerator): void {
  if (g.tracer === null) return;
  const line = g.fn.node?.line ?? 1;
  const point = g.tracer.newPoint({ line });
  addPoint(g, point, line, `if(enter(F,${point})){pc=${point};break $;}`);
}

/**
 * Emits the place where hooks are called for a further line of a statement, if it is another one than before.
 * Temporaries that are in use there are put aside, as frames have no room for all of them.
 * @param line - the Lua line that is come to
 */
export function traceLine(g: FunctionGenerator, line: number): void {
  const { tracer } = g;
  if (tracer === null || tracer.line === line) return;
  tracer.line = line;
  const point = tracer.newPoint({ line });
  const used = g.temporaries.usedNames.join();
  const hold = used === "" ? "" : `hold(F,[${used}]);`;
  const restore = used === "" ? "" : `[${used}]=held(F);`;
  g.out.mark(line);
  g.out.add(
    `case ${point}:if(pc===0){` +
      `if(trace(F,${point},${line},l!==${line},0)){${hold}pc=${point};break $;}l=${line};` +
      `}else{pc=0;${restore}}`,
  );
}

function addPoint(g: FunctionGenerator, point: number, line: number, running: string): void {
  g.out.mark(line);
  g.temporaries.keepAllBut([]);
  g.out.add(`case ${point}:if(pc===0){${running}}else pc=0;`);
}

/**
 * Emits a call in tail position: while a hook is told of the native that is called, the function is still
 * there.
 * @param running - makes the code for normal running, given the text that suspends
 * @param resumed - the code for carrying on, with the call's result in `v`
 * @param name - how the source names what it calls; see `CallTable`
 */
export function traceTailCall(
  g: FunctionGenerator,
  line: number,
  running: (suspend: string) => string,
  resumed: string,
  name: number,
): void {
  if (g.tracer === null) return;
  const point = g.tracer.newPoint({ line, name });
  g.out.mark(line);
  const whenRunning = running(`{pc=${point};break $;}`);
  g.out.add(`case ${point}:if(pc===0)${whenRunning}else{pc=0;${resumed}}`);
}

/** What follows was jumped back to, so that its line begins anew. */
export function traceJump(g: FunctionGenerator): void {
  if (g.tracer === null) return;
  g.tracer.line = -1;
  g.out.add("l=-1;");
}
