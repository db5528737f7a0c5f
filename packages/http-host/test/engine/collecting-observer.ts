/**
 * An observer that keeps how each request ended, for tests to look at.
 */
import type { ExchangeObserver, RequestEnd } from "../../src/engine/exchange-observer.js";

/**
 * Makes one.
 * @param ends - what it adds to
 */
export function collectingObserver(ends: RequestEnd[]): ExchangeObserver {
  return {
    wantsDetails: true,
    requestBegan: () => undefined,
    requestEnded: (end) => void ends.push(end),
    connectionRefused: () => undefined,
  };
}
