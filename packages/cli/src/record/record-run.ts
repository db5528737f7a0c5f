/**
 * Recording of the runs of one `craftos-http run`: the first, and one after each reboot.
 */
import type { ComputerEnd, TraceRecorder } from "@craftos-http/event-loop";
import { Redaction } from "@craftos-http/http-host";
import { packageVersion } from "../package-version.js";
import { type RecordedSetup, setupToData } from "./recorded-setup.js";
import { TraceFile } from "./trace-file.js";

/** What to record, and where to. */
export interface RecordOptions {
  /** The trace's file. */
  readonly file: string;
  /** Headers whose values are kept out of the trace, in any case. */
  readonly redactedHeaders?: readonly string[];
}

/** A recording. */
export class RunRecording {
  /** The computer's door. */
  readonly door: TraceRecorder;
  /** Headers whose values are kept out of the trace, in lower case. */
  readonly redactedHeaders: ReadonlySet<string>;
  readonly #file: TraceFile;

  /**
   * Begins a trace.
   * @param options - where to
   * @param onFailure - told once when no more can be written
   * @throws TraceNotWritable
   */
  constructor(options: RecordOptions, onFailure: (message: string) => void) {
    const names = options.redactedHeaders ?? [];
    const redaction = new Redaction(names.map((name) => name.toLowerCase()));
    this.redactedHeaders = redaction;
    const redact = names.length === 0 ? undefined : (text: string) => redaction.redactText(text);
    this.#file = new TraceFile(options.file, onFailure, redact);
    this.door = this.#file.recorder;
  }

  /** Notes how a run is started. */
  boot(setup: Omit<RecordedSetup, "redactedHeaders" | "version">): void {
    const redactedHeaders = [...this.redactedHeaders];
    this.door.boot(setupToData({ ...setup, redactedHeaders, version: packageVersion() }));
    this.#file.flush();
  }

  /** Notes how a run ended. */
  end(end: ComputerEnd): void {
    this.door.end(end);
    this.#file.flush();
  }

  /** The last run has ended. */
  close(): void {
    this.#file.close();
  }
}
