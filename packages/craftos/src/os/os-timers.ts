/**
 * Events that a program makes for itself: `os.queueEvent`, timers and alarms.
 */
import {
  type Computer,
  expectFiniteNumber,
  expectString,
  type EventValues,
} from "@craftos-http/event-loop";
import { NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import type { LibraryFields } from "../native/define-library.js";

/**
 * Starts a timer for a native.
 * @returns its number
 * @throws LuaError when too many are pending
 */
export function startTimer(computer: Computer, seconds: number): number {
  return computer.startTimer(seconds) ?? raiseAt("too many timers", 1);
}

/**
 * Makes the functions of `os` that make events. Source: tweaked.cc, os.queueEvent, os.startTimer,
 * os.setAlarm and their opposites.
 * @param computer - whose events they are
 */
export function osTimers(computer: Computer): LibraryFields {
  return {
    // HOST: arguments arrive as they are. CC: Tweaked copies tables and drops functions, since an
    // event may cross to another thread there; CraftOS-PC passes them on as we do.
    queueEvent: (...values) => {
      expectString(1, values[0]);
      if (!computer.queueEvent(values as unknown as EventValues)) raiseAt("too many events", 1);
      return NO_VALUES;
    },
    startTimer: (seconds) => startTimer(computer, expectFiniteNumber(1, seconds)),
    cancelTimer: (id) => {
      computer.cancelTimer(expectFiniteNumber(1, id));
      return NO_VALUES;
    },
    setAlarm: (hour) => {
      const wanted = expectFiniteNumber(1, hour);
      if (wanted < 0 || wanted >= 24) raiseAt("Number out of range", 1);
      return computer.setAlarm(wanted) ?? raiseAt("too many timers", 1);
    },
    cancelAlarm: (id) => {
      computer.cancelAlarm(expectFiniteNumber(1, id));
      return NO_VALUES;
    },
  };
}
