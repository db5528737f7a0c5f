/**
 * A host object handed to Lua: opaque to programs but for what its metatable allows.
 */
import type { LuaTable } from "./lua-table.js";

/** A full userdata (Lua 5.2 manual §2.1). */
export class LuaUserdata {
  /** The type name that `type` gives. */
  declare readonly luaType: "userdata";
  /** What the host put in. */
  readonly value: unknown;
  /** Its metatable, or null. */
  metatable: LuaTable | null;

  /**
   * Wraps a value of the host's.
   * @param value - what programs can hold and not look into
   * @param metatable - what they can do with it; null for nothing
   */
  constructor(value: unknown, metatable: LuaTable | null = null) {
    this.value = value;
    this.metatable = metatable;
  }
}

Object.defineProperty(LuaUserdata.prototype, "luaType", { value: "userdata" });
