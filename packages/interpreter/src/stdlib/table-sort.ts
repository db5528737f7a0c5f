/**
 * `table.sort` (Lua 5.2 manual §6.5): PUC Lua's quicksort, comparison for comparison, so that equal
 * elements end up where PUC puts them and a comparator sees the same calls. It is written as a
 * machine that can stop at every comparison, since comparators may yield and be pre-empted.
 * Lists of numbers only or strings only, without a comparator, are another file's (`sort-alike.ts`).
 */
import { NO_CHUNK } from "../runtime/call.js";
import { isTruthy, lessThan } from "../runtime/comparison.js";
import { execution, saveFrame } from "../runtime/execution.js";
import { metamethodOf } from "../runtime/metatable.js";
import { raise, raiseAt } from "../runtime/raise.js";
import { Frame } from "../value/frame.js";
import type { LuaTable } from "../value/lua-table.js";
import {
  firstValue,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  SUSPENDED,
  typeName,
} from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { chargeWork } from "../runtime/charge-work.js";
import { sortAlike } from "./sort-alike.js";
import { lengthOf } from "./table-access.js";

/** What a comparator's call costs of the budget while it lasts: the sort's JavaScript stack. */
const CALLBACK_COST = 600;

/** `table.sort(list [, comp])`. */
export function sort(...values: LuaValue[]): LuaResult {
  const args = new Arguments("sort", values);
  const table = args.table(1);
  const size = lengthOf(table);
  const comparator = args.at(2);
  if (comparator === undefined) {
    const sorted = sortAlike(table, size);
    if (sorted !== null) return sorted;
    return new SortFrame(table, compareDefault, size).run(START, undefined);
  }
  if (typeof comparator !== "function") return args.fail(2, "function");
  return new SortFrame(table, comparator, size).run(START, undefined);
}

/** `a < b`, with PUC's error, which has no position here. */
function compareDefault(a: LuaValue, b: LuaValue): LuaResult {
  if (typeof a === "number" && typeof b === "number") return a < b;
  if (typeof a === "string" && typeof b === "string") return a < b;
  if (metamethodOf(a, "lt") === undefined && metamethodOf(b, "lt") === undefined) {
    const first = typeName(a);
    const second = typeName(b);
    raise(
      first === second
        ? `attempt to compare two ${first} values`
        : `attempt to compare ${first} with ${second}`,
    );
  }
  return lessThan(a, b, NO_CHUNK, 0);
}

function isLess(result: LuaResult): boolean {
  return typeof result === "boolean" ? result : isTruthy(firstValue(result));
}

// Where the machine stands: which comparison's result it is about to look at.
/** Begin the range. */
const START = 0;
/** `a[high] < a[low]` was asked. */
const ENDS = 1;
/** `a[middle] < a[low]` was asked. */
const MIDDLE_LOW = 2;
/** `a[high] < a[middle]` was asked. */
const HIGH_MIDDLE = 3;
/** `a[up] < pivot` was asked. */
const SCAN_UP = 4;
/** `pivot < a[down]` was asked. */
const SCAN_DOWN = 5;

/** A sort under way: `auxsort` of ltablib.c with its recursion as a list of ranges. */
class SortFrame extends Frame {
  readonly #table: LuaTable;
  readonly #compare: LuaFunction;
  /** Ends of the ranges still to be sorted, each low before high. */
  readonly #ranges: number[] = [];
  #stage = START;
  #low = 1;
  #high: number;
  #up = 0;
  #down = 0;
  #pivot: LuaValue = undefined;

  constructor(table: LuaTable, compare: LuaFunction, size: number) {
    super();
    this.#table = table;
    this.#compare = compare;
    this.#high = size;
  }

  override get nativeName(): string {
    return "sort";
  }

  override resume(result: LuaResult): LuaResult {
    return this.run(this.#stage, result);
  }

  #read(position: number): LuaValue {
    const { arr } = this.#table;
    return position <= arr.length ? arr[position - 1] : this.#table.getNumber(position);
  }

