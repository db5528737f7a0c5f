/**
 * A fuzz run reports everything that can go wrong in it: shown by canaries, targets whose every tenth
 * case is bad.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs the fuzzer and gives its exit status and what it said. */
async function fuzz(args: string): Promise<{ status: number; output: string; pid: number }> {
  const file = join(root, "tests", "fuzz", "fuzz.mjs");
  const child = spawn(process.execPath, [file, ...args.split(" ")], { cwd: root });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [status] = (await once(child, "close")) as [number];
  return { status, output, pid: child.pid! };
}

/** Tries the seeds 1 to 5 of a canary: 3 is bad. */
function fuzzCanary(name: string, more = ""): ReturnType<typeof fuzz> {
  return fuzz(`--only canary-${name} --count 5 --seed 1${more}`);
}

describe("a fuzz run", () => {
  it.each([
    ["differs", "", "canary-differs, seed 3:\nit is a canary"],
    ["throws", "", "it could not be tried: Error: the target itself is broken"],
  ])("shows a case that %s", async (name, more, said) => {
    const { status, output } = await fuzzCanary(name, more);
    expect(output).toContain(said);
    expect(output).toContain(
      "5 tried from seed 1: 4 right, 0 that the reference cannot tell, 1 different, 0 fatal",
    );
    expect(output).toContain("something went wrong");
    expect(status).toBe(1);
  });

  it.each([
    ["exits", "", "ended with status 7"],
    ["aborts", "", "was ended by SIGABRT"],
    ["fills-memory", " --heap-mib 100", "filled its heap (SIGABRT)"],
    ["never-ends", " --silence-s 3", "said nothing for 3 s and was killed"],
  ])("explains the end of a process that %s, and goes on", async (name, more, how) => {
    const { status, output } = await fuzzCanary(name, more);
    expect(output).toContain(`a process ${how} on seed 3, case 3 since seed 1`);
    expect(output).toContain(`with that seed alone, too, it ${how}`);
    const source = /its source is in (.*)/.exec(output)?.[1] ?? "";
    expect(readFileSync(source, "latin1")).toBe(`-- case 3 of ${name}`);
    expect(output).toContain(
      "5 tried from seed 1: 4 right, 0 that the reference cannot tell, 0 different, 1 fatal",
    );
    expect(status).toBe(1);
  });

  it("counts what the reference cannot tell apart from what is right", async () => {
    const { status, output } = await fuzzCanary("unknown");
    expect(output).toContain("5 tried from seed 1: 4 right, 1 that the reference cannot tell");
    expect(output).toContain("nothing went wrong");
    expect(status).toBe(0);
  });

  it("starts a fresh process when one has grown", async () => {
    const { output } = await fuzz(
      "--only canary-leaks --count 100 --seed 1 --memory-mib 150 --heap-mib 500",
    );
    expect(output).toContain("100 tried from seed 1: 100 right");
    expect(Number(/in one of (\d+) processes/.exec(output)?.[1])).toBeGreaterThan(1);
  });

  it("gives up a target that fails again and again, and says so", async () => {
    const { output } = await fuzz("--only canary-exits --count 1000 --seed 1");
    expect(output).toContain("43 tried from seed 1: 38 right");
    expect(output).toContain("a target with 5 findings was given up");
  });

  it("tries the real targets, and leaves nothing behind but findings", async () => {
    const { status, output, pid } = await fuzz("--count 1");
    for (const name of ["programs", "patterns", "tables", "mutated-sources"]) {
      expect(output).toContain(`${name}: 1 tried from seed`);
    }
    expect(output).not.toContain("canary");
    expect(status).toBe(0);
    expect(existsSync(join(root, ".cache", "fuzz", `run-${pid}`))).toBe(false);
  });

  it("refuses what it does not know", async () => {
    const wrong = await fuzz("--minutes soon");
    expect(wrong.output).toContain("--minutes must be at least 0");
    expect(wrong.status).toBe(2);
    expect((await fuzz("--only nothing")).output).toContain("there is no target 'nothing'");
  });
});
