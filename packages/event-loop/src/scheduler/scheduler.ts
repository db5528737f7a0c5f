/**
 * Runs computers in turn. A turn is what happens between two looks at the host's own input and
 * output; it lasts about one time slice, however many computers have something to do.
 *
 * Invariant: one program runs at a time, and nothing here waits: when there is nothing to do the
 * clock is asked to wake the scheduler at the next timer.
 */
import type { Clock } from "../clock/clock.js";
import type { Computer } from "../computer/computer.js";
import type { Kernel } from "../computer/computer-options.js";
import { ComputerTimer } from "../computer/computer-timers.js";
import { Fifo } from "../events/fifo.js";
import { TimerHeap } from "../timers/timer-heap.js";

/** How long a program runs before others get their turn, unless told otherwise. */
export const SLICE_MS = 10;

/** How a scheduler is made. */
export interface SchedulerOptions {
  /** The time. */
  readonly clock: Clock;
  /** See {@link Scheduler.sliceMs}; default 10. */
  readonly sliceMs?: number;
}

/** Runs computers on one clock. */
export class Scheduler implements Kernel {
  /** The time. */
  readonly clock: Clock;
  /** Where timers of all computers wait. */
  readonly timers = new TimerHeap<ComputerTimer>();

  /**
   * How long a program runs before others and the host get their turn, in milliseconds; may be changed at
   * any time. To carry on a program elsewhere than where it began costs V8 some 20 ms of warming up.
   */
  sliceMs: number;
  /** Computers that got an event or have just booted. */
  readonly #ready = new Fifo<Computer>();
  /** Computers that were in the middle of something when their slice was over. */
  readonly #preempted = new Fifo<Computer>();
  /** Whether the last turn left no time for those. */
  #preemptedAreDue = false;
  #running = false;
  readonly #wake = (): void => {
    this.pump();
  };

  /**
   * Makes a scheduler without computers.
   * @param options - what it is made of
   */
  constructor(options: SchedulerOptions) {
    this.clock = options.clock;
    this.sliceMs = options.sliceMs ?? SLICE_MS;
  }

  /** Whether every computer waits. */
  get isIdle(): boolean {
    return this.#ready.length === 0 && this.#preempted.length === 0;
  }

  /** When there is next something to do, on the clock's scale: now, a timer, or `Infinity`. */
  get nextWakeMs(): number {
    return this.isIdle ? this.timers.nextDueMs : this.clock.nowMs();
  }

  /**
   * Runs what has something to do, for one turn. The clock calls it; a host may, after it delivered
   * events. Inside a running program it does nothing.
   */
  pump(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      this.#runTurn();
    } finally {
      this.#running = false;
      this.#askToBeWoken();
    }
  }

  /**
   * Calls back at a time, among the timers of computers.
   * @param timeMs - when, on the clock's scale
   * @param callback - what to call; may deliver events
   * @returns a function that cancels it
   */
  callAt(timeMs: number, callback: () => void): () => void {
    const timer = new ComputerTimer({ timerFired: callback }, "timer", 0, timeMs);
    this.timers.add(timer);
    if (!this.#running) this.#askToBeWoken();
    return () => void this.timers.remove(timer);
  }

  /** See {@link Kernel.computerReady}. */
  computerReady(computer: Computer): void {
    this.#ready.push(computer);
    if (!this.#running) this.clock.wakeSoon(this.#wake);
  }

  /** See {@link Kernel.runNow}. */
  runNow(computer: Computer): void {
    if (this.#running) {
      this.#ready.push(computer);
      return;
    }
    this.#running = true;
    try {
      this.#runSlice(computer);
    } finally {
      this.#running = false;
      this.#askToBeWoken();
    }
  }

  /**
   * One turn: computers with an event first, then one that was pre-empted. So an event is answered
   * within a slice whatever else is computing, and what computes gets on whatever events come.
   */
  #runTurn(): void {
    const { clock } = this;
    const startedMs = clock.runningMs();
    const somePreempted = this.#preempted.length > 0;
    let preemptedRan = this.#preemptedAreDue && this.#runFirst(this.#preempted);
    this.#fireTimers();
    do {
      if (this.#runFirst(this.#ready)) this.#fireTimers();
      else if (preemptedRan || !(preemptedRan = this.#runFirst(this.#preempted))) break;
    } while (clock.runningMs() - startedMs < this.sliceMs);
    this.#preemptedAreDue = somePreempted && !preemptedRan;
  }

  #runFirst(computers: Fifo<Computer>): boolean {
    const computer = computers.shift();
    if (computer === undefined) return false;
    this.#runSlice(computer);
    return true;
  }

  #runSlice(computer: Computer): void {
    const { sliceMs } = this;
    computer.runSlice(sliceMs > SLICE_MS ? this.#untilNextTimer(sliceMs) : sliceMs);
    if (computer.status === "ready") this.#preempted.push(computer);
  }

  /** How long a long slice may last for timers to fire in time. */
  #untilNextTimer(sliceMs: number): number {
    const untilTimerMs = this.timers.nextDueMs - this.clock.nowMs();
    return Math.min(sliceMs, Math.max(untilTimerMs, SLICE_MS));
  }

  /** Lets the timers that are due fire, in order. */
  #fireTimers(): void {
    if (this.timers.size === 0) return;
    const nowMs = this.clock.nowMs();
    let timer;
    while ((timer = this.timers.takeDue(nowMs)) !== null) timer.owner.timerFired(timer);
  }

  #askToBeWoken(): void {
    if (this.isIdle) this.clock.wakeAt(this.timers.nextDueMs, this.#wake);
    else this.clock.wakeSoon(this.#wake);
  }
}
