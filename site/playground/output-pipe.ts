/**
 * Passes what a program writes on to the page: as text, a few times a second however often it writes, and
 * at most so much of it, since a page that is given text for ever dies of it.
 */
import { luaToBytes } from "@craftos-http/interpreter";

/** Characters that one run may write. */
export const OUTPUT_MAX = 500_000;

const FLUSH_MS = 16;

/** Takes byte strings, gives text. */
export class OutputPipe {
  readonly #send: (text: string, isError: boolean) => void;
  readonly #decoders = { out: new TextDecoder(), error: new TextDecoder() };
  #text = "";
  #isError = false;
  #written = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Makes a pipe.
   * @param send - takes text, and whether it is of errors
   */
  constructor(send: (text: string, isError: boolean) => void) {
    this.#send = send;
  }

  /** Whether the program has written all that it may. */
  get isFull(): boolean {
    return this.#written >= OUTPUT_MAX;
  }

  /** Takes what a program writes; what is beyond the limit is lost. */
  write(bytes: string, isError: boolean): void {
    if (this.isFull) return;
    this.#written += bytes.length;
    if (isError !== this.#isError) this.flush();
    this.#isError = isError;
    const decoder = isError ? this.#decoders.error : this.#decoders.out;
    this.#text += decoder.decode(luaToBytes(bytes), { stream: true });
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, FLUSH_MS);
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text !== "") this.#send(this.#text, this.#isError);
    this.#text = "";
  }
}
