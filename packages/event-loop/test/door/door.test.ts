/**
 * A run that is recorded and replayed does the same, whatever the slices and the time.
 */
import { expect, test } from "vitest";
import { TraceReplayer } from "../../src/trace/replayer.js";
import { TraceReader } from "../../src/trace/trace-reader.js";
import { SeededRandom } from "../../src/testing/index.js";
import { Simulation } from "../simulation.js";
import { chunksOf, MemoryTrace } from "../trace/memory-trace.js";

/** A program whose output depends on every order there is. */
const PROGRAM = `
  local filters = { "a", "timer", "own" }
  local n = 0
  for round = 1, 60 do
    if round % 4 == 0 then queue("own", round) end
    if round % 3 == 0 then timer(round % 5 / 100) end
    if round % 7 == 0 then for _ = 1, 1.2e6 do end end
    local name, value = pull(round % 5 == 0 and filters[round % 3 + 1] or nil)
    n = n + 1
    if n % 2 == 0 then queue("own", n) end
    log(round, name, value, clock())
  end`;

test("a run that is replayed through the door gives the same output, in other slices and time", () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = new SeededRandom(seed);
    const live = new Simulation({ sliceMs: 2 });
    const trace = new MemoryTrace();
    const { recorder } = trace;
    recorder.boot({ seed });
    const computer = live.boot(PROGRAM, { door: recorder });
    computer.onEnd((end) => {
      recorder.end(end);
    });
    for (let n = 0; n < 400; n++) {
      const name = ["a", "b"][random.below(2)]!;
      const deliver = random.below(2) === 0 ? "deliver" : "deliverNow";
      if (random.below(3) > 0) computer[deliver]({ values: [name, n] });
      else if (random.below(2) === 0) live.scheduler.pump();
      else live.run(live.clock.nowMs() + random.below(20));
    }
    live.run();
    expect(live.log.length, `seed ${seed}`).toBeGreaterThan(40);

    const replayer = new TraceReplayer(new TraceReader(chunksOf(trace.bytes, 100)));
    expect(replayer.boot()).toEqual({ seed });
    const replay = new Simulation({ sliceMs: 1e9 });
    const again = replay.boot(PROGRAM, { door: replayer });
    while (!replay.scheduler.isIdle) replay.scheduler.pump();
    replayer.finish(again);
    expect(replayer.difference, `seed ${seed}`).toBeNull();
    expect(replay.log, `seed ${seed}`).toEqual(live.log);
  }
});
