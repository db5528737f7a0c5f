/**
 * A computer: one program in its main coroutine, with a queue of events, timers, time and limits.
 *
 * The program waits by yielding from its main coroutine; the first value that it yields is the event
 * filter. Events of hosts are taken up only when the program waits, never while it runs or is
 * pre-empted, so where a pre-emption falls makes no difference to the program.
 */
import {
  type Coroutine,
  type LuaFunction,
  type LuaState,
  type LuaValue,
  NO_VALUES,
  type RunOutcome,
} from "@craftos-http/interpreter";
import { inGameDay, inGameEpochMs, inGameHour, TICK_MS } from "../clock/in-game-time.js";
import type { Door, PlainData } from "../door/door.js";
import type { ComputerEvent, EventValues } from "../events/computer-event.js";
import { filterOf } from "../events/event-queue.js";
import { HALTED_DESTINATION } from "../trace/trace-entry.js";
import { type ComputerEnd, ProgramStop } from "./computer-end.js";
import { DEFAULT_COMPUTER_LIMITS } from "./computer-limits.js";
import type { ComputerOptions, Kernel } from "./computer-options.js";
import {
  type ComputerTimer,
  ComputerTimers,
  type TimerGranularity,
  type TimerOwner,
} from "./computer-timers.js";
import { type EventListener, Mailbox } from "./mailbox.js";
import { ProgramSlice } from "./program-slice.js";

/** After how many events in one slice the time is looked at: a reading costs as much as an event. */
const EVENTS_PER_TIME_CHECK = 16;

/**
 * Makes the function that takes a program's place.
 * @param main - the program's coroutine: suspended, or dead if it has returned
 * @param yielded - what it yielded: the filter of the event that it waits for, and what follows it
 */
export type Successor = (main: Coroutine, yielded: readonly LuaValue[]) => LuaFunction;

/** Where a computer stands. "ready" is waiting for a slice, "waiting" for an event. */
export type ComputerStatus = "off" | "ready" | "running" | "waiting" | "ended";

/** One run of one computer, from boot to end. To reboot is to make another. */
export class Computer implements TimerOwner {
  /** Its number. */
  readonly id: number;
  /** Its name, or null. */
  label: string | null;

  readonly #kernel: Kernel;
  readonly #state: Pick<LuaState, "createCoroutine" | "run">;
  readonly #door: Door | null;
  readonly #timerGranularity: TimerGranularity;
  readonly #timers: ComputerTimers;
  readonly #mailbox: Mailbox;
  readonly #slice: ProgramSlice;
  #status: ComputerStatus = "off";
  #end: ComputerEnd | null = null;
  #bootMs = 0;
  #main: Coroutine | null = null;
  #successor: Successor | null = null;
  /** What the program is resumed with in its next slice. */
  #resumeValues: readonly LuaValue[] = NO_VALUES;
  #endListeners: ((end: ComputerEnd) => void)[] = [];

