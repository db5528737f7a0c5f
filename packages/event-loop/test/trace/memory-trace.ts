/**
 * Traces that are kept in memory.
 */

/** Takes a trace's bytes. */
export class MemoryTrace {
  /** What was written. */
  bytes = "";

  /** Adds bytes. */
  readonly write = (bytes: string): void => {
    this.bytes += bytes;
  };
}

/** Gives bytes piece by piece, as a reader of a file would. */
export function chunksOf(bytes: string, chunkBytes: number): () => string {
  let offset = 0;
  return () => {
    const chunk = bytes.slice(offset, offset + chunkBytes);
    offset += chunkBytes;
    return chunk;
  };
}
