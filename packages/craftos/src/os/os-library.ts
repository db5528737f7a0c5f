/**
 * The `os` table.
 */
import type { Computer } from "@craftos-http/event-loop";
import { type LuaTable, native } from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import { osComputer } from "./os-computer.js";
import { osTime } from "./os-time.js";
import { osTimers } from "./os-timers.js";
import { makePullEvent, makeSleep, pullEventRaw } from "./pull-event.js";

/**
 * Makes the `os` table of a computer.
 * @param computer - the computer
 */
export function makeOsLibrary(computer: Computer): LuaTable {
  const os = defineLibrary("os", {
    ...osTimers(computer),
    ...osTime(computer),
    ...osComputer(computer),
    pullEventRaw,
  });
  os.define("pullEvent", native("os.pullEvent", makePullEvent(os)));
  os.define("sleep", native("sleep", makeSleep(computer, os)));
  return os;
}
