/**
 * The call of a native that a hook is told of: a frame before it begins and after it has returned, when
 * the hook is called on top of it. In between the native stands for itself.
 */
import { Frame } from "../value/frame.js";
import { type LuaFunction, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { luaNameOf } from "./call-sites.js";
import { saveFrame } from "./execution.js";

/** A native's call, first to be made, then under way, then at its end. */
export class ToldCall extends Frame {
  readonly #fn: LuaFunction;
  readonly #args: readonly LuaValue[];
  #state: "due" | "called" | "returned" = "due";
  #result: LuaResult = undefined;

  constructor(fn: LuaFunction, args: readonly LuaValue[]) {
    super();
    this.#fn = fn;
    this.#args = args;
  }

  override get nativeName(): string {
    return this.#state === "called" ? "" : luaNameOf(this.#fn);
  }

  override get nativeFunction(): LuaFunction {
    return this.#fn;
  }

  /** Whether the native has returned, and the call goes on with its result. */
  get isOver(): boolean {
    return this.#state === "returned";
  }

  override resume(result: LuaResult): LuaResult {
    switch (this.#state) {
      case "due": {
        this.#state = "called";
        const given = this.#fn(...this.#args);
        return given === SUSPENDED ? saveFrame(this) : given;
      }
      case "called":
        return result;
      case "returned":
        return this.#result;
    }
  }

  /** The native has returned: keeps what it gave for after the hook. */
  end(result: LuaResult): void {
    this.#state = "returned";
    this.#result = result;
  }
}
