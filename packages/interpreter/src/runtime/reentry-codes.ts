/**
 * Which code carries a suspended call of a function on.
 *
 * One general code can be entered at every suspension point, and pays for that at each of them: what
 * reaches a point may come from outside, so V8 knows little about it. Where a call will run on for
 * long, in a loop, and where it is entered often, code is made that can be entered at that point alone
 * and is elsewhere as the direct form (benchmarks matrix-multiply, sieve, coroutine-generators).
 */
import type { TracePoint } from "../value/chunk-info.js";
import type { LuaResult } from "../value/lua-value.js";
import type { LuaFrame, Reentry } from "./lua-frame.js";
import { SpareFrames } from "./spare-frames.js";

/** What code to make. */
export interface ReentryRequest {
  /** The only point where it is entered; null for any. */
  readonly point: number | null;
  /** Indexes of saved values that are numbers whenever it is entered. */
  readonly numbers: ReadonlySet<number>;
  /** For code that calls hooks: where to put its trace points. */
  readonly tracePoints?: Map<number, TracePoint>;
}

/** How many codes are made for single points of one function. */
const SINGLE_POINT_CODES_MAX = 12;
/** How many of them for one point, by which values are numbers. */
const CODES_PER_LOOP_MAX = 3;

const NO_NUMBERS: ReadonlySet<number> = new Set();
const NO_POINTS: ReadonlyMap<number, TracePoint> = new Map();

/** The re-entry codes of one function. */
export class ReentryCodes {
  /** By point; a point that was never entered has none. */
  readonly byPoint: (Reentry | undefined)[] = [];
  /** The trace points of the code that calls hooks, once there is such code. */
  tracePoints: ReadonlyMap<number, TracePoint> = NO_POINTS;
  /** Frames of the function for its next calls that are suspended. */
  readonly spareFrames: SpareFrames;
  readonly #savedValueCount: number;
  readonly #tickPoints: readonly (boolean | undefined)[];
  readonly #hotPointEntries: number;
  readonly #compile: (request: ReentryRequest) => Reentry;
  #general: Reentry | null = null;
  #traced: Reentry | null = null;
  #singlePointCount = 0;

  /**
   * Makes the table, with no code yet.
   * @param savedValueCount - how many values its frames have before the upvalues
   * @param upvalueCount - how many upvalues they have
   * @param tickPoints - the points that are looks at the budget, at the end of a loop's turn
   * @param hotPointEntries - after so many entries a point gets code of its own
   * @param compile - makes code
   */
  constructor(
    savedValueCount: number,
    upvalueCount: number,
    tickPoints: readonly (boolean | undefined)[],
    hotPointEntries: number,
    compile: (request: ReentryRequest) => Reentry,
  ) {
    this.#hotPointEntries = hotPointEntries;
    this.spareFrames = new SpareFrames(savedValueCount + upvalueCount);
    this.#savedValueCount = savedValueCount;
    this.#tickPoints = tickPoints;
    this.#compile = compile;
  }

  /** Carries a frame on for the first time at its point. */
  enterFirst(frame: LuaFrame, result: LuaResult): LuaResult {
    const point = frame.pc;
    // The hook has gone while it was called; only traced code goes on here.
    if (point === 0 || !Number.isInteger(point)) return this.resumeTraced(frame, result);
    const code = this.#tickPoints[point] === true ? this.#loop(point) : this.#counted(point);
    this.byPoint[point] = code;
    return code(frame, result);
  }

  /** Carries a frame on in code that calls hooks. */
  resumeTraced(frame: LuaFrame, result: LuaResult): LuaResult {
    if (this.#traced === null) {
      const tracePoints = new Map<number, TracePoint>();
      this.#traced = this.#compile({ point: null, numbers: NO_NUMBERS, tracePoints });
      this.tracePoints = tracePoints;
    }
    return this.#traced(frame, result);
  }

  #generalCode(): Reentry {
    return (this.#general ??= this.#compile({ point: null, numbers: NO_NUMBERS }));
  }

  #counted(point: number): Reentry {
    const general = this.#generalCode();
    let entries = 0;
    return (frame, result) => {
      if (++entries < this.#hotPointEntries) return general(frame, result);
      const code = this.#singlePoint(point, NO_NUMBERS) ?? general;
      this.byPoint[point] = code;
      return code(frame, result);
    };
  }

  #loop(point: number): Reentry {
    const codes = new Map<string, Reentry>();
    return (frame, result) => {
      const numbers = this.#numbersIn(frame);
      const key = [...numbers].join();
      let code = codes.get(key);
      if (code === undefined) {
        const own = codes.size < CODES_PER_LOOP_MAX ? this.#singlePoint(point, numbers) : null;
        if (own === null) return this.#generalCode()(frame, result);
        code = own;
        codes.set(key, code);
      }
      return code(frame, result);
    };
  }

  #singlePoint(point: number, numbers: ReadonlySet<number>): Reentry | null {
    if (this.#singlePointCount >= SINGLE_POINT_CODES_MAX) return null;
    this.#singlePointCount++;
    return this.#compile({ point, numbers });
  }

  #numbersIn({ values }: LuaFrame): Set<number> {
    const numbers = new Set<number>();
    for (let i = 0; i < this.#savedValueCount; i++) {
      if (typeof values[i] === "number") numbers.add(i);
    }
    return numbers;
  }
}
