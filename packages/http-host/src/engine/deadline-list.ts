/**
 * Many deadlines of the same length with one timer. Entries come in the order of their deadlines,
 * so only the first are ever looked at; they are linked directly and time is counted in ticks, so
 * that adding and removing one, which every request with a body does, costs next to nothing
 * (bench:http, echo). The timer runs while there are entries, and never keeps the process
 * alive.
 */

/** How much later than its time an entry may expire: an eighth of the timeout. */
const TICKS_PER_TIMEOUT = 8;

/**
 * Calls back again and again.
 *
 * @param callback what to call
 * @param intervalMs how often, in milliseconds
 * @returns what ends it
 */
export type Repeat = (callback: () => void, intervalMs: number) => () => void;

/** By Node's clock, without keeping the process alive. */
const repeatInNode: Repeat = (callback, intervalMs) => {
  const timer = setInterval(callback, intervalMs).unref();
  return () => {
    clearInterval(timer);
  };
};

/** What the list calls, and when. */
export interface DeadlineListOptions<Item> {
  /** How long after being added an entry expires, in milliseconds; at most an eighth later. */
  readonly timeoutMs: number;
  /** How often `onTick` is called at least while there are entries, in milliseconds. */
  readonly tickMs: number;
  /** Called with an entry that has expired and is no longer in the list. */
  readonly onExpired: (item: Item) => void;
  /** Called with each entry on every tick, if given. */
  readonly onTick?: (item: Item) => void;
  /** Whose time it is; default Node's. */
  readonly repeat?: Repeat | undefined;
}

/** Something with a deadline: the base of what a list holds. It is in one list at a time. */
export class DeadlineEntry {
  /** The list that it is in. Only lists write to these fields. */
  deadlineList: Pick<DeadlineList<DeadlineEntry>, "delete"> | undefined = undefined;
  /** The entry that expires before it. */
  previousDeadline: DeadlineEntry | undefined = undefined;
  /** The entry that expires after it. */
  nextDeadline: DeadlineEntry | undefined = undefined;
  /** The tick of the list on which it expires. */
  expiryTick = 0;

  /** Takes it out of the list that it is in, if any. */
  cancelDeadline(): void {
    this.deadlineList?.delete(this);
  }
}

/** Entries that expire a fixed time after they were added. */
export class DeadlineList<Item extends DeadlineEntry> implements Iterable<Item> {
  /** How long after being added an entry expires, in milliseconds; at most an eighth later. */
  readonly timeoutMs: number;
  private readonly options: DeadlineListOptions<Item>;
  private readonly tickMs: number;
  private readonly ticksToLive: number;
  private ticks = 0;
  private stopTicking: (() => void) | undefined = undefined;
  private first: DeadlineEntry | undefined = undefined;
  private last: DeadlineEntry | undefined = undefined;

  /**
   * Makes an empty list.
   *
   * @param options the length of the deadlines, and what to call
   */
  constructor(options: DeadlineListOptions<Item>) {
    this.options = options;
    this.timeoutMs = options.timeoutMs;
    this.tickMs = Math.min(options.tickMs, Math.ceil(options.timeoutMs / TICKS_PER_TIMEOUT));
    // One more, because the first tick may come at once.
    this.ticksToLive = Math.ceil(options.timeoutMs / this.tickMs) + 1;
  }

  /**
   * Walks through the entries, oldest first; the current one may be removed meanwhile.
   *
   * @yields {Item} each entry
   */
  *[Symbol.iterator](): Iterator<Item> {
    let entry = this.first;
    while (entry !== undefined) {
      const next = entry.nextDeadline;
      yield entry as Item; // only `add` puts entries in
      entry = next;
    }
  }

  /**
   * Starts an entry's time.
   *
   * @param item an entry that is in no list
   */
  add(item: Item): void {
    item.deadlineList = this;
    item.expiryTick = this.ticks + this.ticksToLive;
    item.previousDeadline = this.last;
    if (this.last === undefined) this.first = item;
    else this.last.nextDeadline = item;
    this.last = item;
    this.stopTicking ??= (this.options.repeat ?? repeatInNode)(() => {
      this.tick();
    }, this.tickMs);
  }

  /**
   * Takes an entry out.
   *
   * @param item an entry of this list
   */
  delete(item: DeadlineEntry): void {
    const { previousDeadline, nextDeadline } = item;
    if (previousDeadline === undefined) this.first = nextDeadline;
    else previousDeadline.nextDeadline = nextDeadline;
    if (nextDeadline === undefined) this.last = previousDeadline;
    else nextDeadline.previousDeadline = previousDeadline;
    // Starting and stopping Node's timer for each request would cost more than a tick too many.
    if (this.first === undefined && this.options.repeat !== undefined) this.stop();
    item.deadlineList = undefined;
    item.previousDeadline = undefined;
    item.nextDeadline = undefined;
  }

  /** Takes all entries out and stops the timer. */
  clear(): void {
    for (const item of this) this.delete(item);
    this.stop();
  }

  private tick(): void {
    this.ticks++;
    for (const item of this) {
      if (item.expiryTick <= this.ticks) {
        this.delete(item);
        this.options.onExpired(item);
      } else if (this.options.onTick === undefined) {
        break;
      } else {
        this.options.onTick(item);
      }
    }
    if (this.first === undefined) this.stop();
  }

  private stop(): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
  }
}
