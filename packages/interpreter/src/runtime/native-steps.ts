/**
 * Natives whose work may take long, written as generators that stop now and then: in between the host
 * can have its turn, as in a loop of Lua. For operands of a size that makes a generator's own cost
 * nothing; smaller ones are handled at once.
 */
import { Frame } from "../value/frame.js";
import type { LuaResult } from "../value/lua-value.js";
import { chargeWork } from "./charge-work.js";
import { execution, saveFrame, suspend } from "./execution.js";
import { native } from "./native.js";

/** Work in steps: each stop tells how much was done since the last, in turns of a small loop. */
export type WorkSteps = Generator<number, LuaResult, void>;

/**
 * Does work in steps.
 * @param name - the native's name, for tracebacks
 * @returns what the steps return, or SUSPENDED
 */
export function runSteps(name: string, steps: WorkSteps): LuaResult {
  return new StepsFrame(name, steps).run();
}

class StepsFrame extends Frame {
  readonly #name: string;
  readonly #steps: WorkSteps;

  constructor(name: string, steps: WorkSteps) {
    super();
    this.#name = name;
    this.#steps = steps;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(): LuaResult {
    // Errors and their tracebacks tell of the native, which is not on the stack any more.
    return native(this.#name, () => this.run())();
  }

  run(): LuaResult {
    for (;;) {
      const step = this.#steps.next();
      if (step.done === true) return step.value;
      chargeWork(step.value);
      // Tests of suspension suspend at every stop.
      if (execution.preemptionWanted || execution.budgetPerTurn !== null) {
        suspend("budget", undefined);
        return saveFrame(this);
      }
    }
  }
}
