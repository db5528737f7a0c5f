/**
 * `craftos-http check [PATHS...]`: its arguments, options and help. What it does is in `check/`, loaded
 * when it is needed.
 */
import { join } from "node:path";
import { list, valueOr } from "../../options/option.js";
import { InvalidValue } from "../../options/usage-error.js";
import { oneOf, type ValueType } from "../../options/value-types.js";
import { ExitStatus } from "../../process/exit-status.js";
import { defineCommand } from "../command.js";

const NAME: ValueType<string> = {
  parse: (text) => {
    if (/^[A-Za-z_]\w*$/.test(text)) return text;
    throw new InvalidValue("The name of a global is expected.");
  },
};

const HELP = `
It looks for:
  syntax             what is no Lua, in Lua's own words
  undefined-global   a global that nothing defines, unless the program asks for it first
  unknown-field      a field that a library, a request or a response does not have
  unused-local       a local that is never read; names that begin with _ are left alone
  http-arguments     constants that a function of http does not take
  unclosed-response  a callback of http.listen that never closes its response
  typescript         what the compilers complain of, in a program in TypeScript

A line with the comment "-- craftos-http: ignore" is left alone. Folders are searched for Lua, for
tests, and for main.ts or the "main" of the config file; other programs in TypeScript are checked
when they are named.

Exit status:
  0 there are no problems; 1 there are, or there is nothing to check; 2 wrong usage; 70 a fault in
  craftos-http
`;

/** The command. */
export const checkCommand = defineCommand({
  name: "check",
  description: "Looks for mistakes in programs without running them.",
  arguments: [
    {
      name: "[paths...]",
      description: "files, and folders to look for them in (default .)",
      completes: "file",
    },
  ],
  options: {
    format: valueOr({
      flags: "--format <name>",
      description: "how problems are shown; github annotates pull requests",
      type: oneOf("text", "json", "github"),
      defaultText: "text",
    }),
    globals: list({
      flags: "--global <name>",
      description: "a global that is there besides; may be repeated",
      type: NAME,
    }),
  },
  help: HELP,
  run: async ({ args, options, config, context }) => {
    const { runCheck } = await import("../../check/run-check.js");
    const { ProgramNotReadable } = await import("../../program/find-program.js");
    try {
      const main = config?.main === undefined ? undefined : join(config.folder, config.main);
      return await runCheck({ paths: args, main, ...options, process: context.process });
    } catch (error) {
      if (!(error instanceof ProgramNotReadable)) throw error;
      context.process.stderr.write(`craftos-http: ${error.message}\n`);
      return ExitStatus.failed;
    }
  },
});
