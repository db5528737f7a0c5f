/**
 * The budget while a program runs: what loops and long natives charge, and when the host is asked
 * (DESIGN 2.3). See `BUDGET_LIMIT` for what the budget is.
 */
import { LuaError } from "../value/lua-error.js";
import { BUDGET_LIMIT, execution, LOOP_TURNS_PER_TICK, suspend } from "./execution.js";
import { raiseAt } from "./raise.js";

/**
 * Charges a loop's turns to the budget.
 * @param turnCost - what one turn costs
 * @returns how many turns until the next look, or -1 when the loop is to be suspended
 */
export function tick(turnCost: number): number {
  const cost = LOOP_TURNS_PER_TICK * turnCost;
  execution.c += cost;
  execution.tickCost += cost;
  return execution.c <= BUDGET_LIMIT ? LOOP_TURNS_PER_TICK : tickPastLimit();
}

/**
 * The budget is used up: turns of loops are forgiven if the host does not want its turn, so that a
 * long loop stays in the code that runs it fastest. What is left is stack, which only a suspension
 * gives back.
 */
function tickPastLimit(): number {
  execution.c -= execution.tickCost;
  execution.tickCost = 0;
  if (execution.c <= BUDGET_LIMIT / 2 && !hostWantsTurn()) return LOOP_TURNS_PER_TICK;
  suspend("budget", undefined);
  return -1;
}

/**
 * Asks the host whether it wants its turn.
 * @throws LuaError what the host wants raised in the program
 */
export function hostWantsTurn(): boolean {
  try {
    execution.preemptionWanted = execution.slice?.shouldPreempt() ?? false;
  } catch (thrown) {
    if (!(thrown instanceof LuaError) || typeof thrown.value !== "string") throw thrown;
    raiseAt(thrown.value, 1);
  }
  return execution.preemptionWanted;
}
