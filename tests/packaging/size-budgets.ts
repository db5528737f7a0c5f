/**
 * How large each package may be, so that what makes one larger is noticed and meant: packed, as it is
 * downloaded, and unpacked, in KiB. Whoever has a reason raises the number. (Dependencies are not in it.)
 */

/** The sizes of a package. */
export interface SizeBudget {
  readonly packedKib: number;
  readonly unpackedKib: number;
}

/** By the package's name. */
export const SIZE_BUDGETS: Readonly<Record<string, SizeBudget>> = {
  "craftos-http": { packedKib: 1110, unpackedKib: 5050 },
  "@craftos-http/craftos": { packedKib: 400, unpackedKib: 2180 },
  "@craftos-http/event-loop": { packedKib: 110, unpackedKib: 620 },
  "@craftos-http/http-host": { packedKib: 370, unpackedKib: 2050 },
  "@craftos-http/interpreter": { packedKib: 800, unpackedKib: 4060 },
  "@craftos-http/types": { packedKib: 30, unpackedKib: 140 },
  "@craftos-http/typescript": { packedKib: 30, unpackedKib: 120 },
};
