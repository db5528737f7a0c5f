/**
 * Timers in the order in which they are due, and of two due at once in the order in which they were
 * added: a binary heap in which each timer knows its own place, so that cancelling one costs as
 * little as firing it and leaves nothing behind.
 */

/** Something that is due at a time. Its owner is whoever made a subclass of it. */
export class HeapTimer {
  /** When it is due. */
  readonly dueMs: number;
  /** Its place in the heap, or -1 outside of one. Written by the heap only. */
  heapPlace = -1;
  /** How many timers had been added before it. Written by the heap only. */
  heapOrder = 0;

  /**
   * Makes a timer that is in no heap.
   * @param dueMs - when it is due: not NaN
   */
  constructor(dueMs: number) {
    this.dueMs = dueMs;
  }
}

function isBefore(a: HeapTimer, b: HeapTimer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.heapOrder < b.heapOrder);
}

/** A priority queue of timers. */
export class TimerHeap<T extends HeapTimer> {
  readonly #timers: T[] = [];
  #added = 0;

  /** How many timers are pending. */
  get size(): number {
    return this.#timers.length;
  }

  /** When the first timer is due; `Infinity` without one. */
  get nextDueMs(): number {
    return this.#timers[0]?.dueMs ?? Infinity;
  }

  /** Adds a timer that is in no heap. */
  add(timer: T): void {
    timer.heapOrder = this.#added++;
    this.#timers.push(timer);
    this.#raise(timer, this.#timers.length - 1);
  }

  /**
   * Takes a timer out before it is due.
   * @returns false when it was not here
   */
  remove(timer: T): boolean {
    const place = timer.heapPlace;
    if (place < 0 || this.#timers[place] !== timer) return false;
    const last = this.#timers.pop()!;
    timer.heapPlace = -1;
    if (last !== timer) {
      this.#sink(last, place);
      this.#raise(last, last.heapPlace);
    }
    return true;
  }

  /**
   * Takes the first timer out if it is due.
   * @param nowMs - the time
   * @returns the timer, or null when none is due
   */
  takeDue(nowMs: number): T | null {
    const first = this.#timers[0];
    if (first === undefined || first.dueMs > nowMs) return null;
    this.remove(first);
    return first;
  }

  /** Puts a timer at a place, or nearer to the front as its due time demands. */
  #raise(timer: T, from: number): void {
    const timers = this.#timers;
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = timers[parentPlace]!;
      if (!isBefore(timer, parent)) break;
      timers[place] = parent;
      parent.heapPlace = place;
      place = parentPlace;
    }
    timers[place] = timer;
    timer.heapPlace = place;
  }

  /** Puts a timer at a place, or further from the front as its due time demands. */
  #sink(timer: T, from: number): void {
    const timers = this.#timers;
    let place = from;
    for (;;) {
      let childPlace = 2 * place + 1;
      let child = timers[childPlace];
      if (child === undefined) break;
      const right = timers[childPlace + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childPlace++;
      }
      if (!isBefore(child, timer)) break;
      timers[place] = child;
      child.heapPlace = place;
      place = childPlace;
    }
    timers[place] = timer;
    timer.heapPlace = place;
  }
}
