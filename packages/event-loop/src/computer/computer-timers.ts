/**
 * One computer's timers and alarms. They wait in the scheduler's heap, so timers of all computers
 * fire in one order; this holds them by number.
 */
import { alarmDueMs, TICK_MS } from "../clock/in-game-time.js";
import { HeapTimer, type TimerHeap } from "../timers/timer-heap.js";
import { TimerEvent, type TimerKind } from "../events/computer-event.js";

/** Who is told that a timer is due. */
export interface TimerOwner {
  /** Called when the timer is due and out of the heap. */
  timerFired(timer: ComputerTimer): void;
}

/** A timer or an alarm of a computer. */
export class ComputerTimer extends HeapTimer {
  /** Whose it is. */
  readonly owner: TimerOwner;
  /** The event's name. */
  readonly kind: TimerKind;
  /** Its number, by kind. */
  readonly id: number;

  /**
   * Makes a timer that is in no heap.
   * @param owner - whose it is
   * @param kind - the event's name
   * @param id - its number, by kind
   * @param dueMs - when it is due, on the clock's scale
   */
  constructor(owner: TimerOwner, kind: TimerKind, id: number, dueMs: number) {
    super(dueMs);
    this.owner = owner;
    this.kind = kind;
    this.id = id;
  }

  /** Makes its event. */
  toEvent(): TimerEvent {
    return new TimerEvent(this.kind, this.id);
  }
}

/** How a duration becomes a due time. */
export type TimerGranularity = "millisecond" | "tick";

/** The pending timers and alarms of one computer. */
export class ComputerTimers {
  readonly #owner: TimerOwner;
  readonly #heap: TimerHeap<ComputerTimer>;
  readonly #granularity: TimerGranularity;
  readonly #timersMax: number;
  readonly #pending = {
    timer: new Map<number, ComputerTimer>(),
    alarm: new Map<number, ComputerTimer>(),
  };
  readonly #lastId = { timer: 0, alarm: 0 };
  /** The clock's time when the computer booted. */
  #bootMs = 0;

  /**
   * Makes a computer's timers.
   * @param owner - whose they are
   * @param heap - where they wait
   * @param granularity - to what durations are rounded
   * @param timersMax - how many may be pending
   */
  constructor(
    owner: TimerOwner,
    heap: TimerHeap<ComputerTimer>,
    granularity: TimerGranularity,
    timersMax: number,
  ) {
    this.#owner = owner;
    this.#heap = heap;
    this.#granularity = granularity;
    this.#timersMax = timersMax;
  }

  /** Notes when the computer booted, on the clock's scale. */
  boot(bootMs: number): void {
    this.#bootMs = bootMs;
  }

  /**
   * Starts a timer.
   * @param seconds - finite; anything under the smallest duration counts as that
   * @param uptimeMs - milliseconds since boot
   * @returns its number, or null when too many are pending
   */
  start(seconds: number, uptimeMs: number): number | null {
    return this.#add("timer", this.#roundUp(seconds, uptimeMs));
  }

  /**
   * Sets an alarm.
   * @param hour - at least 0, less than 24
   * @param uptimeMs - milliseconds since boot
   * @returns its number, or null when too many are pending
   */
  setAlarm(hour: number, uptimeMs: number): number | null {
    return this.#add("alarm", alarmDueMs(hour, uptimeMs));
  }

  /** Cancels a timer or an alarm that has not fired; any other number is ignored. */
  cancel(kind: TimerKind, id: number): void {
    const timer = this.#pending[kind].get(id);
    if (timer === undefined) return;
    this.#pending[kind].delete(id);
    this.#heap.remove(timer);
  }

  /**
   * Forgets a timer that has fired.
   * @returns false when it has been cancelled since
   */
  forget(timer: ComputerTimer): boolean {
    return this.#pending[timer.kind].delete(timer.id);
  }

  /** Cancels all. */
  clear(): void {
    for (const pending of Object.values(this.#pending)) {
      for (const timer of pending.values()) this.#heap.remove(timer);
      pending.clear();
    }
  }

  #add(kind: TimerKind, dueUptimeMs: number): number | null {
    const { timer: timers, alarm: alarms } = this.#pending;
    if (timers.size + alarms.size >= this.#timersMax) return null;
    const id = ++this.#lastId[kind];
    const timer = new ComputerTimer(this.#owner, kind, id, this.#bootMs + dueUptimeMs);
    this.#pending[kind].set(id, timer);
    this.#heap.add(timer);
    return id;
  }

  /** Gives the uptime at which a duration that begins now is over. */
  #roundUp(seconds: number, uptimeMs: number): number {
    if (this.#granularity === "tick") {
      // Source: tweaked.cc, os.startTimer: durations are multiples of 0.05 seconds.
      const ticks = Math.max(1, Math.round((seconds * 1000) / TICK_MS));
      return (Math.floor(uptimeMs / TICK_MS) + ticks) * TICK_MS;
    }
    // HOST: to the millisecond, since a server has better to do than to wait for a tick. The small
    // term keeps 1.1 * 1000 and the like from taking one more.
    return uptimeMs + Math.max(1, Math.ceil(seconds * 1000 - 1e-6));
  }
}
