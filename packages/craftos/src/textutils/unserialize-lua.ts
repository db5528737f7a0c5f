/**
 * `textutils.unserialize`: runs text as the Lua expression that `textutils.serialize` writes, in an
 * environment with nothing in it. Source: tweaked.cc, textutils.unserialize.
 */
import {
  callValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  type LuaState,
  LuaSyntaxError,
  LuaTable,
  NO_VALUES,
  resultList,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";

/** Gives the first value of what a protected call gave, nothing if there was an error. */
function valueOf(outcome: LuaResult): LuaResult {
  const [isOk, value] = resultList(outcome);
  return isOk === true ? value : NO_VALUES;
}

/** An expression that is being run. */
class UnserializeFrame extends Frame {
  override get nativeName(): string {
    return "textutils.unserialize";
  }

  override resume(outcome: LuaResult): LuaResult {
    return valueOf(outcome);
  }
}

/**
 * Makes the function that gives the value that a text describes, nothing when it describes none.
 * @param state - runs the text
 */
export function makeUnserializeLua(state: LuaState): (text: string) => LuaResult {
  const pcall = state.globals.getString("pcall");
  return (text) => {
    let fn: LuaFunction;
    try {
      fn = state.load(`return ${text}`, "=unserialize", new LuaTable());
    } catch (error) {
      if (error instanceof LuaSyntaxError) return NO_VALUES;
      throw error;
    }
    const outcome = callValue(pcall, fn);
    return outcome === SUSPENDED ? saveFrame(new UnserializeFrame()) : valueOf(outcome);
  };
}
