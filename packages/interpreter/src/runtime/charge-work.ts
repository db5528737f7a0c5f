/**
 * What work inside the runtime and its natives costs of the budget (DESIGN 2.3). A loop in a native
 * cannot be suspended, unless the native is written as steps (`native-steps.ts`); but the host is asked
 * now and then and may end it with an error.
 */
import { hostWantsTurn } from "./budget.js";
import { BUDGET_LIMIT, chargeSilently, execution } from "./execution.js";

/**
 * Charges work to the budget of what runs, and asks the host once a whole budget's worth was done.
 * @param steps - about how many turns of a small loop were, or will be, taken
 * @throws LuaError what the host wants raised
 */
export function chargeWork(steps: number): void {
  chargeSilently(steps);
  if (execution.workSinceAsked >= BUDGET_LIMIT) hostWantsTurn();
}

/** From this length on, looking at every byte of a string takes longer than a native's call. */
export const LONG_TEXT = 8_192;

/** How many bytes are compared or copied in the time of one step. */
const BYTES_PER_STEP = 16;

/** Charges for reading or copying so many bytes of a long string at the speed of memory. */
export function chargeBytes(count: number): void {
  if (count >= LONG_TEXT) chargeWork(count / BYTES_PER_STEP);
}
