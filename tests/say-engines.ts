/**
 * Says once, before the tests, when uWebSockets.js does not run here: its tests are left out then.
 */
import { createEngine } from "@craftos-http/http-host";

/** Called by vitest before the tests. */
export function setup(): void {
  const { fallbackReason } = createEngine();
  if (fallbackReason === undefined) return;
  console.warn(`Tests of uWebSockets.js are left out: ${fallbackReason.message}`);
}
