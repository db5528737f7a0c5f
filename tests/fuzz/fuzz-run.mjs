/**
 * A fuzz run: which target gets the next batch of seeds, what came of all of them, and what is said
 * about it. Nothing that a process did not finish counts as tried.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What one process gets to do, at most; a fresh one goes on, so that memory stays bounded. */
const BATCH_CASES_MAX = 5_000;
const BATCH_MS_MAX = 60_000;

/** How many batches a target gets at least, however short the run. */
const BATCHES_MIN = 2;

/** After so many findings a target is given up: they will be one and the same. */
const FINDINGS_MAX = 5;

/** One target's part of a run. */
class TargetRun {
  nextOffset = 0;
  spentMs = 0;
  counts = { same: 0, unknown: 0, different: 0, died: 0 };
  processes = 0;
  memoryMib = 0;
  isBusy = false;

  constructor({ name, share }) {
    this.name = name;
    this.share = share;
  }

  get findings() {
    return this.counts.different + this.counts.died;
  }

  get tried() {
    return this.counts.same + this.counts.unknown + this.findings;
  }

  count(verdict) {
    this.counts[typeof verdict === "object" ? "different" : verdict]++;
  }
}

/** A run over several targets. */
export class FuzzRun {
  #processes;
  #targets;
  #options;
  #say;
  #startMs = performance.now();

  /**
   * @param {import("./worker-process.mjs").WorkerProcesses} processes
   * @param {{ name: string, share: number }[]} targets
   * @param {{ seed: number, minutes: number, count: number, memoryMib: number, folder: string }} options
   *   the first seed of each target; how long to go on in all; how many cases of each; the memory at
   *   which a process makes way for a fresh one; where to put the sources of what went wrong
   * @param {(line: string) => void} say
   */
  constructor(processes, targets, options, say) {
    this.#processes = processes;
    this.#targets = targets.map((target) => new TargetRun(target));
    this.#options = options;
    this.#say = say;
  }

  /** Whether nothing at all went wrong. */
  get isClean() {
    return this.#targets.every((target) => target.findings === 0);
  }

  /** Goes on until the time or the seeds are used up; several calls share the work. */
  async work() {
    for (let target = this.#next(); target !== undefined; target = this.#next()) {
      target.isBusy = true;
      await this.#batch(target);
      target.isBusy = false;
    }
  }

  /** The lines that sum the run up. */
  summary() {
    const lines = this.#targets.map((target) => {
      const { same, unknown, different, died } = target.counts;
      const memory = `at most ${target.memoryMib} MiB in one of ${target.processes} processes`;
      const counts = `${same} right, ${unknown} that the reference cannot tell, ${different} different, ${died} fatal`;
      return `${target.name}: ${target.tried} tried from seed ${this.#options.seed}: ${counts}; ${memory}`;
    });
    const isAll = this.#targets.every((target) => target.findings < FINDINGS_MAX);
    if (!isAll) lines.push(`a target with ${FINDINGS_MAX} findings was given up`);
    const untried = this.#targets.filter((target) => target.tried === 0);
    if (untried.length > 0) {
      lines.push(`not tried at all: ${untried.map(({ name }) => name).join(", ")}`);
    }
    const minutes = ((performance.now() - this.#startMs) / 60_000).toFixed(1);
    lines.push(`${minutes} minutes, ${this.isClean ? "nothing" : "something"} went wrong`);
    return lines;
  }

  /** The target that is furthest behind its share of the time. */
  #next() {
    const isOver = this.#timeLeftMs() <= 0;
    return this.#targets
      .filter((target) => !target.isBusy && target.findings < FINDINGS_MAX)
      .filter((target) => !isOver && target.nextOffset < this.#options.count)
      .sort((a, b) => a.spentMs / a.share - b.spentMs / b.share)[0];
  }

  #timeLeftMs() {
    return this.#options.minutes * 60_000 - (performance.now() - this.#startMs);
  }

  #batchMs(target) {
    const shares = this.#targets.reduce((sum, { share }) => sum + share, 0);
    const wholeMs = (this.#options.minutes * 60_000 * target.share) / shares;
    return Math.min(BATCH_MS_MAX, wholeMs / BATCHES_MIN);
  }

  #seedAt(offset) {
    return (this.#options.seed + offset) >>> 0;
  }

  async #batch(target) {
    const first = this.#seedAt(target.nextOffset);
    const count = Math.min(BATCH_CASES_MAX, this.#options.count - target.nextOffset);
    const timeMs = Math.ceil(Math.min(this.#batchMs(target), this.#timeLeftMs()));
    const startMs = performance.now();
    const args = ["run", target.name, first, count, timeMs, this.#options.memoryMib];
    const end = await this.#processes.run(args, (message) => {
      if (message.kind !== "verdict") return;
      target.count(message.verdict);
      if (typeof message.verdict === "object") this.#tellDifference(target, message);
    });
    target.spentMs += performance.now() - startMs;
    target.processes++;
    target.memoryMib = Math.max(target.memoryMib, end.memoryMib);
    target.nextOffset += end.done;
    if (!end.isWhole) await this.#explainDeath(target, end, first);
    this.#say(
      `${((performance.now() - this.#startMs) / 60_000).toFixed(1)} min: ${target.name}: ${target.tried} tried, ${target.findings} findings`,
    );
  }

  #tellDifference(target, { seed, verdict }) {
    this.#say(`${target.name}, seed ${seed}:\n${verdict.report}`);
  }

  /** Tells what is known of a process that died, and whether its last case alone makes one die. */
  async #explainDeath(target, end, first) {
    const about = `${target.name}: a process ${end.how}`;
    if (end.seed === null) throw new Error(`${about} before its first case:\n${end.stderr}`);
    target.counts.died++;
    // Where the seed was judged already it died between two cases: the next one is still to be tried.
    if (end.seed === this.#seedAt(target.nextOffset)) target.nextOffset++;
    const alone = await this.#processes.run(["run", target.name, end.seed, 1, BATCH_MS_MAX, 0]);
    this.#say(
      [
        `${about} on seed ${end.seed}, case ${end.done + 1} since seed ${first}; it had taken ${end.memoryMib} MiB or more`,
        alone.isWhole
          ? "that seed alone does no harm"
          : `with that seed alone, too, it ${alone.how}`,
        `its source is in ${await this.#keepSource(target.name, end.seed)}`,
        end.stderr.trimEnd(),
      ].join("\n"),
    );
  }

  async #keepSource(name, seed) {
    mkdirSync(this.#options.folder, { recursive: true });
    const file = join(this.#options.folder, `${name}-${seed}.lua`);
    await this.#processes.run(["show", name, seed], (message) => {
      if (message.kind === "source") writeFileSync(file, message.source, "latin1");
    });
    return file;
  }
}
