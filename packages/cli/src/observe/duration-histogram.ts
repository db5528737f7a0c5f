/**
 * A histogram that costs little for each value. prom-client's own makes a text of the labels each time
 * and looks them up by it. This one does what a registry asks of a metric, and no more.
 */
import type { Metric, MetricValueWithName, Registry } from "prom-client";

/** The values with one value of the label. */
interface Tally {
  /** How many values are in each bucket and in none before it; the last has no bound. */
  readonly counts: number[];
  sum: number;
}

/** What a registry asks for. */
interface HistogramData {
  readonly name: string;
  readonly help: string;
  readonly type: "histogram";
  readonly aggregator: "sum";
  readonly values: Values;
}

type Values = MetricValueWithName<string>[];

/** A histogram with the label `method`. */
export class DurationHistogram {
  /** See prom-client. */
  readonly name: string;
  /** See prom-client. */
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #tallies = new Map<string, Tally>();

  /**
   * Makes an empty histogram.
   * @param name - its name
   * @param help - what it is, for people
   * @param bounds - the upper bounds of the buckets, ascending
   */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
  }

  /** Makes it one of a registry's metrics. */
  register(registry: Registry): void {
    registry.registerMetric(this as unknown as Metric);
  }

  /** Forgets all values. */
  reset(): void {
    this.#tallies.clear();
  }

  /** Adds a value. */
  add(method: string, value: number): void {
    let tally = this.#tallies.get(method);
    if (tally === undefined) {
      tally = { counts: new Array<number>(this.#bounds.length + 1).fill(0), sum: 0 };
      this.#tallies.set(method, tally);
    }
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && value > bounds[index]!) index++;
    tally.counts[index]!++;
    tally.sum += value;
  }

  /** Gives the values, as a registry wants them. */
  get(): Promise<HistogramData> {
    const { name, help } = this;
    const values = [...this.#tallies].flatMap((entry) => this.#valuesOf(...entry));
    return Promise.resolve({ name, help, type: "histogram", aggregator: "sum", values });
  }

  #valuesOf(method: string, { counts, sum }: Tally): Values {
    let count = 0;
    const buckets = counts.map((inBucket, index) => {
      count += inBucket;
      const le = this.#bounds[index] ?? "+Inf";
      return { metricName: `${this.name}_bucket`, labels: { le, method }, value: count };
    });
    const labels = { method };
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
