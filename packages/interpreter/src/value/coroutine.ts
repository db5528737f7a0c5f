/**
 * A coroutine: where it stands, and the frames it was suspended with.
 *
 * Frames are a linked list from the innermost outward. A running coroutine's frames are partly here
 * (the outer ones, not yet re-entered) and partly on the JavaScript stack (the inner ones).
 */
import type { ActiveCall } from "./active-call.js";
import type { SuspendedCall } from "./frame.js";
import type { LuaFunction } from "./lua-value.js";

/** What `coroutine.status` gives (Lua 5.2 manual §6.2). */
export type CoroutineStatus = "suspended" | "running" | "normal" | "dead";

/** Something that a hook is called for: its arguments. */
export interface HookEvent {
  /** What happened. */
  readonly name: "call" | "tail call" | "return" | "line" | "count";
  /** The line that was come to. */
  readonly line: number | undefined;
}

/** A hook of a coroutine (Lua 5.2 manual §6.10, `debug.sethook`). */
export interface Hook {
  /** What is called. */
  readonly fn: LuaFunction;
  /** The first letters of the events that were asked for, besides counts. */
  readonly mask: string;
  /** After how many instructions, or 0. */
  readonly count: number;
  /** How many are left. */
  left: number;
  /** What it is to be called for next, in this order. */
  readonly due: HookEvent[];
  /** How many trace points there are until the host is asked whether it wants its turn. */
  pointsUntilAsked: number;
  /** What is used of the budget by what is below the traced frames. */
  budget: number;
}

/** A Lua thread (Lua 5.2 manual §2.6). */
export class Coroutine {
  /** The type name that `type` gives. */
  declare readonly luaType: "thread";
  /** Where it stands. */
  status: CoroutineStatus = "suspended";
  /** The function to start with; null once it has started. */
  entry: LuaFunction | null;
  /** The innermost suspended frame, or null. */
  innermost: SuspendedCall | null = null;
  /** How many frames are in the list. */
  frameCount = 0;
  /** What is called for what happens while it runs. */
  hook: Hook | null = null;
  /** Whether its hook is running. */
  isInHook = false;
  /** The calls that were under way when an error ended it, the innermost first. */
  failedCalls: readonly ActiveCall[] | null = null;
  /** Who resumed it, while it runs; of a segment (see `finishHere`), the one around it. */
  resumer: Coroutine | null = null;
  /** How many coroutines were resuming each other when it was resumed. */
  depth = 0;
  /** How many message handlers of `xpcall` are under way in it. */
  handlerDepth = 0;

  /** Whether whoever resumed it looks at the traceback of an error that leaves it. */
  wantsTraceback = false;

  /**
   * Makes a coroutine that has not started.
   * @param entry - the function that its first resume calls, or null for frames to be added
   */
  constructor(entry: LuaFunction | null) {
    this.entry = entry;
  }
}

Object.defineProperty(Coroutine.prototype, "luaType", { value: "thread" });
