/**
 * The points of a traced form: those of the other forms, and trace points, where hooks are called. The
 * number of a trace point lies between those of the points around it: so the other points keep their
 * numbers, by which frames go from one form to another, and all are in the order of the code.
 */
import type { TracePoint } from "../value/chunk-info.js";

/** How far trace points are apart: sums are exact, and a million fit between two points. */
const STEP = 2 ** -20;

/** What the generator of a traced form knows of its points. */
export class Tracer {
  /** The line that hooks were told of last, as far as the order of the text lets know; -1 for any. */
  line = -1;
  /** On which line an index that is compiled next is taken to be, if not on its own. */
  indexLine: number | null = null;
  /** All points in order. */
  readonly points: number[] = [];
  readonly #tracePoints: Map<number, TracePoint>;

  /**
   * Makes one with no points.
   * @param tracePoints - where to put the trace points, by their numbers
   */
  constructor(tracePoints: Map<number, TracePoint>) {
    this.#tracePoints = tracePoints;
  }

  /** The number of the last point, or 0. */
  get lastPoint(): number {
    return this.points.at(-1) ?? 0;
  }

  /** Takes the number of a trace point. */
  newPoint(tracePoint: TracePoint): number {
    const point = this.lastPoint + STEP;
    this.points.push(point);
    this.#tracePoints.set(point, tracePoint);
    return point;
  }
}
