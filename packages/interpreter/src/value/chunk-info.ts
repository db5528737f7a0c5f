/**
 * What the runtime knows of a loaded chunk: enough to say where an error happened and what the
 * value concerned was called in the source. Written by code generation, read when an error is raised.
 */

/** How the source named a value (Lua 5.2's `varinfo`). */
export enum NameKind {
  None = 0,
  Local = 1,
  Upvalue = 2,
  Global = 3,
  Field = 4,
  Method = 5,
  ForIterator = 6,
}

/** The words for {@link NameKind} in error messages. */
export const NAME_KIND_WORDS = [
  "",
  "local",
  "upvalue",
  "global",
  "field",
  "method",
  "for iterator",
] as const;

const NAME_KINDS: readonly NameKind[] = [
  NameKind.None,
  NameKind.Local,
  NameKind.Upvalue,
  NameKind.Global,
  NameKind.Field,
  NameKind.Method,
  NameKind.ForIterator,
];

/** How many numbers a site takes in {@link ChunkInfo.sites}. */
export const SITE_LENGTH = 3;

/** A prototype: one function of a chunk, however many closures it has. */
export interface PrototypeInfo {
  /** Its number within the chunk; 0 is the chunk's main function. */
  readonly index: number;
  /** Its chunk. */
  readonly chunk: ChunkInfo;
  /** The name it was declared with, or null. */
  readonly name: string | null;
  /** The line of its `function`; 0 for the main function. */
  readonly line: number;
  /** The line of its `end`. */
  readonly lastLine: number;
  /** How many named parameters it has. */
  readonly parameterCount: number;
  /** Whether it takes `...`. */
  readonly isVararg: boolean;
  /** The names of its upvalues, in the order in which closures report them. */
  readonly upvalueNames: readonly string[];
  /** Line of each suspension point, by program counter. */
  readonly pointLines: readonly number[];
  /** How each suspension point that is a call names what it calls, packed as in `sites`. */
  readonly pointNames: readonly (number | undefined)[];
}

/** A loaded chunk. */
export class ChunkInfo {
  /** As it stands in messages: `file.lua` or `[string "..."]`. */
  readonly displayName: string;
  /** As it was given to `load`: `=name`, `@file`, or the source itself. */
  readonly chunkName: string;
  /**
   * The operations that can fail: {@link SITE_LENGTH} numbers each: the line, then for each of two
   * operands its {@link NameKind} plus eight times the index of its name.
   */
  readonly sites: number[] = [];
  /** Names that {@link sites} refer to. */
  readonly names: string[] = [];
  /** Its functions. */
  readonly prototypes: PrototypeInfo[] = [];
  /** How often its statements have run, by their numbers, if they are counted. */
  counts: number[] | null = null;

  constructor(displayName: string, chunkName = `=${displayName}`) {
    this.displayName = displayName;
    this.chunkName = chunkName;
  }
}

/** Gives a name that stands packed in {@link ChunkInfo.sites} or the like, or null for none. */
export function nameAt(
  chunk: ChunkInfo,
  packed: number | undefined,
): { readonly kind: NameKind; readonly name: string } | null {
  if (packed === undefined || (packed & 7) === 0) return null;
  const kind = NAME_KINDS[packed & 7] ?? NameKind.None;
  return { kind, name: chunk.names[packed >> 3] ?? "?" };
}

/** A place of traced code where hooks are called; see `Tracer` in codegen. */
export interface TracePoint {
  /** The line that is come to. */
  readonly line: number;
  /** If it is a call: how the source names what is called, packed as in `ChunkInfo.sites`. */
  readonly name?: number;
}
