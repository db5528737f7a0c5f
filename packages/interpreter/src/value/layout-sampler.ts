/**
 * Notices when records come in very many layouts: V8 caches by layout, and code that meets a new one all the time
 * takes several times longer to read a field (benchmark shapes). Records to which fields are added by computed name
 * are given one layout then: if they have few names among them, that of a class with a property for each name, most
 * of them `undefined`, which is an absent key; else that of a JavaScript dictionary, which is slower to read.
 *
 * What is looked at is a sample, so that records of few layouts, such as those of a JSON reader in Lua, pay nothing.
 * Nothing that a program sees depends on it but time.
 */
import { globalEval } from "./global-eval.js";
import type { RecordFields, RecordPart, TemplateRecord } from "./record.js";

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
/** The most properties of a common class: its records take as much memory as dictionaries of eight fields. */
const COMMON_PROPERTIES_MAX = 48;

/** A class of records whose properties are all there, and `undefined`. */
type CommonRecord = new () => RecordPart;

/** The state of the sample; there is one per process, as there is one V8. */
class LayoutSampler {
  private areTooMany = false;
  private addsToSample = ADDS_PER_SAMPLE;
  private samples = 0;
  private unknown = 0;
  private known = new Set<string>();
  /** The properties of the records sampled for this verdict. */
  private properties = new Set<string>();
  /** Those that {@link commonRecord} has. */
  private common = new Set<string>();
  private commonRecord: CommonRecord | null = null;

  /**
   * Takes note of a field that is to be added by computed name.
   * @param fields - what the record has, if that is known
   * @returns whether there are too many layouts
   */
  findsTooMany(record: RecordPart, fields: RecordFields | null): boolean {
    if (--this.addsToSample === 0) this.sample(fields?.properties ?? Object.keys(record));
    return this.areTooMany;
  }

  private sample(properties: readonly string[]): void {
    this.addsToSample = ADDS_PER_SAMPLE;
    for (const property of properties) this.properties.add(property);
    const layout = properties.join();
    if (!this.known.has(layout)) {
      this.unknown++;
      if (this.known.size >= KNOWN_MAX) this.known = new Set();
      this.known.add(layout);
    }
    if (++this.samples < SAMPLES_PER_VERDICT) return;
    this.areTooMany = this.unknown > (this.areTooMany ? UNKNOWN_MIN : UNKNOWN_MAX);
    if (this.areTooMany) this.prepareCommonRecord();
    this.samples = this.unknown = 0;
    this.properties = new Set();
  }

  /** Sees to it that the common class has the properties that were sampled, if they are not too many. */
  private prepareCommonRecord(): void {
    const all = new Set([...this.common, ...this.properties]);
    if (this.commonRecord !== null && all.size === this.common.size) return;
    // What came before may come no more.
    this.common = all.size <= COMMON_PROPERTIES_MAX ? all : this.properties;
    this.commonRecord =
      this.common.size <= COMMON_PROPERTIES_MAX ? makeCommonRecord(this.common) : null;
  }

  /**
   * Gives a record that is to have the layout of all.
   * @returns a copy, and whether it has properties that were not in the record
   */
  unify(record: RecordPart): { readonly copy: RecordPart; readonly isCommon: boolean } {
    // A template's fields are in its prototype; a dictionary has none.
    if (
      (record as TemplateRecord).templateProperties !== undefined ||
      Object.getPrototypeOf(record) === null
    ) {
      return { copy: record, isCommon: false };
    }
    const isCommon = this.commonRecord !== null;
    const empty = isCommon ? new this.commonRecord!() : (Object.create(null) as RecordPart);
    return { copy: Object.assign(empty, record), isCommon };
  }
}

/** The sample of all layouts. */
export const layoutSampler = new LayoutSampler();

function makeCommonRecord(properties: Iterable<string>): CommonRecord {
  const text = [...properties].map((property) => `this.${property}=undefined;`).join("");
  return globalEval(`(class{constructor(){${text}}})`) as CommonRecord;
}