  /**
   * Makes a computer that is off.
   * @param options - what it is made of
   */
  constructor(options: ComputerOptions) {
    this.id = options.id ?? 0;
    this.label = options.label ?? null;
    this.#kernel = options.scheduler;
    this.#state = options.state;
    this.#door = options.door ?? null;
    const limits = { ...DEFAULT_COMPUTER_LIMITS, ...options.limits };
    this.#timerGranularity = options.timerGranularity ?? "millisecond";
    this.#timers = new ComputerTimers(
      this,
      this.#kernel.timers,
      this.#timerGranularity,
      limits.timersMax,
    );
    this.#mailbox = new Mailbox(limits, this.#timers, this.#door);
    this.#slice = new ProgramSlice(this.#kernel.clock, limits, this.#door);
  }

  // ---- Life

  /** Where it stands. */
  get status(): ComputerStatus {
    return this.#status;
  }

  /** How its run ended, or null while it has not. */
  get end(): ComputerEnd | null {
    return this.#end;
  }

  /**
   * Switches it on: the program begins in the next turn.
   * @param program - called with the arguments
   * @param args - what the program gets as `...`
   * @throws Error when it has been switched on before
   */
  boot(program: LuaFunction, args: readonly LuaValue[] = NO_VALUES): void {
    if (this.#status !== "off") throw new Error("a computer boots once: make another");
    this.#bootMs = this.#kernel.clock.nowMs();
    this.#timers.boot(this.#bootMs);
    this.#main = this.#state.createCoroutine(program);
    this.#makeReady(args);
  }

  /**
   * Calls back when the run has ended; at once when it has already.
   * @param listener - told how it ended
   */
  onEnd(listener: (end: ComputerEnd) => void): void {
    if (this.#end === null) this.#endListeners.push(listener);
    else listener(this.#end);
  }

  /**
   * Switches it off from outside, at once. Nothing happens when it has ended.
   * @throws Error when its program is running: a native throws {@link ProgramStop} instead
   */
  halt(): void {
    if (this.#status === "running") throw new Error("a running program cannot be halted");
    if (this.#status === "ended") return;
    this.emit(HALTED_DESTINATION, undefined);
    this.#finish({ kind: "halted" });
  }

  // ---- What a host delivers

  /**
   * Hands over an event. It waits its turn; the scheduler is woken.
   * @returns false, with the event still the caller's, when too many wait (see {@link whenRoom}) or
   *   the computer has ended
   */
  deliver(event: ComputerEvent): boolean {
    if (this.#status !== "waiting") return this.#status !== "ended" && this.#mailbox.keep(event);
    if (this.#endWait(event)) this.#kernel.computerReady(this);
    return true;
  }

  /**
   * As {@link deliver}, and runs the program before it returns if the program waits for this event
   * and no other is running: the shortest way from a socket to Lua.
   */
  deliverNow(event: ComputerEvent): boolean {
    if (this.#status !== "waiting") return this.#status !== "ended" && this.#mailbox.keep(event);
    if (this.#endWait(event)) this.#kernel.runNow(this);
    return true;
  }

  /** Delivers `terminate`, which passes every filter and every limit. */
  terminate(): void {
    this.deliver({ values: ["terminate"] });
  }

  /** How many events of hosts wait for the program. */
  get waitingEvents(): number {
    return this.#mailbox.waitingCount;
  }

  /** How often the program has waited for an event: it is stuck when this stays the same. */
  get waits(): number {
    return this.#mailbox.turn;
  }

  /** Whether {@link deliver} has room for an event. */
  get hasRoom(): boolean {
    return this.#status !== "ended" && this.#mailbox.hasRoom;
  }

  /**
   * Calls back once when fewer than half of the events that may wait do, for a source that was
   * refused; at once when that is so already.
   */
  whenRoom(listener: () => void): void {
    this.#mailbox.whenRoom(listener);
  }

  /**
   * Calls back whenever an event of a host is taken up, in a replay as well, before the program gets
   * it: for what the event changes inside the computer. The listener may queue events of the program's,
   * which come after it.
   * @param name - the event's; it has one listener
   * @param listener - told of its values
   */
  listenTo(name: string, listener: EventListener): void {
    this.#mailbox.listenTo(name, listener);
  }

  /** See {@link TimerOwner.timerFired}. @internal */
  timerFired(timer: ComputerTimer): void {
    if (this.#status !== "waiting") {
      this.#mailbox.keepTimer(timer);
      return;
    }
    this.#timers.forget(timer);
    if (this.#endWait(timer.toEvent())) this.#kernel.computerReady(this);
  }

  // ---- What natives use

  /** Whether anybody wants to know what leaves the computer: making the data may cost something. */
  get isObserved(): boolean {
    return this.#door !== null;
  }

  /**
   * Reads something outside the computer. Every native that does goes through here, so that a run
   * can be recorded and replayed.
   * @param source - what is read, such as "uptime"
   * @param get - reads it
   */
  read<T extends PlainData>(source: string, get: () => T): T {
    return this.#door === null ? get() : this.#door.read(source, get);
  }

  /**
   * Notes that something leaves the computer. What sends it calls this.
   * @param destination - where it goes, such as "output"
   * @param data - what
   */
  emit(destination: string, data: PlainData): void {
    this.#door?.emit(destination, data);
  }

  /**
   * Queues an event for the program itself.
   * @returns false when too many wait
   */
  queueEvent(values: EventValues): boolean {
    return this.#mailbox.keepOwn(values);
  }

  /**
   * Starts a timer, whose event is `timer` and its number.
   * @param seconds - finite; zero and less count as the shortest time there is
   * @returns its number, or null when too many are pending
   */
  startTimer(seconds: number): number | null {
    return this.#timers.start(seconds, this.#uptimeUnread());
  }

  /** Cancels a timer; one that has fired or never was is ignored. */
  cancelTimer(id: number): void {
    this.#timers.cancel("timer", id);
  }

  /**
   * Sets an alarm for an hour of the world's day, whose event is `alarm` and its number.
   * @param hour - at least 0, less than 24
   * @returns its number, or null when too many are pending
   */
  setAlarm(hour: number): number | null {
    return this.#timers.setAlarm(hour, this.#uptimeUnread());
  }

  /** Cancels an alarm; one that has gone off or never was is ignored. */
  cancelAlarm(id: number): void {
    this.#timers.cancel("alarm", id);
  }

  /**
   * Puts another function in the program's place when the program next waits or returns, so that it can
   * run the program beside others. It begins at once and without arguments.
   * @param successor - makes the function
   */
  takeOver(successor: Successor): void {
    this.#successor = successor;
  }

  /** Milliseconds since it booted. */
  uptimeMs(): number {
    return this.read("uptime", () => this.#uptimeUnread());
  }

  /** What `os.clock` gives: seconds since it booted, in ticks where timers are. */
  clockSeconds(): number {
    const uptimeMs = this.uptimeMs();
    if (this.#timerGranularity === "millisecond") return uptimeMs / 1000;
    return (Math.floor(uptimeMs / TICK_MS) * TICK_MS) / 1000;
  }

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  unixMs(): number {
    return this.read("time", () => this.#kernel.clock.unixMs());
  }

  /**
   * Minutes to add to UTC for local time.
   * @param unixMs - the moment in question
   */
  utcOffsetMinutes(unixMs: number): number {
    return this.read("utc offset", () => this.#kernel.clock.utcOffsetMinutes(unixMs));
  }

  /** The hour of the world's day: at least 0, less than 24. */
  inGameHour(): number {
    return inGameHour(this.uptimeMs());
  }

  /** The world's day, from 1. */
  inGameDay(): number {
    return inGameDay(this.uptimeMs());
  }

  /** Milliseconds of the world's time. */
  inGameEpochMs(): number {
    return inGameEpochMs(this.uptimeMs());
  }

  // ---- Running

  /**
   * Runs the program for a slice or until it waits or ends. Called by the scheduler only.
   * @param sliceMs - how long the slice is
   */
  runSlice(sliceMs: number): void {
    if (this.#status !== "ready" || this.#main === null) return;
    this.#slice.begin(sliceMs);
    for (let events = 1; this.#resume(this.#main); events++) {
      if (events % EVENTS_PER_TIME_CHECK === 0 && this.#slice.isOver()) {
        this.#status = "ready";
        return;
      }
    }
  }

  /** Resumes the program once. Says whether there is an event to resume it with at once. */
  #resume(main: Coroutine): boolean {
    const values = this.#resumeValues;
    this.#resumeValues = NO_VALUES;
    this.#status = "running";
    let outcome: RunOutcome;
    try {
      outcome = this.#state.run(main, values, this.#slice);
    } catch (thrown) {
      this.#finish(thrown instanceof ProgramStop ? thrown.end : { kind: "fault", fault: thrown });
      return false;
    }
    const successor = this.#successor;
    if (successor !== null && (outcome.kind === "yielded" || outcome.kind === "returned")) {
      this.#successor = null;
      this.#slice.programYielded();
      this.#main = this.#state.createCoroutine(successor(main, outcome.values));
      return true;
    }
    switch (outcome.kind) {
      case "yielded":
        this.#slice.programYielded();
        return this.#nextEvent(outcome.values);
      case "preempted":
        this.#slice.programPreempted();
        this.#status = "ready";
        return false;
      case "returned":
      case "failed":
        this.#finish(outcome);
        return false;
    }
  }

  /**
   * Gives the program its next event, or lets it wait. Says whether there was one.
   * @param yielded - what the program yielded
   */
  #nextEvent(yielded: readonly LuaValue[]): boolean {
    const values = this.#mailbox.next(filterOf(yielded[0], yielded[1]));
    if (values === null) {
      this.#status = "waiting";
      return false;
    }
    this.#resumeValues = values;
    return true;
  }

  /** Takes up an event while the program waits. Says whether that ends the wait. */
  #endWait(event: ComputerEvent): boolean {
    const values = this.#mailbox.takeUp(event);
    if (values === null) return false;
    this.#status = "ready";
    this.#resumeValues = values;
    return true;
  }

  #makeReady(values: readonly LuaValue[]): void {
    this.#status = "ready";
    this.#resumeValues = values;
    this.#kernel.computerReady(this);
  }

  #finish(end: ComputerEnd): void {
    this.#status = "ended";
    this.#end = end;
    this.#main = this.#successor = null;
    this.#resumeValues = NO_VALUES;
    this.#timers.clear();
    this.#mailbox.clear();
    const listeners = this.#endListeners;
    this.#endListeners = [];
    for (const listener of listeners) listener(end);
  }

  #uptimeUnread(): number {
    return this.#kernel.clock.nowMs() - this.#bootMs;
  }
}
