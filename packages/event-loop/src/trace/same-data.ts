/**
 * Whether what goes out is what a trace has.
 */
import type { TraceData } from "./data-writer.js";
import { DigestedText, digestOf } from "./digest.js";

/**
 * Compares data of a trace with data.
 * @param recorded - what the trace has; of a long text perhaps only a digest
 * @param actual - what there is now
 */
export function isSameData(recorded: TraceData, actual: TraceData): boolean {
  if (recorded instanceof DigestedText) return isSameText(recorded, actual);
  if (typeof recorded !== "object" || recorded === null) return Object.is(recorded, actual);
  if (typeof actual !== "object" || actual === null) return false;
  if (Array.isArray(recorded)) return Array.isArray(actual) && isSameList(recorded, actual);
  if (recorded instanceof Uint8Array) {
    return actual instanceof Uint8Array && isSameList(recorded, actual);
  }
  const names = Object.keys(recorded);
  return (
    Object.getPrototypeOf(actual) === Object.prototype &&
    names.length === Object.keys(actual).length &&
    names.every(
      (name) =>
        Object.hasOwn(actual, name) && isSameData(fieldOf(recorded, name), fieldOf(actual, name)),
    )
  );
}

function isSameText({ length, digest }: DigestedText, actual: TraceData): boolean {
  return typeof actual === "string" && actual.length === length && digestOf(actual) === digest;
}

function isSameList(recorded: ArrayLike<TraceData>, actual: ArrayLike<TraceData>): boolean {
  if (recorded.length !== actual.length) return false;
  for (let i = 0; i < recorded.length; i++) {
    if (!isSameData(recorded[i], actual[i])) return false;
  }
  return true;
}

function fieldOf(object: object, name: string): TraceData {
  return (object as Readonly<Record<string, TraceData>>)[name];
}
