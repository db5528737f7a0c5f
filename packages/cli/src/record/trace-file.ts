/**
 * A trace on the disk: what a recorder writes is appended to a file, in pieces.
 *
 * Flush policy: some 60 KiB at a time, and what is there a tenth of a second after the first byte of it,
 * and the rest when the process ends. So a process that is killed loses a tenth of a second at most.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { type ByteHost, TraceRecorder, type TraceSink } from "@craftos-http/event-loop";

/** How long anything waits. */
const PENDING_MS_MAX = 100;

/** What `buffer.write` comes down to; calling it so spares a third (bench events). */
interface NodeBuffer extends Buffer {
  latin1Write(text: string, offset: number, length: number): number;
}

/** A trace cannot be written; the message is for people. */
export class TraceNotWritable extends Error {
  override readonly name = "TraceNotWritable";
}

/** A file that a recorder writes. */
export class TraceFile implements TraceSink {
  /** What writes the file. */
  readonly recorder: TraceRecorder;
  /** Node's buffers, which copy longer texts in a fraction of the time. */
  readonly host: ByteHost = {
    allocate: (size) => Buffer.allocUnsafeSlow(size),
    copyText: (bytes, offset, text) => {
      (bytes as NodeBuffer).latin1Write(text, offset, text.length);
    },
  };
  /** See {@link TraceSink.redact}. */
  readonly redact: ((text: string) => string) | undefined;
  readonly #file: string;
  readonly #descriptor: number;
  readonly #onFailure: (message: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #isBroken = false;

  /** Writes what is pending now. */
  readonly flush = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.recorder.flush();
  };

  /**
   * Creates the file, or empties one that is there.
   * @param file - its path
   * @param onFailure - told once when no more can be written; the program goes on unrecorded
   * @param redact - keeps secrets out of a text that goes out; default changes nothing
   * @throws TraceNotWritable
   */
  constructor(
    file: string,
    onFailure: (message: string) => void,
    redact?: (text: string) => string,
  ) {
    this.#file = file;
    this.redact = redact;
    this.#onFailure = onFailure;
    try {
      this.#descriptor = openSync(file, "w", 0o600);
    } catch (error) {
      throw new TraceNotWritable(whyNot(file, error), { cause: error });
    }
    this.recorder = new TraceRecorder(this);
    process.once("exit", this.flush);
  }

  /** See {@link TraceSink.write}. */
  write(bytes: Uint8Array): void {
    if (this.#isBroken) return;
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#descriptor, bytes, written);
      }
    } catch (error) {
      this.#isBroken = true;
      this.#onFailure(whyNot(this.#file, error));
    }
  }

  /** See {@link TraceSink.hasPending}. */
  hasPending(): void {
    this.#timer ??= setTimeout(this.flush, PENDING_MS_MAX).unref();
  }

  /** Writes the rest and closes the file. */
  close(): void {
    this.flush();
    this.#isBroken = true;
    process.off("exit", this.flush);
    closeSync(this.#descriptor);
  }
}

function whyNot(file: string, error: unknown): string {
  return `The trace '${file}' cannot be written: ${(error as Error).message}.`;
}
