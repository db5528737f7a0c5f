/**
 * The events of one computer: an inbox for what hosts and timers bring while the program is not
 * waiting, and the queue from which the program takes.
 *
 * What is in the inbox enters the queue when the program waits and not before, in the order in which
 * it came. That moment is the only one that a recording has to know.
 */
import type { Door } from "../door/door.js";
import { type ComputerEvent, type EventValues, TimerEvent } from "../events/computer-event.js";
import { type EventFilter, EventQueue, passesFilter } from "../events/event-queue.js";
import { Fifo } from "../events/fifo.js";
import type { ComputerLimits } from "./computer-limits.js";
import { ComputerTimer, type ComputerTimers } from "./computer-timers.js";

/** Told of an event of a host that the computer takes up. */
export type EventListener = (values: EventValues) => void;

/** What waits for a program. */
export class Mailbox {
  readonly #door: Door | null;
  readonly #hostEventsMax: number;
  readonly #timers: ComputerTimers;
  readonly #queue: EventQueue;
  readonly #inbox = new Fifo<ComputerEvent | ComputerTimer>();
  /** How many of those in the inbox are timers, which take no room from events of hosts. */
  #inboxTimerCount = 0;
  #filter: EventFilter = null;
  /** How often the program has waited. */
  #turn = 0;
  #roomListeners: (() => void)[] = [];
  readonly #listeners = new Map<string, EventListener>();

  /**
   * Makes an empty mailbox.
   * @param limits - how much may wait
   * @param timers - the computer's timers: one that is cancelled in the inbox fires no more
   * @param door - notes what is taken up, or null
   */
  constructor(limits: ComputerLimits, timers: ComputerTimers, door: Door | null) {
    this.#hostEventsMax = limits.hostEventsMax;
    this.#timers = timers;
    this.#door = door;
    this.#queue = new EventQueue(limits.programEventsMax);
  }

  /** How many events of hosts wait. */
  get waitingCount(): number {
    return this.#hostEventCount;
  }

  /** How often the program has waited. */
  get turn(): number {
    return this.#turn;
  }

  /** Whether there is room for an event of a host. */
  get hasRoom(): boolean {
    return this.#hostEventCount < this.#hostEventsMax;
  }

  /** See `Computer.whenRoom`. */
  whenRoom(listener: () => void): void {
    if (this.#isHalfEmpty()) listener();
    else this.#roomListeners.push(listener);
  }

  /** See `Computer.listenTo`. */
  listenTo(name: string, listener: EventListener): void {
    this.#listeners.set(name, listener);
  }

  /**
   * Keeps an event for a program that is not waiting.
   * @returns false when there is no room; there always is for `terminate` and for silent events
   */
  keep(event: ComputerEvent): boolean {
    if (!this.hasRoom && event.values[0] !== "terminate" && event.isSilent !== true) return false;
    this.#inbox.push(event);
    return true;
  }

  /** Keeps a timer that has fired for a program that is not waiting. */
  keepTimer(timer: ComputerTimer): void {
    this.#inboxTimerCount++;
    this.#inbox.push(timer);
  }

  /** Adds an event that the program queues itself. Says whether there was room. */
  keepOwn(values: EventValues): boolean {
    return this.#queue.addProgramEvent(values);
  }

  /**
   * The program waits: gives its next event, discarding those before it that its filter passes over.
   * @param filter - what it waits for
   * @returns the event's values, or null; then the queue is empty and {@link takeUp} decides
   */
  next(filter: EventFilter): EventValues | null {
    this.#filter = filter;
    this.#turn++;
    if (this.#inbox.length > 0) this.#emptyInbox();
    const values =
      this.#door?.arrivals === undefined
        ? this.#queue.take(filter)
        : this.#nextReplayed(this.#door);
    if (this.#roomListeners.length > 0 && this.#isHalfEmpty()) this.#tellOfRoom();
    return values;
  }

  /**
   * Takes up an event while the program waits.
   * @returns what the program gets: the event if it waits for it, or what that brought about
   */
  takeUp(event: ComputerEvent): EventValues | null {
    this.#admit(event);
    if (event.isSilent === true) return null;
    if (passesFilter(event, this.#filter)) {
      event.onGiven?.();
      this.#tell(event);
      return event.values;
    }
    event.onDiscarded?.();
    this.#tell(event);
    return this.#queue.length === 0 ? null : this.#queue.take(this.#filter);
  }

  /** The computer has ended: discards everything. */
  clear(): void {
    let entry;
    while ((entry = this.#inbox.shift()) !== undefined) {
      if (!(entry instanceof ComputerTimer)) entry.onDiscarded?.();
    }
    this.#inboxTimerCount = 0;
    this.#queue.clear();
    this.#tellOfRoom();
  }

  #emptyInbox(): void {
    let entry;
    while ((entry = this.#inbox.shift()) !== undefined) {
      let event: ComputerEvent;
      if (entry instanceof ComputerTimer) {
        this.#inboxTimerCount--;
        if (!this.#timers.forget(entry)) continue;
        event = entry.toEvent();
      } else {
        event = entry;
      }
      this.#admit(event);
      if (event.isSilent !== true) this.#addToQueue(event);
    }
  }

  #addToQueue(event: ComputerEvent): void {
    this.#queue.addHostEvent(event);
    this.#tell(event);
  }

  /** Tells who listens to events of this name. */
  #tell({ values }: ComputerEvent): void {
    if (this.#listeners.size > 0) this.#listeners.get(values[0])?.(values);
  }

  /** The event becomes part of what the program can see. */
  #admit(event: ComputerEvent): void {
    this.#door?.admit(event, this.#turn);
    event.onTakenUp?.();
  }

  /**
   * As {@link next} with the events of a recording, in which timers do not fire by the clock. Those
   * that were taken up together are, since what discarding one of them brought about comes after it.
   */
  #nextReplayed(door: Door): EventValues | null {
    for (;;) {
      const events = door.arrivals?.(this.#turn) ?? [];
      for (const event of events) this.#takeUpReplayed(event);
      const values = this.#queue.take(this.#filter);
      if (values !== null || events.length === 0) return values;
    }
  }

  #takeUpReplayed(event: ComputerEvent): void {
    if (event instanceof TimerEvent) this.#timers.cancel(event.kind, event.id);
    event.onTakenUp?.();
    if (event.isSilent !== true) this.#addToQueue(event);
  }

  get #hostEventCount(): number {
    return this.#inbox.length - this.#inboxTimerCount + this.#queue.hostEventCount;
  }

  #isHalfEmpty(): boolean {
    return this.#hostEventCount < this.#hostEventsMax / 2;
  }

  #tellOfRoom(): void {
    const listeners = this.#roomListeners;
    this.#roomListeners = [];
    for (const listener of listeners) listener();
  }
}
