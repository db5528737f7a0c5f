/**
 * What a computer is made of, and the part of the scheduler that it needs.
 */
import type { LuaState } from "@craftos-http/interpreter";
import type { Clock } from "../clock/clock.js";
import type { Door } from "../door/door.js";
import type { TimerHeap } from "../timers/timer-heap.js";
import type { Computer } from "./computer.js";
import type { ComputerLimits } from "./computer-limits.js";
import type { ComputerTimer, TimerGranularity } from "./computer-timers.js";

/** What a computer needs of the scheduler that runs it. */
export interface Kernel {
  /** The time. */
  readonly clock: Clock;
  /** Where timers of all computers wait. */
  readonly timers: TimerHeap<ComputerTimer>;
  /** Notes that a computer has something to do. */
  computerReady(computer: Computer): void;
  /** Gives a computer that has something to do a slice now, unless one is running. */
  runNow(computer: Computer): void;
}

/** How a computer is made. */
export interface ComputerOptions {
  /** The scheduler that runs it. */
  readonly scheduler: Kernel;
  /** The interpreter state that its program was loaded into. */
  readonly state: Pick<LuaState, "createCoroutine" | "run">;
  /** Its number; default 0. */
  readonly id?: number;
  /** Its name; default none. */
  readonly label?: string | null;
  /** To what timers are rounded; default "millisecond". CC: Tweaked has "tick", 0.05 seconds. */
  readonly timerGranularity?: TimerGranularity;
  /** Limits that differ from {@link DEFAULT_COMPUTER_LIMITS}. */
  readonly limits?: Partial<ComputerLimits>;
  /** A recorder or a replayer; default none. */
  readonly door?: Door | null;
}
