/**
 * A captured local that is reassigned after closures may have taken it: the local and every closure
 * share one cell. Captured locals that are never reassigned are copied instead and have none.
 */
import type { LuaValue } from "./lua-value.js";

/** The box of a shared, reassigned local (an open or closed upvalue in PUC's words). */
export class Cell {
  /** The local's present value. */
  v: LuaValue;

  constructor(value: LuaValue) {
    this.v = value;
  }
}
