/**
 * `keys`: the numbers of keys, which are those of GLFW 3. Source: tweaked.cc, keys; glfw.org, keyboard
 * key tokens.
 */
import { expectNumber } from "@craftos-http/event-loop";
import type { LuaTable } from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";

/** Names of keys with numbers that follow one another, from the number of the first. */
const RUNS: readonly (readonly [first: number, names: string])[] = [
  [32, "space"],
  [39, "apostrophe"],
  [44, "comma minus period slash zero one two three four five six seven eight nine"],
  [59, "semicolon"],
  [61, "equals"],
  [65, "a b c d e f g h i j k l m n o p q r s t u v w x y z leftBracket backslash rightBracket"],
  [96, "grave"],
  [257, "enter tab backspace insert delete right left down up pageUp pageDown home end"],
  [280, "capsLock scrollLock numLock printScreen pause"],
  [
    290,
    "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25",
  ],
  [320, "numPad0 numPad1 numPad2 numPad3 numPad4 numPad5 numPad6 numPad7 numPad8 numPad9"],
  [
    330,
    "numPadDecimal numPadDivide numPadMultiply numPadSubtract numPadAdd numPadEnter numPadEqual",
  ],
  [340, "leftShift leftCtrl leftAlt leftSuper rightShift rightCtrl rightAlt"],
  [348, "menu"],
];

/** Makes the `keys` table. */
export function makeKeysLibrary(): LuaTable {
  const names = new Map<number, string>();
  for (const [first, run] of RUNS) {
    for (const [index, name] of run.split(" ").entries()) names.set(first + index, name);
  }
  const codes = Object.fromEntries([...names].map(([code, name]) => [name, code]));
  return defineLibrary("keys", {
    ...codes,
    // Older names that programs still use.
    return: codes.enter,
    scollLock: codes.scrollLock,
    getName: (code) => names.get(expectNumber(1, code)),
  });
}
