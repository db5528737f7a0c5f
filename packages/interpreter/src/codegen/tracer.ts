/**
 * The points of a traced form: those of the other forms, and trace points, where hooks are called. The
 * number of a trace point lies between those of the points around it: so the other points keep their
 * numbers, by which frames go from one form to another, and all are in the order of the code.
 */

/** How far trace points are apart: sums are exact, and a million fit between two points. */
const STEP = 2 ** -20;

/** What the generator of a traced form knows of its points. */
export class Tracer {
  /** All points in order. */
  readonly points: number[] = [];
  /** The line of each trace point. */
  readonly lines: Map<number, number>;

  /**
   * Makes one with no points.
   * @param lines - where to put the lines of trace points
   */
  constructor(lines: Map<number, number>) {
    this.lines = lines;
  }

  /** The number of the last point, or 0. */
  get lastPoint(): number {
    return this.points.at(-1) ?? 0;
  }

  /** Takes the number of a trace point. */
  newPoint(line: number): number {
    const point = this.lastPoint + STEP;
    this.points.push(point);
    this.lines.set(point, line);
    return point;
  }
}
