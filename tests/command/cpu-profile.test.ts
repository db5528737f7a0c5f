/**
 * `--cpu-prof`: the profile names functions of Lua with their files and lines, and is written however the
 * program ends.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { run, start, writeFiles } from "./command-process.js";

const BUSY = `local M = {}

function M.spin(count)
  local sum = 0
  for i = 1, count do
    sum = sum + math.sin(i) * i % 7
  end
  return sum
end

return M
`;

// Far more time in calls than in sleep: V8 takes a sample every millisecond, and a program that wakes every
// millisecond to compute for a part of it is met asleep each time.
const PROGRAM = `local busy = require("busy")
local function idle() return 1 end
for _ = 1, 40 do
  busy.spin(200000)
  idle()
  sleep(0)
end
print("done")
`;

interface SelfTime {
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly samples: number;
}

function readProfile(file: string): Profiler.Profile {
  return JSON.parse(readFileSync(file, "utf8")) as Profiler.Profile;
}

/** Samples by function, most first. */
function selfTimes({ nodes, samples = [] }: Profiler.Profile): SelfTime[] {
  const times = new Map<string, SelfTime>();
  for (const { id, callFrame } of nodes) {
    const { functionName: name, url, lineNumber } = callFrame;
    const key = `${name} ${url} ${lineNumber}`;
    const count = samples.filter((sample) => sample === id).length;
    const before = times.get(key)?.samples ?? 0;
    times.set(key, { name, url, line: lineNumber + 1, samples: before + count });
  }
  return [...times.values()].sort((a, b) => b.samples - a.samples);
}

test("the hottest function of a profile is the program's, by its name, file and line", async () => {
  const folder = writeFiles({ "main.lua": PROGRAM, "busy.lua": BUSY });
  const { status, stderr } = await run(["run", "--cpu-prof=out.cpuprofile", "main.lua"], {
    cwd: folder,
  });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: "craftos-http: the profile is in out.cpuprofile\n",
  });
  const profile = readProfile(join(folder, "out.cpuprofile"));
  const program = selfTimes(profile).filter(({ url }) => url.endsWith(".lua"));
  const busy = pathToFileURL(join(folder, "busy.lua")).href;
  expect(program[0]).toMatchObject({ name: "M.spin", url: busy, line: 3 });
  // And its hottest line is that of the loop.
  const lines = new Map<number, number>();
  for (const { callFrame, positionTicks = [] } of profile.nodes) {
    if (callFrame.functionName !== "M.spin") continue;
    for (const { line, ticks } of positionTicks) lines.set(line, (lines.get(line) ?? 0) + ticks);
  }
  const [hottest] = [...lines].sort((a, b) => b[1] - a[1]);
  expect([5, 6]).toContain(hottest?.[0]);
  // No function has the name of generated code, not even where V8 made it a part of another one.
  expect(profile.nodes.map(({ callFrame }) => callFrame.functionName)).not.toContainEqual(
    expect.stringMatching(/^(?:\$+|[gq])\d/),
  );
});

test("a profile of TypeScript has its functions and lines", async () => {
  const source = `function spin(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.sin(i) % 7;
  return sum;
}

let total = 0;
for (let i = 0; i < 200; i++) total += spin(50_000);
print(total > 0);
`;
  const folder = writeFiles({ "spin.ts": source });
  const { status } = await run(["run", "--cpu-prof-dir=profiles", "spin.ts"], { cwd: folder });
  expect(status).toBe(0);
  const [file = ""] = readdirSync(join(folder, "profiles"));
  expect(file).toMatch(/^craftos-http-\d{8}T\d{6}-\d+\.cpuprofile$/);
  const times = selfTimes(readProfile(join(folder, "profiles", file)));
  const url = pathToFileURL(join(folder, "spin.ts")).href;
  expect(times.find((each) => each.url === url)).toMatchObject({ name: "spin", line: 1 });
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "a server that %s ends writes its profile",
  async (signal) => {
    const folder = writeFiles({
      "server.lua": `http.listen(0, function(request, response) response.close() end)`,
    });
    const process = start(["run", "--cpu-prof=server.cpuprofile", "server.lua"], { cwd: folder });
    expect((await fetch(await process.address())).status).toBe(200);
    await process.kill(signal);
    expect(readProfile(join(folder, "server.cpuprofile")).nodes.length).toBeGreaterThan(1);
  },
);

test("a profile that cannot be written is said; the status is the program's", async () => {
  const folder = writeFiles({ "main.lua": "os.shutdown(3)", file: "" });
  const { status, stderr } = await run(["run", "--cpu-prof=file/x.cpuprofile", "main.lua"], {
    cwd: folder,
  });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^craftos-http: the profile file\/x\.cpuprofile cannot be written: /);
  expect(existsSync(join(folder, "file/x.cpuprofile"))).toBe(false);
});
