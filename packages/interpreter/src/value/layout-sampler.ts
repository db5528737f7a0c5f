/**
 * Notices when records come in very many layouts: V8 caches by layout, and code that meets a new one all the time
 * takes longer to read a field than to look it up in a dictionary (benchmark shapes). Records to which fields are
 * added by computed name are made JavaScript dictionaries then, which are all of one layout.
 *
 * What is looked at is a sample, so that records of few layouts, such as those of a JSON reader in Lua, pay nothing.
 * Nothing that a program sees depends on it but time.
 */
import type { RecordPart, TemplateRecord } from "./record.js";

/** One in so many added fields is looked at. */
const ADDS_PER_SAMPLE = 128;
/** So many samples are judged together. */
const SAMPLES_PER_VERDICT = 64;
/** With more unknown layouts among them there are too many. */
const UNKNOWN_MAX = 32;
/** With fewer there no longer are. */
const UNKNOWN_MIN = 16;
/** How many layouts are remembered. */
const KNOWN_MAX = 512;

/** The state of the sample; there is one per process, as there is one V8. */
class LayoutSampler {
  private areTooMany = false;
  private addsToSample = ADDS_PER_SAMPLE;
  private samples = 0;
  private unknown = 0;
  private known = new Set<string>();

  /**
   * Takes note of a field that is to be added by computed name.
   * @returns whether there are too many layouts
   */
  findsTooMany(record: RecordPart): boolean {
    if (--this.addsToSample === 0) this.sample(record);
    return this.areTooMany;
  }

  private sample(record: RecordPart): void {
    this.addsToSample = ADDS_PER_SAMPLE;
    const layout = Object.keys(record).join();
    if (!this.known.has(layout)) {
      this.unknown++;
      if (this.known.size >= KNOWN_MAX) this.known = new Set();
      this.known.add(layout);
    }
    if (++this.samples < SAMPLES_PER_VERDICT) return;
    this.areTooMany = this.unknown > (this.areTooMany ? UNKNOWN_MIN : UNKNOWN_MAX);
    this.samples = this.unknown = 0;
  }
}

/** The sample of all layouts. */
export const layoutSampler = new LayoutSampler();

/** Gives a record as a JavaScript dictionary, with its fields in their order. */
export function recordAsDictionary(record: RecordPart): RecordPart {
  // A template's fields are in its prototype; a dictionary has none.
  if ((record as TemplateRecord).templateProperties !== undefined) return record;
  if (Object.getPrototypeOf(record) === null) return record;
  return Object.assign(Object.create(null) as RecordPart, record);
}
