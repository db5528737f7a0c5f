/**
 * Collects a request's body as it arrives. Memory follows what has arrived, never what a client
 * promises, and many tiny chunks cost no more than a few large ones.
 */

const CAPACITY_BYTES_MIN = 4096;

/** A body that grows chunk by chunk. */
export class BodyAccumulator {
  private buffer = Buffer.allocUnsafeSlow(CAPACITY_BYTES_MIN);
  private length = 0;

  /** Bytes that have arrived. */
  get byteCount(): number {
    return this.length;
  }

  /**
   * Takes a chunk; it is copied.
   *
   * @param chunk the bytes, valid during the call
   */
  append(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length = needed;
  }

  /**
   * Gives what has arrived so far.
   *
   * @returns a byte string
   */
  toByteString(): string {
    return this.buffer.toString("latin1", 0, this.length);
  }
}