  #swap(a: number, b: number): void {
    const { arr } = this.#table;
    // The last element of the array part is left to the table, since it must not become nil.
    if (a < arr.length && b < arr.length) {
      const value = arr[a - 1];
      arr[a - 1] = arr[b - 1];
      arr[b - 1] = value;
      return;
    }
    const first = this.#read(a);
    const second = this.#read(b);
    this.#table.setNumber(a, second);
    this.#table.setNumber(b, first);
  }

  #suspend(
    stage: number,
    low: number,
    high: number,
    up: number,
    down: number,
    pivot: LuaValue,
  ): LuaResult {
    this.#stage = stage;
    this.#low = low;
    this.#high = high;
    this.#up = up;
    this.#down = down;
    this.#pivot = pivot;
    return saveFrame(this);
  }

  /**
   * Sorts until it is done or suspended.
   * @param from - where it stands
   * @param given - the result of the comparison made there
   */
  run(from: number, given: LuaResult): LuaResult {
    const compare = this.#compare;
    const ranges = this.#ranges;
    let low = this.#low;
    let high = this.#high;
    let up = this.#up;
    let down = this.#down;
    let pivot = this.#pivot;
    let stage = from;
    let result = given;
    execution.c += CALLBACK_COST;
    while (true) {
      if (stage === START) {
        if (low >= high) {
          if (ranges.length === 0) {
            execution.c -= CALLBACK_COST;
            return NO_VALUES;
          }
          high = ranges.pop()!;
          low = ranges.pop()!;
          continue;
        }
        chargeWork(high - low);
        stage = ENDS;
        result = compare(this.#read(high), this.#read(low));
        if (result === SUSPENDED) return this.#suspend(ENDS, low, high, up, down, pivot);
      }
      if (stage === ENDS) {
        if (isLess(result)) this.#swap(low, high);
        if (high - low === 1) {
          stage = START;
          low = high;
          continue;
        }
        up = Math.floor((low + high) / 2);
        stage = MIDDLE_LOW;
        result = compare(this.#read(up), this.#read(low));
        if (result === SUSPENDED) return this.#suspend(MIDDLE_LOW, low, high, up, down, pivot);
      }
      if (stage === MIDDLE_LOW) {
        stage = HIGH_MIDDLE;
        if (isLess(result)) {
          this.#swap(up, low);
          result = false;
        } else {
          result = compare(this.#read(high), this.#read(up));
          if (result === SUSPENDED) return this.#suspend(HIGH_MIDDLE, low, high, up, down, pivot);
        }
      }
      if (stage === HIGH_MIDDLE) {
        if (isLess(result)) this.#swap(up, high);
        if (high - low === 2) {
          stage = START;
          low = high;
          continue;
        }
        pivot = this.#read(up);
        this.#swap(up, high - 1);
        up = low + 1;
        down = high - 1;
        stage = SCAN_UP;
        result = compare(this.#read(up), pivot);
        if (result === SUSPENDED) return this.#suspend(SCAN_UP, low, high, up, down, pivot);
      }
      if (stage === SCAN_UP) {
        while (isLess(result)) {
          if (up >= high) raiseAt("invalid order function for sorting", 1);
          result = compare(this.#read(++up), pivot);
          if (result === SUSPENDED) return this.#suspend(SCAN_UP, low, high, up, down, pivot);
        }
        result = compare(pivot, this.#read(--down));
        if (result === SUSPENDED) return this.#suspend(SCAN_DOWN, low, high, up, down, pivot);
      }
      while (isLess(result)) {
        if (down <= low) raiseAt("invalid order function for sorting", 1);
        result = compare(pivot, this.#read(--down));
        if (result === SUSPENDED) return this.#suspend(SCAN_DOWN, low, high, up, down, pivot);
      }
      if (down >= up) {
        this.#swap(up, down);
        stage = SCAN_UP;
        result = compare(this.#read(++up), pivot);
        if (result === SUSPENDED) return this.#suspend(SCAN_UP, low, high, up, down, pivot);
        continue;
      }
      this.#swap(high - 1, up);
      // The smaller part comes first, the larger waits.
      if (up - low < high - up) {
        ranges.push(up + 1, high);
        high = up - 1;
      } else {
        ranges.push(low, up - 1);
        low = up + 1;
      }
      stage = START;
    }
  }
}
