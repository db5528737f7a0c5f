/**
 * `table.sort` of numbers only, or strings only, in their own order: JavaScript sorts them. Nobody can
 * tell equal ones apart, so any algorithm gives what PUC's gives. Long lists are sorted piece by piece
 * and merged, with stops between.
 */
import { chargeWork } from "../runtime/charge-work.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import type { LuaTable } from "../value/lua-table.js";
import { type LuaResult, type LuaValue, NO_VALUES } from "../value/lua-value.js";

/** What a comparison costs that JavaScript's sort makes. */
const STEPS_PER_COMPARISON = 2;
/** How many numbers, strings, and bytes of strings are sorted at once, at most: some milliseconds. */
const NUMBERS_MAX = 1 << 17;
const STRINGS_MAX = 1 << 15;
const PIECE_BYTES_MAX = 1 << 20;
/** How much is merged between two stops, in steps. */
const MERGE_STEPS = 1 << 17;
/** How many bytes of two strings are compared in the time of one step. */
const BYTES_PER_STEP = 16;

/**
 * Sorts a list of numbers only, or strings only.
 * @returns the call's result, or SUSPENDED; null when it is no such list, untouched
 */
export function sortAlike(table: LuaTable, size: number): LuaResult | null {
  const { arr } = table;
  if (size !== arr.length) return null;
  if (size < 2) return NO_VALUES;
  const type = typeof arr[0];
  if (type === "number") {
    for (let i = 0; i < size; i++) {
      const value = arr[i];
      // NaN has no place in an order: what PUC's algorithm makes of it, that one makes here too.
      if (typeof value !== "number" || value !== value) return null;
    }
    if (size > NUMBERS_MAX) return runSteps("sort", sortByPieces(table, size, NUMBERS_MAX));
    chargeSort(size);
    sortNumbers(arr as number[]);
    return NO_VALUES;
  }
  if (type !== "string") return null;
  let bytes = 0;
  for (let i = 0; i < size; i++) {
    const value = arr[i];
    if (typeof value !== "string") return null;
    bytes += value.length;
  }
  if (size > STRINGS_MAX || bytes > PIECE_BYTES_MAX) {
    const piece = Math.min(STRINGS_MAX, Math.ceil((size / bytes) * PIECE_BYTES_MAX));
    return runSteps("sort", sortByPieces(table, size, piece));
  }
  chargeSort(size);
  // The default order of JavaScript's sort is that of the characters, which are bytes.
  arr.sort();
  return NO_VALUES;
}

function chargeSort(size: number): void {
  if (size > 8) chargeWork(size * Math.log2(size) * STEPS_PER_COMPARISON);
}

/** Up to this many numbers are sorted in place, by insertion. */
const INSERTION_MAX = 24;

function sortNumbers(numbers: number[]): void {
  const size = numbers.length;
  if (size > INSERTION_MAX) {
    const sorted = Float64Array.from(numbers).sort();
    for (let i = 0; i < size; i++) numbers[i] = sorted[i]!;
    return;
  }
  for (let i = 1; i < size; i++) {
    const value = numbers[i]!;
    let place = i;
    for (; place > 0 && numbers[place - 1]! > value; place--) {
      numbers[place] = numbers[place - 1]!;
    }
    numbers[place] = value;
  }
}

/** Sorts a long list: pieces of it, then twice as long ones made of two, until there is one. */
function* sortByPieces(table: LuaTable, size: number, pieceSize: number): WorkSteps {
  let from: LuaValue[] = [];
  for (let start = 0; start < size; start += pieceSize) {
    const piece = table.arr.slice(start, start + pieceSize);
    if (typeof piece[0] === "number") sortNumbers(piece as number[]);
    else piece.sort();
    for (const value of piece) from.push(value);
    yield costOf(piece);
  }
  // What another coroutine took out of the list meanwhile is not put back.
  const count = from.length;
  let to = new Array<LuaValue>(count);
  for (let width = pieceSize; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      yield* merge(from, to, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < count; i++) {
    if (i % MERGE_STEPS === MERGE_STEPS - 1) yield MERGE_STEPS;
    table.setNumber(i + 1, from[i]);
  }
  return NO_VALUES;
}

function costOf(piece: readonly LuaValue[]): number {
  let bytes = 0;
  for (const value of piece) if (typeof value === "string") bytes += value.length;
  const depth = Math.log2(piece.length + 1);
  return (piece.length * STEPS_PER_COMPARISON + bytes / BYTES_PER_STEP) * depth;
}

/** Merges what is sorted from `low` to before `middle`, and from there to before `high`. */
function* merge(
  from: readonly LuaValue[],
  to: LuaValue[],
  low: number,
  middle: number,
  high: number,
): Generator<number, void, void> {
  let left = low;
  let right = middle;
  let work = 0;
  for (let at = low; at < high; at++) {
    const a = from[left] as string;
    const b = from[right] as string;
    const takesLeft = left < middle && (right >= high || a <= b);
    to[at] = takesLeft ? a : b;
    if (takesLeft) left++;
    else right++;
    work += STEPS_PER_COMPARISON;
    if (typeof a === "string") work += a.length / BYTES_PER_STEP;
    if (work < MERGE_STEPS) continue;
    yield work;
    work = 0;
  }
  yield work;
}
