/**
 * An error value as text, as Lua's own command shows it.
 */
import {
  type LuaError,
  type LuaState,
  LuaTable,
  rawToString,
  toStringResult,
  typeName,
} from "@craftos-http/interpreter";

/** How long a `__tostring` may take. */
const PATIENCE_MS = 1000;

/**
 * Gives the message of an error that left a program. Values that are not text are shown by their
 * `__tostring`. Source: the command `lua` 5.2.
 * @param error - the error
 * @param state - runs the metamethod
 */
export function errorText(error: LuaError, state: LuaState): string {
  const { value } = error;
  if (typeof value === "string" || typeof value === "number") return rawToString(value);
  const text = value instanceof LuaTable ? metamethodText(value, state) : undefined;
  return text ?? `(error object is a ${typeName(value)} value)`;
}

function metamethodText(value: LuaTable, state: LuaState): string | undefined {
  if (value.meta?.getString("__tostring") === undefined) return undefined;
  const startedMs = performance.now();
  const outcome = state.run(
    state.createCoroutine(() => toStringResult(value)),
    [],
    { shouldPreempt: () => performance.now() - startedMs > PATIENCE_MS },
  );
  const text = outcome.kind === "returned" ? outcome.values[0] : undefined;
  return typeof text === "string" ? text : undefined;
}
