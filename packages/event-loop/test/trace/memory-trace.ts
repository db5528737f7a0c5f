/**
 * Traces that are kept in memory.
 */
import { byteStringOf } from "../../src/trace/byte-writer.js";
import { TraceRecorder, type TraceSink } from "../../src/trace/recorder.js";

/** Takes a trace's bytes. */
export class MemoryTrace implements TraceSink {
  #bytes = "";
  /** What writes it. */
  readonly recorder = new TraceRecorder(this);

  /** What was written. */
  get bytes(): string {
    this.recorder.flush();
    return this.#bytes;
  }

  /** Adds bytes. */
  write(bytes: Uint8Array): void {
    this.#bytes += byteStringOf(bytes);
  }
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
