/**
 * `craftos-http build PROGRAM`: its arguments, options and help. What it does is in
 * `build/build-program.ts`, loaded when it is needed.
 */
import { flag, value } from "../../options/option.js";
import { FILE } from "../../options/value-types.js";
import { defineCommand } from "../command.js";

const HELP = `
A path that ends in .lua is one file with everything in it. Any other is a folder: the program's
file is in it, with the files that it requires, as \`require\` finds them when the program is run
from there.

Exit status:
  0 everything was written; 1 the program is not TypeScript that can be compiled, or a file cannot
  be written; 2 wrong usage; 70 a fault in craftos-http

Examples:
  craftos-http build server.ts
  craftos-http build server.ts -o server.lua
`;

/** The command. */
export const buildCommand = defineCommand({
  name: "build",
  description: "Compiles a program in TypeScript to Lua, for computers in the game or elsewhere.",
  arguments: [
    {
      name: "<program>",
      description: "its file, or a folder with a main.ts",
      completes: "file",
    },
  ],
  options: {
    out: value({
      flags: "-o, --out <path>",
      description: "where to write it: a folder, or a file that ends in .lua",
      type: FILE,
      defaultText: "out",
    }),
    check: flag({ flags: "--no-check", description: "do not check types" }),
  },
  help: HELP,
  run: async ({ args: [file = ""], options: { out = "out", check }, context }) => {
    const { buildProgram } = await import("../../build/build-program.js");
    return await buildProgram({ file, out, isChecked: check, process: context.process });
  },
});
