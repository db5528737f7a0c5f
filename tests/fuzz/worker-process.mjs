/**
 * One process of a fuzz run, watched: what it said, how it ended, and what can be known of why.
 */
import { spawn } from "node:child_process";

/** How much of what a process writes to standard error is kept. */
const STDERR_CHARACTERS_MAX = 3_000;

/**
 * @typedef {object} ProcessEnd
 * @property {boolean} isWhole whether it did what it was asked and ended by itself
 * @property {number} done how many cases it tried to their end
 * @property {number | null} seed the seed that it was on, or was on last
 * @property {number} memoryMib the most resident memory that it told of
 * @property {string} how how it ended, in words
 * @property {string} stderr the end of what it wrote there
 */

/**
 * Starts worker processes for one run and stops them when the run is over.
 */
export class WorkerProcesses {
  #file;
  #heapMib;
  #silenceMs;
  #children = new Set();

  /**
   * @param {string} file the worker
   * @param {{ heapMib: number, silenceMs: number }} limits what one process's heap may hold, and for
   *   how long it may say nothing
   */
  constructor(file, { heapMib, silenceMs }) {
    this.#file = file;
    this.#heapMib = heapMib;
    this.#silenceMs = silenceMs;
  }

  /** Kills those that still run. */
  stop() {
    for (const child of this.#children) child.kill("SIGKILL");
  }

  /**
   * Runs one to its end.
   *
   * @param {(string | number)[]} args its arguments
   * @param {(message: object) => void} [listen] is told everything it says
   * @returns {Promise<ProcessEnd>}
   */
  run(args, listen = () => {}) {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${this.#heapMib}`, this.#file, ...args.map(String)],
      { stdio: ["ignore", "ignore", "pipe", "ipc"] },
    );
    this.#children.add(child);
    const end = { isWhole: false, done: 0, seed: null, memoryMib: 0, how: "", stderr: "" };
    let isSilent = false;
    let watch;
    const heard = () => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        isSilent = true;
        child.kill("SIGKILL");
      }, this.#silenceMs);
    };
    heard();
    child.stderr.setEncoding("utf8").on("data", (text) => {
      end.stderr = (end.stderr + text).slice(-STDERR_CHARACTERS_MAX);
    });
    child.on("message", (message) => {
      heard();
      if (message.kind === "at") end.seed = message.seed;
      if (message.kind === "memory") end.memoryMib = Math.max(end.memoryMib, message.mib);
      if (message.kind === "verdict") end.done++;
      if (message.kind === "ended") end.isWhole = true;
      listen(message);
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, signal) => {
        clearTimeout(watch);
        this.#children.delete(child);
        if (status !== 0) end.isWhole = false;
        end.how = isSilent
          ? `said nothing for ${this.#silenceMs / 1000} s and was killed`
          : howItEnded(status, signal, end.stderr);
        resolve(end);
      });
    });
  }
}

function howItEnded(status, signal, stderr) {
  if (signal === null) return `ended with status ${status}`;
  if (/heap out of memory|Allocation failed/.test(stderr)) return `filled its heap (${signal})`;
  if (signal === "SIGKILL") return "was killed from outside, or the machine's memory was full";
  return `was ended by ${signal}`;
}
