/**
 * Standard error while a screen is shown on the same terminal: what is written would tear the picture, so
 * it is kept and written when the screen has gone.
 */
import { Writable } from "node:stream";

/** So much is kept; of more, what came first is left out, and that is said. */
export const HELD_BYTES_MAX = 256 * 1024;

/** Keeps what is written. */
export class HeldErrors extends Writable {
  readonly #target: Writable;
  readonly #bytesMax: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #lostBytes = 0;
  #isHeld = true;

  /**
   * Begins to keep.
   * @param target - where it goes in the end
   * @param bytesMax - how much is kept
   */
  constructor(target: Writable, bytesMax = HELD_BYTES_MAX) {
    super();
    this.#target = target;
    this.#bytesMax = bytesMax;
  }

  /** As the target: whether there are colours depends on it. */
  get isTTY(): boolean {
    return (this.#target as { isTTY?: boolean }).isTTY === true;
  }

  /** Writes what was kept, and from now on everything at once. */
  release(): void {
    this.#isHeld = false;
    if (this.#lostBytes > 0) {
      this.#target.write(`craftos-http: ${this.#lostBytes} bytes of messages were left out here\n`);
    }
    for (const chunk of this.#chunks.splice(0)) this.#target.write(chunk);
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    if (!this.#isHeld) {
      this.#target.write(chunk, done);
      return;
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > this.#bytesMax && this.#chunks.length > 1) {
      const lost = this.#chunks.shift()?.length ?? 0;
      this.#bytes -= lost;
      this.#lostBytes += lost;
    }
    done();
  }
}
