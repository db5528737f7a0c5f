/**
 * Many deadlines of the same length with one timer. Entries come in the order of their deadlines,
 * so only the first is ever looked at. Adding and removing cost a set operation each; the timer is
 * set at most once per period, and never keeps the process alive.
 */

/** Something with a deadline. */
export interface Deadline {
  /** When it expires, in milliseconds of `performance.now()`; set by the list. */
  expiresAtMs: number;
}

/** What the list calls. */
export interface DeadlineListOptions<Item> {
  /** How long after being added an entry expires, in milliseconds. */
  readonly timeoutMs: number;
  /** How often `onTick` is called at least while there are entries, in milliseconds. */
  readonly tickMs: number;
  /** Called with an entry that has expired and is no longer in the list. */
  readonly onExpired: (item: Item) => void;
  /** Called with each entry on every tick, if given. */
  readonly onTick?: (item: Item) => void;
}

/** Entries that expire a fixed time after they were added. */
export class DeadlineList<Item extends Deadline> implements Iterable<Item> {
  private readonly items = new Set<Item>();
  private readonly options: DeadlineListOptions<Item>;
  private timer: NodeJS.Timeout | undefined;
  private readonly onTimer = (): void => {
    this.tick();
  };

  /**
   * Makes an empty list.
   *
   * @param options the length of the deadlines, and what to call
   */
  constructor(options: DeadlineListOptions<Item>) {
    this.options = options;
  }

  /**
   * Walks through the entries, oldest first; entries may be removed meanwhile.
   *
   * @returns the iterator
   */
  [Symbol.iterator](): Iterator<Item> {
    return this.items.values();
  }

  /**
   * Starts an entry's time.
   *
   * @param item the entry; not in the list yet
   */
  add(item: Item): void {
    item.expiresAtMs = performance.now() + this.options.timeoutMs;
    this.items.add(item);
    if (this.timer === undefined) this.arm(Math.min(this.options.tickMs, this.options.timeoutMs));
  }

  /**
   * Takes an entry out.
   *
   * @param item the entry; nothing happens when it is not in the list
   */
  delete(item: Item): void {
    this.items.delete(item);
  }

  /** Forgets all entries and stops the timer. */
  clear(): void {
    this.items.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(delayMs: number): void {
    this.timer = setTimeout(this.onTimer, Math.max(1, Math.ceil(delayMs))).unref();
  }

  private tick(): void {
    this.timer = undefined;
    const now = performance.now();
    for (const item of this.items) {
      if (item.expiresAtMs > now) break;
      this.items.delete(item);
      this.options.onExpired(item);
    }
    if (this.options.onTick !== undefined) this.items.forEach(this.options.onTick);
    for (const first of this.items) {
      this.arm(Math.min(this.options.tickMs, first.expiresAtMs - now));
      break;
    }
  }
}
