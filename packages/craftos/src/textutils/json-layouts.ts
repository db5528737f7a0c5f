/**
 * The sequences of keys that objects in JSON have again and again, as a tree: a reader that goes down it
 * key by key expects the next key to be the one that came last time, and at the end finds what makes such
 * a table.
 *
 * Invariant: what documents can add is bounded, since anybody may send them. Past the bounds, and until a
 * sequence has come a few times, tables are made as dictionaries, which takes longer and is the same to
 * programs: keys come in the order of the document either way.
 */
import { LuaTable, type LuaValue, RecordMaker } from "@craftos-http/interpreter";

/** Most layouts in the tree: with what V8 keeps for each, a few megabytes. */
const LAYOUTS_MAX = 4000;
/** Most keys that may follow one: V8 gives up on objects that can grow in 1,536 ways. */
const CHILDREN_MAX = 200;
/** Most keys of an object that is more than a dictionary. */
const KEYS_MAX = 50;
/** Most characters of them all. */
const SIGNATURE_CHARS_MAX = 2000;
/** So often a sequence comes before it gets into the tree. */
const SIGHTINGS = 8;
/** Most sequences that are being counted. */
const CANDIDATES_MAX = 1000;

/** Stands between the keys of a sequence where they are one text. */
const SEPARATOR = "\0";

/** What an object may have so far: a sequence of keys. */
export class JsonLayout {
  /** The last key. */
  readonly key: string;
  /** That as JSON, with its colon. */
  readonly keyText: string;
  /** The layout without it. */
  readonly parent: JsonLayout | null;
  /** The one that came last of those with a key more. */
  next: JsonLayout | null = null;
  /** Makes a table of these keys, if there are such. */
  maker: RecordMaker | null = null;
  readonly #children = new Map<string, JsonLayout>();

  /**
   * Makes a layout; use {@link JsonLayouts}.
   * @param parent - the layout that this one has a key more than
   * @param key - that key
   */
  constructor(parent: JsonLayout | null, key: string) {
    this.parent = parent;
    this.key = key;
    this.keyText = `${JSON.stringify(key)}:`;
  }

  /** The keys in their order. */
  get keys(): string[] {
    return this.parent === null ? [] : [...this.parent.keys, this.key];
  }

  /** Gives the layout with a key more, if it is known. */
  follow(key: string): JsonLayout | null {
    const child = this.#children.get(key);
    if (child === undefined) return null;
    return (this.next = child);
  }

  /** Makes the layout with a key more; null if this one has too many such. */
  grow(key: string): JsonLayout | null {
    if (this.#children.size >= CHILDREN_MAX) return null;
    const child = new JsonLayout(this, key);
    this.#children.set(key, child);
    return child;
  }
}

/** The layouts that one process knows. */
export class JsonLayouts {
  /** That of an object without keys. */
  readonly root = new JsonLayout(null, "");
  #count = 0;
  /** How often sequences came that are not in the tree. */
  #candidates = new Map<string, number>();

  /** How many there are. */
  get size(): number {
    return this.#count;
  }

  /**
   * Makes the table of an object.
   * @param layout - what it is, up to the keys that are in no layout
   * @param keys - all of its keys, perhaps with repetitions; null if the layout has them
   * @param values - has their values, of which some may be nil if there are keys
   * @param start - the index of the first
   */
  makeTable(
    layout: JsonLayout,
    keys: readonly string[] | null,
    values: readonly LuaValue[],
    start: number,
  ): LuaTable {
    if (keys === null && layout.maker !== null) return layout.maker.make(values, start);
    const all = keys ?? layout.keys;
    this.note(all, values, start);
    return LuaTable.ofKeys(all, values, start);
  }

  /**
   * Notes that an object came whose keys are not in the tree, and takes them into it if they came often.
   * @param keys - its keys, perhaps with repetitions
   * @param values - has their values, of which some may be nil
   * @param start - the index of the first
   */
  note(keys: readonly string[], values: readonly LuaValue[], start: number): void {
    if (keys.length > KEYS_MAX || this.#count >= LAYOUTS_MAX) return;
    const present = keys.filter((_, i) => values[start + i] !== undefined);
    // A text of its own, also of one key: a key may be a part of a document, which would be kept with it.
    const signature = present.join(SEPARATOR) + SEPARATOR;
    if (present.length === 0 || signature.length > SIGNATURE_CHARS_MAX) return;
    const sightings = (this.#candidates.get(signature) ?? 0) + 1;
    if (sightings < SIGHTINGS) {
      if (this.#candidates.size >= CANDIDATES_MAX) this.#candidates = new Map();
      this.#candidates.set(signature, sightings);
      return;
    }
    this.#candidates.delete(signature);
    const own = signature.split(SEPARATOR).slice(0, -1);
    if (new Set(own).size === present.length) this.#add(own);
  }

  #add(keys: readonly string[]): void {
    let layout: JsonLayout | null = this.root;
    for (const key of keys) {
      const known: JsonLayout | null = layout.follow(key);
      if (known === null) {
        layout = layout.grow(key);
        if (layout === null) return;
        this.#count++;
      } else {
        layout = known;
      }
    }
    layout.maker ??= RecordMaker.for(keys) ?? null;
  }
}

/** Of all computers of a process, as the names of keys are (see the interpreter's `internKey`). */
export const jsonLayouts = new JsonLayouts();
