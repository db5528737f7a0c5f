/**
 * The computer itself: its number, its name, switching it off. Source: tweaked.cc, os.
 */
import {
  type Computer,
  optionalFiniteNumber,
  optionalString,
  ProgramStop,
} from "@craftos-http/event-loop";
import { NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import type { LibraryFields } from "../native/define-library.js";

/** What `os.version` gives: the CraftOS of CC: Tweaked 1.109. */
const VERSION = "CraftOS 1.9";

const LABEL_LENGTH_MAX = 32;

/** Cuts a label to what CC: Tweaked keeps: 32 characters, none of them a control character. */
function normaliseLabel(label: string): string {
  return label.slice(0, LABEL_LENGTH_MAX).replaceAll(/[^\x20-\x7e\xa0-\xff]/g, "?");
}

/**
 * Makes the functions of `os` about the computer.
 * @param computer - the computer
 */
export function osComputer(computer: Computer): LibraryFields {
  const getComputerID = () => computer.id;
  const getComputerLabel = () => computer.label ?? NO_VALUES;
  return {
    getComputerID,
    computerID: getComputerID,
    getComputerLabel,
    computerLabel: getComputerLabel,
    setComputerLabel: (label) => {
      const text = optionalString(1, label);
      computer.label = text === undefined ? null : normaliseLabel(text);
      return NO_VALUES;
    },
    version: () => VERSION,
    // HOST: takes the exit status of the process.
    shutdown: (status) => {
      const exitStatus = optionalFiniteNumber(1, status) ?? 0;
      if (!Number.isInteger(exitStatus) || exitStatus < 0 || exitStatus > 255) {
        raiseAt("bad argument #1 (exit status out of range)", 1);
      }
      throw new ProgramStop({ kind: "shutdown", exitStatus });
    },
    reboot: () => {
      throw new ProgramStop({ kind: "reboot" });
    },
  };
}
