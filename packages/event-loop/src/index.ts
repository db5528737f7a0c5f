/**
 * The event loop's public entry: computers, events, timers and clocks.
 * Pure and deterministic: time and randomness come from outside.
 * @module @craftos-http/event-loop
 */
export type { Clock } from "./clock/clock.js";
export { DELAY_MS_MAX, type HostTime, RealClock } from "./clock/real-clock.js";
export { VirtualClock, type VirtualClockOptions } from "./clock/virtual-clock.js";
export { type ComputerEnd, ProgramStop } from "./computer/computer-end.js";
export { type ComputerLimits, DEFAULT_COMPUTER_LIMITS } from "./computer/computer-limits.js";
export type { ComputerOptions, Kernel } from "./computer/computer-options.js";
export { Computer, type ComputerStatus } from "./computer/computer.js";
export { TOO_LONG_MESSAGE } from "./computer/program-slice.js";
export type { Door, PlainData } from "./door/door.js";
export {
  type ComputerEvent,
  type EventValues,
  TimerEvent,
  type TimerKind,
} from "./events/computer-event.js";
export { EventInterest } from "./events/event-interest.js";
export { EventWait } from "./events/event-wait.js";
export { TraceDamaged } from "./trace/data-reader.js";
export type { TraceData } from "./trace/data-writer.js";
export { DigestedText, digestOf } from "./trace/digest.js";
export type { ByteHost } from "./trace/byte-writer.js";
export { TraceRecorder, type TraceSink } from "./trace/recorder.js";
export {
  type ReplayDifference,
  type ReplayedAct,
  type ReplayOptions,
  TraceReplayer,
} from "./trace/replayer.js";
export { type RecordedEvent, type TraceEntry, TRACE_VERSION } from "./trace/trace-entry.js";
export { TraceReader } from "./trace/trace-reader.js";
export { Scheduler, type SchedulerOptions, SLICE_MS } from "./scheduler/scheduler.js";
export {
  expectFiniteNumber,
  expectFunction,
  expectNumber,
  expectString,
  expectTable,
  optionalFiniteNumber,
  optionalString,
  raiseBadArgument,
} from "./native/arguments.js";
