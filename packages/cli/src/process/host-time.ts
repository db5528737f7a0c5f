/**
 * Node's time for the event loop: one timer for the next wake-up, and turns that let input and
 * output in between.
 */
import type { HostTime } from "@craftos-http/event-loop";

/** The time of this process. */
export const nodeTime: HostTime = {
  // Not `performance.now()`: Node loads what is behind it on first use, 3 ms at every start. Not
  // `process.uptime()`: a server asks for every request, and it takes three times as long.
  monotonicMs() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
  unixMs: () => Date.now(),
  utcOffsetMinutes: (unixMs) => -new Date(unixMs).getTimezoneOffset(),
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  defer: (callback) => void setImmediate(callback),
};
