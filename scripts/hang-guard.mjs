/**
 * Ends a test process whose thread has stopped turning, or whose vitest is gone: an endless loop in
 * the code under test cannot be stopped by vitest's own time limits, and would hold a core for ever.
 * Loaded by vitest before each test file; a second thread of the same file keeps watch.
 */
import { writeSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const beatMs = 500;
const silenceMsMax = 60_000;

/** Beats as long as the thread turns. */
async function startBeating() {
  const { expect } = await import("vitest");
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), beatMs).unref();
  new Worker(new URL(import.meta.url), {
    workerData: {
      beats,
      file: expect.getState().testPath,
      pid: process.pid,
      parentPid: process.ppid,
    },
    execArgv: [],
  }).unref();
}

function keepWatch({ beats, file, pid, parentPid }) {
  let lastBeat = 0;
  let lastBeatAtMs = performance.now();
  setInterval(() => {
    const beat = Atomics.load(beats, 0);
    if (beat !== lastBeat) {
      lastBeat = beat;
      lastBeatAtMs = performance.now();
    }
    const isStuck = performance.now() - lastBeatAtMs > silenceMsMax;
    // Written past the stuck thread, which carries a worker's ordinary output.
    if (isStuck) writeSync(2, `${file} blocked its thread for ${silenceMsMax / 1000} s: ended.\n`);
    if (isStuck || process.ppid !== parentPid) process.kill(pid, "SIGKILL");
  }, beatMs);
}

if (isMainThread) await startBeating();
else keepWatch(workerData);
