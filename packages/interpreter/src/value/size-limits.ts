/**
 * How large the strings and tables of the running state may become. A state puts its limits here
 * while it runs.
 */

/** How large values may become in one state. */
export interface LuaLimits {
  /**
   * Most bytes of a string, at most and by default {@link DEFAULT_LUA_LIMITS}: a longer one is the
   * error "resulting string too large".
   */
  stringBytesMax: number;
  /**
   * Most entries of the array part and of the hash part of a table, at most and by default
   * {@link DEFAULT_LUA_LIMITS}, 14,000,000 in the hash part: more are the error "table overflow". Of
   * the array part it is rounded up to 1,024.
   */
  tableEntriesMax: number;
}

/** The limits of a state that says nothing, which are also the greatest: near those of V8. */
export const DEFAULT_LUA_LIMITS: Readonly<LuaLimits> = {
  stringBytesMax: 500_000_000,
  tableEntriesMax: 64_000_000,
};

/**
 * Gives limits, and the defaults of those that are missing.
 * @throws RangeError when one is no limit
 */
export function checkLimits(limits: Readonly<Partial<LuaLimits>>): Readonly<LuaLimits> {
  const {
    stringBytesMax = DEFAULT_LUA_LIMITS.stringBytesMax,
    tableEntriesMax = DEFAULT_LUA_LIMITS.tableEntriesMax,
  } = limits;
  checkLimit("stringBytesMax", stringBytesMax);
  checkLimit("tableEntriesMax", tableEntriesMax);
  return { stringBytesMax, tableEntriesMax };
}

function checkLimit(name: keyof LuaLimits, value: number): void {
  const greatest = DEFAULT_LUA_LIMITS[name];
  if (value >= 1 && value <= greatest && Number.isInteger(value)) return;
  throw new RangeError(`${name} is ${value}; it must be an integer from 1 to ${greatest}`);
}

/** The limits in force. */
export const sizeLimits: LuaLimits & { raiseTableOverflow: () => never } = {
  ...DEFAULT_LUA_LIMITS,
  /** Raises that a table would become too large; the runtime puts its own here. */
  raiseTableOverflow: (): never => {
    throw new Error("table overflow");
  },
};
