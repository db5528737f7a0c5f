/**
 * `craftos-http replay TRACE [PROGRAM]`: its arguments, options and help. What it does is in
 * `record/replay-trace.ts`, loaded when it is needed.
 */
import { flag } from "../../options/option.js";
import { defineCommand } from "../command.js";

const HELP = `
Exit status:
  0 everything was identical, as far as the trace goes; 1 something was not: the first difference is
  shown with its place in the program; 2 wrong usage; 70 a fault in craftos-http
`;

/** The command. */
export const replayCommand = defineCommand({
  name: "replay",
  description:
    "Runs a program again on what `run --record` wrote, without a network or a disk and as fast " +
    "as it goes. Compares every response and everything that it printed.",
  arguments: [
    { name: "<trace>", description: "what `run --record` wrote", completes: "file" },
    {
      name: "[program]",
      description: "a program to run in place of the recorded one, in Lua or TypeScript",
      completes: "file",
    },
  ],
  options: {
    isChecked: flag({
      flags: "--no-check",
      description: "run TypeScript without checking its types",
    }),
    showsOutput: flag({ flags: "-o, --output", description: "show what the program prints" }),
  },
  help: HELP,
  run: async ({ args: [file = "", program], options: { isChecked, showsOutput }, context }) => {
    const { replayTrace } = await import("../../record/replay-trace.js");
    return await replayTrace({ file, program, isChecked, showsOutput, process: context.process });
  },
});
