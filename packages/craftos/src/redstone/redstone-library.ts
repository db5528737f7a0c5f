/**
 * `redstone` and `rs`: a computer with nothing beside it. What a program puts out is remembered; nothing
 * comes in. Source: tweaked.cc, redstone.
 */
import { expectFiniteNumber, expectString, raiseBadArgument } from "@craftos-http/event-loop";
import { LuaTable, type LuaValue, NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import { SIDES } from "../peripheral/peripheral.js";

/** The highest strength of a signal. */
const STRENGTH_MAX = 15;

/** Gives an argument that is a side, or raises. */
function expectSide(position: number, value: LuaValue): string {
  const name = expectString(position, value);
  const side = name.toLowerCase();
  if (SIDES.some((known) => known === side)) return side;
  const names = SIDES.join(", ");
  return raiseAt(`bad argument #${position} (unknown option ${name}, expected one of ${names})`, 1);
}

/** Makes the table, for both names. */
export function makeRedstoneLibrary(): LuaTable {
  const strengths = new Map<string, number>();
  const bundles = new Map<string, number>();
  const strengthOf = (side: LuaValue): number => strengths.get(expectSide(1, side)) ?? 0;

  const setAnalogOutput = (value: LuaValue, strength: LuaValue): typeof NO_VALUES => {
    const side = expectSide(1, value);
    const wanted = Math.trunc(expectFiniteNumber(2, strength));
    if (wanted < 0 || wanted > STRENGTH_MAX) {
      raiseAt("Expected number in range 0-15", 1);
    }
    strengths.set(side, wanted);
    return NO_VALUES;
  };
  const getAnalogInput = (side: LuaValue): number => {
    expectSide(1, side);
    return 0;
  };

  return defineLibrary("redstone", {
    getSides: () => LuaTable.fromArray([...SIDES]),
    setOutput: (value, isOn) => {
      const side = expectSide(1, value);
      if (typeof isOn !== "boolean") raiseBadArgument(2, "boolean", isOn);
      strengths.set(side, isOn ? STRENGTH_MAX : 0);
      return NO_VALUES;
    },
    getOutput: (side) => strengthOf(side) > 0,
    getInput: (side) => getAnalogInput(side) > 0,
    setAnalogOutput,
    setAnalogueOutput: setAnalogOutput,
    getAnalogOutput: strengthOf,
    getAnalogueOutput: strengthOf,
    getAnalogInput,
    getAnalogueInput: getAnalogInput,
    setBundledOutput: (value, colors) => {
      bundles.set(expectSide(1, value), Math.trunc(expectFiniteNumber(2, colors)) & 0xffff);
      return NO_VALUES;
    },
    getBundledOutput: (side) => bundles.get(expectSide(1, side)) ?? 0,
    getBundledInput: getAnalogInput,
    testBundledInput: (side, colors) => {
      expectSide(1, side);
      return (Math.trunc(expectFiniteNumber(2, colors)) & 0xffff) === 0;
    },
  });
}
