/**
 * Natives that may take long: they do their work in steps, between which the host can have its turn.
 */
import { Frame, type LuaResult, saveFrame, suspend } from "@craftos-http/interpreter";

/** So many steps are done before the host is asked whether it wants its turn. */
const STEPS_PER_TURN = 4;

/** A call that does something in steps. */
export class StepsFrame extends Frame {
  readonly #name: string;
  readonly #step: () => LuaResult | null;

  /**
   * Makes a call.
   * @param name - the native's, for tracebacks
   * @param step - does the next step; gives the call's result, or null when there is more to do
   */
  constructor(name: string, step: () => LuaResult | null) {
    super();
    this.#name = name;
    this.#step = step;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(): LuaResult {
    return this.run();
  }

  /** Goes on with the work. */
  run(): LuaResult {
    for (let steps = 0; steps < STEPS_PER_TURN; steps++) {
      const result = this.#step();
      if (result !== null) return result;
    }
    suspend("budget", undefined);
    return saveFrame(this);
  }
}
