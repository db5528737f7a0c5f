/**
 * What a trace says of the end of a run.
 */
import type { ComputerEnd } from "../computer/computer-end.js";
import type { PlainData } from "../door/door.js";

/**
 * Gives what distinguishes one end of a run from another of its kind.
 * @param end - how it ended
 * @returns the error's message, the exit status, or nothing
 */
export function endDetail(end: ComputerEnd): PlainData {
  switch (end.kind) {
    case "failed":
      return end.error.message;
    case "shutdown":
      return end.exitStatus;
    case "fault":
      return end.fault instanceof Error ? end.fault.name : typeof end.fault;
    default:
      return undefined;
  }
}
