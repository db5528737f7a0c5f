/**
 * What long loops inside natives cost of the budget (DESIGN 2.3). A native cannot be suspended in
 * such a loop, but the host is asked now and then and may end it with an error.
 */
import { hostWantsTurn } from "../runtime/budget.js";
import { BUDGET_LIMIT, execution } from "../runtime/execution.js";

/**
 * Charges work to the budget of what runs, and asks the host once a whole budget's worth was done.
 * @param steps - about how many turns of a small loop were, or will be, taken
 * @throws LuaError what the host wants raised
 */
export function chargeWork(steps: number): void {
  // One step past the limit is enough to suspend the next Lua function, and stays a small integer.
  if (execution.c <= BUDGET_LIMIT) {
    execution.c = Math.min(execution.c + Math.ceil(steps), BUDGET_LIMIT + 1);
  }
  execution.workSinceAsked += steps;
  if (execution.workSinceAsked < BUDGET_LIMIT) return;
  execution.workSinceAsked = 0;
  hostWantsTurn();
}
