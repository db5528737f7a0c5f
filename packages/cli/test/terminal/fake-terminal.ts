/**
 * A process at a terminal of the test's own: the streams of the public interface, an emulation that shows
 * what is written, and hands that type.
 */
import { EventEmitter } from "node:events";
import { PassThrough, Writable } from "node:stream";
import type { RunProcess } from "../../src/program/run-options.js";
import { EmulatedTerminal } from "./emulated-terminal.js";

class TypedInput extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
}

class ShownOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly terminal: EmulatedTerminal;
  readonly #onShown: () => void;

  constructor(columns: number, rows: number, onShown: () => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.terminal = new EmulatedTerminal(columns, rows);
    this.#onShown = onShown;
  }

  getColorDepth(): number {
    return 24;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    void this.terminal.write(chunk).then(() => {
      this.#onShown();
      done();
    });
  }
}

/** A process whose standard streams are one terminal. */
export class FakeTerminal extends EventEmitter implements RunProcess {
  readonly env = {};
  readonly stdin = new TypedInput();
  readonly stdout: ShownOutput;
  readonly stderr: ShownOutput;

  constructor(columns = 40, rows = 10) {
    super();
    this.stdout = new ShownOutput(columns, rows, () => this.emit("shown"));
    this.stderr = this.stdout;
  }

  /** What is to be seen. */
  get text(): string {
    return this.stdout.terminal.text;
  }

  get terminal(): EmulatedTerminal {
    return this.stdout.terminal;
  }

  /** Waits until something is to be seen. */
  async shows(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text)) await new Promise((resolve) => this.once("shown", resolve));
  }

  type(text: string): void {
    this.stdin.write(text);
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit("resize");
  }
}
