/**
 * Frames of one function that its suspended calls have done with, for the next ones.
 *
 * A program that lives on coroutines or recurses deeply suspends millions of calls. Frames that are
 * used again cost no garbage, and being old they are linked without the collector's write barriers
 * (benchmarks coroutines-nested, recursion-deep).
 */
import type { LuaFunction } from "../value/lua-value.js";
import { LuaFrame, type Prototype } from "./lua-frame.js";

/** How many frames are kept in one process, by all functions: a few megabytes. */
const SPARE_FRAMES_MAX = 32_768;

let spareFrameCount = 0;

const noFunction: LuaFunction = () => undefined;

/** The spare frames of one function. */
export class SpareFrames {
  #top: LuaFrame | null = null;
  readonly #valueCount: number;
  #noValues: readonly undefined[] | null = null;

  /**
   * Makes an empty store.
   * @param valueCount - how many values a frame of the function holds, upvalues included
   */
  constructor(valueCount: number) {
    this.#valueCount = valueCount;
  }

  /** Gives a frame whose values are all `undefined`. */
  take(prototype: Prototype, fn: LuaFunction): LuaFrame {
    const frame = this.#top;
    if (frame === null) {
      // Most functions are never suspended.
      this.#noValues ??= Array.from({ length: this.#valueCount }, () => undefined);
      return new LuaFrame(prototype, 0, this.#noValues.slice(), fn);
    }
    this.#top = frame.parent as LuaFrame | null;
    frame.fn = fn;
    spareFrameCount--;
    return frame;
  }

  /** Keeps a frame of the function that nothing refers to any more, if there is room. */
  put(frame: LuaFrame): void {
    if (spareFrameCount >= SPARE_FRAMES_MAX) return;
    spareFrameCount++;
    // What the call held must not be kept alive.
    const { values } = frame;
    for (let i = 0; i < values.length; i++) values[i] = undefined;
    frame.fn = noFunction;
    frame.parent = this.#top;
    this.#top = frame;
  }
}
