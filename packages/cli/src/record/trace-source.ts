/**
 * Reads a trace from the disk, a piece at a time.
 */
import { closeSync, openSync, readSync } from "node:fs";

const PIECE_BYTES = 1024 * 1024;

/** A trace cannot be read; the message is for people. */
export class TraceNotReadable extends Error {
  override readonly name = "TraceNotReadable";
}

/**
 * Opens a trace.
 * @param file - its path
 * @returns a function that gives the next bytes as a byte string, "" at the end
 * @throws TraceNotReadable
 */
export function openTrace(file: string): () => string {
  const piece = Buffer.alloc(PIECE_BYTES);
  let descriptor: number | null;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    throw notReadable(file, error);
  }
  return () => {
    if (descriptor === null) return "";
    try {
      const count = readSync(descriptor, piece, 0, PIECE_BYTES, null);
      if (count > 0) return piece.toString("latin1", 0, count);
      closeSync(descriptor);
      descriptor = null;
      return "";
    } catch (error) {
      throw notReadable(file, error);
    }
  };
}

function notReadable(file: string, error: unknown): TraceNotReadable {
  const { code, message } = error as NodeJS.ErrnoException;
  const text =
    code === "ENOENT"
      ? `There is no file '${file}'.`
      : `The trace '${file}' cannot be read: ${message}.`;
  return new TraceNotReadable(text, { cause: error });
}
