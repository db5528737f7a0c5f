/**
 * `craftos-http test [PATHS...]`: its arguments, options and help. What it does is in `spec/`, loaded when
 * it is needed.
 */
import { flag, value, valueOr } from "../../options/option.js";
import { InvalidValue } from "../../options/usage-error.js";
import { FOLDER, oneOf, parseMilliseconds, TEXT } from "../../options/value-types.js";
import type { CoverageOptions } from "../../spec/run-specs.js";
import { defineCommand } from "../command.js";

const HELP = `
Tests are in files whose names end in _spec.lua, .spec.lua, _test.lua or .test.lua, or the same with
.ts for TypeScript:

  describe("add", function()
    it("adds numbers", function()
      expect(1 + 1):eq(2)
    end)
  end)

There are describe, it, pending, before_each, after_each, stub, fail, expect(value) with eq, ne,
same, matches, type, str_match, called, called_with, called_with_matching and describe, and
expect.error(fn).

Each file has a computer of its own: its disk is the working folder, where nothing is changed, and
its time is virtual, so sleep(3600) takes no time. The module craftos.simulation runs programs on
computers beside it and sends requests to them.

Exit status:
  0 every test passed; 1 one failed, or there was none; 2 wrong usage; 70 a fault in craftos-http
`;

/** The command. */
export const testCommand = defineCommand({
  name: "test",
  description: "Runs the tests of a folder, on computers in virtual time.",
  arguments: [
    {
      name: "[paths...]",
      description: "spec files, and folders to look for them in (default .)",
      completes: "file",
    },
  ],
  options: {
    filter: valueOr({
      flags: "-t, --filter <text>",
      description: "run only tests with this in their names; case does not matter",
      type: TEXT,
      defaultText: "",
    }),
    timeoutMs: valueOr({
      flags: "--timeout <time>",
      description: "what a test may take of virtual time",
      type: { parse: parseMilliseconds },
      defaultText: "10s",
    }),
    seed: valueOr({
      flags: "--seed <n>",
      description: "what math.random begins with",
      type: { parse: parseSeed },
      defaultText: "1",
    }),
    format: valueOr({
      flags: "--format <name>",
      description: "how results are shown",
      type: oneOf("text", "tap", "junit"),
      defaultText: "text",
    }),
    bail: flag({ flags: "--bail", description: "end at the first test that fails" }),
    passWithNoTests: flag({
      flags: "--pass-with-no-tests",
      description: "end with status 0 when there is no test",
    }),
    coverage: flag({
      flags: "--coverage",
      description: "show which lines of the programs were reached",
      group: "Coverage",
    }),
    coverageDir: value({
      flags: "--coverage-dir <dir>",
      description: "write lcov.info there, for services and editors; turns --coverage on",
      type: FOLDER,
      group: "Coverage",
    }),
    coverageMin: value({
      flags: "--coverage-min <percent>",
      description: "fail when fewer of a hundred lines were reached; turns --coverage on",
      type: { parse: parsePercent },
      group: "Coverage",
    }),
    check: flag({ flags: "--no-check", description: "run TypeScript without checking its types" }),
    watch: flag({
      flags: "-w, --watch",
      description: "run the tests again when a file that they loaded changes",
    }),
  },
  help: HELP,
  run: async ({ args, options, context }) => {
    const { filter, timeoutMs, seed, format, bail, passWithNoTests } = options;
    const run = {
      ...{ root: process.cwd(), paths: args, filter, timeoutMs, seed, format },
      ...{ endsAtFailure: bail, mayFindNothing: passWithNoTests, process: context.process },
      ...{ coverage: chosenCoverage(options), isChecked: options.check },
    };
    if (options.watch) return await (await import("../../spec/watch-specs.js")).watchSpecs(run);
    return (await (await import("../../spec/run-specs.js")).runSpecs(run)).status;
  },
});

function chosenCoverage(options: {
  readonly coverage: boolean;
  readonly coverageDir: string | undefined;
  readonly coverageMin: number | undefined;
}): CoverageOptions | undefined {
  const { coverage, coverageDir: folder, coverageMin: percentMin } = options;
  const isAsked = coverage || folder !== undefined || percentMin !== undefined;
  return isAsked ? { folder, percentMin } : undefined;
}

function parsePercent(text: string): number {
  if (/^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidValue("A number from 0 to 100 is expected.");
}

function parseSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  throw new InvalidValue("A whole number from 0 to 2147483647 is expected.");
}
