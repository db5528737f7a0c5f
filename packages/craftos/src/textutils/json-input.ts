/**
 * What the two readers of JSON share.
 */
import type { LuaTable, LuaValue } from "@craftos-http/interpreter";

/** How JSON is read. */
export interface JsonInputOptions {
  /** Whether Minecraft's variant is understood. */
  readonly isNbt: boolean;
  /** What null becomes. */
  readonly null: LuaValue;
  /** What an empty array becomes; `undefined` for a new table each. */
  readonly emptyArray: LuaTable | undefined;
}

/** How deep values may nest: what a JavaScript stack with Lua on it holds for certain. */
export const JSON_DEPTH_MAX = 500;

const encoder = new TextEncoder();

/**
 * The UTF-8 form of a character, as a byte string.
 * @param units - one code unit or a surrogate pair; a surrogate alone becomes U+FFFD
 */
export function utf8Of(units: string): string {
  return String.fromCharCode(...encoder.encode(units));
}
