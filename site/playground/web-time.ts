/**
 * A browser's time for the event loop. What is deferred goes by a message channel, which no browser slows
 * down as it does timers of no delay; so messages of the page are heard between slices.
 */
import type { HostTime } from "@craftos-http/event-loop";

/**
 * Makes the time of a page or a worker.
 * @returns what a `RealClock` needs
 */
export function webTime(): HostTime {
  const channel = new MessageChannel();
  const deferred: (() => void)[] = [];
  channel.port1.onmessage = () => deferred.shift()?.();
  return {
    monotonicMs: () => performance.now(),
    unixMs: () => Date.now(),
    utcOffsetMinutes: (unixMs) => -new Date(unixMs).getTimezoneOffset(),
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    defer(callback) {
      deferred.push(callback);
      channel.port2.postMessage(null);
    },
  };
}
