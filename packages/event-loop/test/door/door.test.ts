/**
 * The door is enough to record a run and to replay it: shown with the plainest recorder there is.
 */
import { expect, test } from "vitest";
import type { Door, PlainData } from "../../src/door/door.js";
import { type ComputerEvent, TimerEvent } from "../../src/events/computer-event.js";
import { SeededRandom } from "../seeded-random.js";
import { Simulation } from "../simulation.js";

/** What passed a door on its way in. */
interface Trace {
  readonly reads: { source: string; value: PlainData }[];
  readonly events: { turn: number; values: ComputerEvent["values"]; isTimer: boolean }[];
}

class Recorder implements Door {
  readonly trace: Trace = { reads: [], events: [] };

  read<T extends PlainData>(source: string, get: () => T): T {
    const value = get();
    this.trace.reads.push({ source, value });
    return value;
  }

  admit({ values, ...event }: ComputerEvent, turn: number): void {
    this.trace.events.push({ turn, values, isTimer: "kind" in event });
  }

  emit(): void {
    // What leaves is compared by the test itself.
  }
}

class Replayer implements Door {
  readonly #reads: Trace["reads"];
  readonly #events: Trace["events"];

  constructor(trace: Trace) {
    this.#reads = [...trace.reads];
    this.#events = [...trace.events];
  }

  read<T extends PlainData>(source: string, _get: () => T): T {
    const read = this.#reads.shift();
    expect(read?.source).toBe(source);
    return read?.value as T;
  }

  arrivals(turn: number): readonly ComputerEvent[] {
    const here: ComputerEvent[] = [];
    while (this.#events[0]?.turn === turn) {
      const { values, isTimer } = this.#events.shift()!;
      const [name, id] = values;
      here.push(isTimer ? new TimerEvent(name as "timer", id as number) : { values });
    }
    return here;
  }

  admit(): void {
    throw new Error("nothing comes from outside in a replay");
  }

  emit(): void {
    // What leaves is compared by the test itself.
  }
}

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
    const recorder = new Recorder();
    const computer = live.boot(PROGRAM, { door: recorder });
    for (let n = 0; n < 400; n++) {
      const name = ["a", "b"][random.below(2)]!;
      const deliver = random.below(2) === 0 ? "deliver" : "deliverNow";
      if (random.below(3) > 0) computer[deliver]({ values: [name, n] });
      else if (random.below(2) === 0) live.scheduler.pump();
      else live.clock.runUntil(live.clock.nowMs() + random.below(20));
    }
    live.clock.runUntilIdle();
    expect(live.log.length, `seed ${seed}`).toBeGreaterThan(40);

    const replay = new Simulation({ sliceMs: 1e9 });
    replay.boot(PROGRAM, { door: new Replayer(recorder.trace) });
    while (!replay.scheduler.isIdle) replay.scheduler.pump();
    expect(replay.log, `seed ${seed}`).toEqual(live.log);
  }
});
