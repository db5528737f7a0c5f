/**
 * The small chunks that a state compiled last, by their source: to load one again costs a closure.
 * Invariant: bounded in number and in bytes, and nothing but speed depends on what is in here.
 */
import type { LoadedChunk } from "./data-chunk.js";

/** Longer sources are not kept: a program loads them once. In bytes. */
const SOURCE_LENGTH_MAX = 2000;
/** How many chunks there are in each of two generations. */
const GENERATION_MAX = 32;

interface CachedChunk {
  readonly chunkName: string;
  readonly isOpen: boolean;
  readonly chunk: LoadedChunk;
}

/** Small chunks compiled lately. Those that were used since the last turn of generations survive the next. */
export class ChunkCache {
  #young = new Map<string, CachedChunk>();
  #old = new Map<string, CachedChunk>();

  /**
   * Gives a chunk, compiled now or before.
   * @param source - Lua source
   * @param chunkName - as given to `load`
   * @param isOpen - see `CompiledChunk`
   * @param compile - compiles it; what it throws is passed on, and nothing is kept
   */
  get(source: string, chunkName: string, isOpen: boolean, compile: () => LoadedChunk): LoadedChunk {
    if (source.length > SOURCE_LENGTH_MAX) return compile();
    const known = this.#young.get(source);
    if (known?.chunkName === chunkName && known.isOpen === isOpen) return known.chunk;
    const older = this.#old.get(source);
    const isFit = older?.chunkName === chunkName && older.isOpen === isOpen;
    const cached = isFit ? older : { chunkName, isOpen, chunk: compile() };
    this.#keep(source, cached);
    return cached.chunk;
  }

  #keep(source: string, cached: CachedChunk): void {
    if (this.#young.size >= GENERATION_MAX) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(source, cached);
  }
}
