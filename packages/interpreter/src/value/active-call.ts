/**
 * One call under way, as tracebacks and the debug library see it. Listed by `runtime/active-calls.ts`.
 */
import type { NameKind, PrototypeInfo } from "./chunk-info.js";
import type { SuspendedCall } from "./frame.js";

/** How the code that made a call names what it called. */
export interface CalledAs {
  /** The word for it. */
  readonly kind: NameKind;
  /** The name. */
  readonly name: string;
}

/** One call under way. */
export interface ActiveCall {
  /** The Lua function's prototype, or null for a native. */
  readonly prototype: PrototypeInfo | null;
  /** The line being run, or 0 for a native. */
  readonly line: number;
  /** A native's name, or "". */
  readonly nativeName: string;
  /** Its frame, if the call is suspended on the heap. */
  readonly frame: SuspendedCall | null;
  /** How what it calls now is named by it. */
  readonly calls: CalledAs | null;
  /** Whether callers before it are gone because they called it, or each other, last. */
  isTailCalled: boolean;
}

/** Makes the entry of a native's call. */
export function nativeCall(nativeName: string, frame: SuspendedCall | null = null): ActiveCall {
  return { prototype: null, line: 0, nativeName, frame, calls: null, isTailCalled: false };
}
