/**
 * What a turn of a loop costs of the budget (DESIGN 2.3): about a nanosecond is 8. Natives charge for
 * what they do beyond a call, and the rest of the body is told by how much code there is of it.
 */

/** What a turn costs by itself. */
const TURN_COST = 8;
/** What each call in the body adds. */
const CALL_COST = 24;
/** How many calls are charged for. */
const CHARGED_CALLS_MAX = 10;
/** What each piece of text beyond the first few adds. */
const PIECE_COST = 24;
const FREE_PIECES = 4;

/** How much has been generated somewhere. */
export interface BodyStart {
  /** How many calls. */
  readonly callCount: number;
  /** How many pieces of text. */
  readonly pieceCount: number;
}

/** The cost of one turn of a loop whose body lies between two places. */
export function turnCost(start: BodyStart, end: BodyStart): number {
  const calls = Math.min(end.callCount - start.callCount, CHARGED_CALLS_MAX);
  const pieces = Math.max(0, end.pieceCount - start.pieceCount - FREE_PIECES);
  return TURN_COST + CALL_COST * calls + PIECE_COST * pieces;
}
