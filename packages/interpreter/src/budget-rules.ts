/**
 * What generated code charges the budget for, and how much (DESIGN 2.3): when programs run, and when suspension
 * is tested.
 */
import type { GenerationLimits } from "./codegen/generate-script.js";
import { LONG_TEXT } from "./runtime/charge-work.js";
import {
  BUDGET_LIMIT,
  BUDGET_PER_STACK_BYTE,
  execution,
  LOOP_TURNS_PER_TICK,
  PROTECTED_CALL_COST,
  suspend,
} from "./runtime/execution.js";
import { generatedCodeSupport } from "./runtime/generated-code-support.js";

/** How generated code charges the budget. */
export interface BudgetRules {
  /** The numbers in the code. */
  readonly limits: GenerationLimits;
  /** What the code calls of the runtime. */
  readonly support: typeof generatedCodeSupport;
  /** After so many entries a suspension point gets re-entry code of its own. */
  readonly hotPointEntries: number;
  /** Whether chunks that only return data are read and not compiled. */
  readonly readsData: boolean;
}

/** The rules that programs run under. */
export const ORDINARY_BUDGET: BudgetRules = {
  limits: {
    budgetLimit: BUDGET_LIMIT,
    protectedCallCost: PROTECTED_CALL_COST,
    budgetPerStackByte: BUDGET_PER_STACK_BYTE,
    entryCost: 1,
    loopEntryCost: LOOP_TURNS_PER_TICK / 2,
    loopTurns: LOOP_TURNS_PER_TICK,
    longText: LONG_TEXT,
    late: { sourceLength: 32_768, functionLength: 60, groupLength: 8192 },
  },
  support: generatedCodeSupport,
  hotPointEntries: 300,
  readsData: true,
};

/** What a step costs under {@link STEPWISE_BUDGET}: more than any native charges at a time. */
export const STEP_COST = 2000;

/**
 * The rules for tests of suspension: every call of a function and every turn of a loop is a step of
 * the same cost, so that code can be suspended after each.
 */
export const STEPWISE_BUDGET: BudgetRules = {
  hotPointEntries: 24,
  readsData: false,
  limits: {
    budgetLimit: BUDGET_LIMIT,
    protectedCallCost: PROTECTED_CALL_COST,
    budgetPerStackByte: 0,
    entryCost: STEP_COST,
    loopEntryCost: 0,
    loopTurns: 0,
    longText: LONG_TEXT,
    late: { sourceLength: 0, functionLength: 0, groupLength: 200 },
  },
  support: {
    ...generatedCodeSupport,
    tick: () => {
      execution.c += STEP_COST;
      if (execution.c < BUDGET_LIMIT) return 0;
      suspend("budget", undefined);
      return -1;
    },
  },
};
