/**
 * `craftos-http repl`: its options and help. What it does is in `repl/`, loaded when it is needed.
 */
import { join } from "node:path";
import { userStateFolder } from "../../files/user-folders.js";
import { flag, value, valueOr } from "../../options/option.js";
import { FILE, parseCount, upTo } from "../../options/value-types.js";
import { defineCommand } from "../command.js";
import { chosenFiles, FILE_OPTIONS } from "../run/file-options.js";
import { chosenHttpRules, HTTP_RULE_OPTIONS } from "../run/http-rule-options.js";
import { chosenLimits, LIMIT_OPTIONS } from "../run/limit-options.js";
import { chosenPeripherals, PERIPHERAL_OPTIONS } from "../run/peripheral-options.js";
import { chosenServing, SERVING_OPTIONS } from "../run/serving-options.js";

/** XDG Base Directory Specification: the history of programs is part of their state. */
const HISTORY_NAME = "repl-history";

const HELP = `
Lua is run as programs have it, with events and timers, http.listen and the rest. A line that is an
expression, or begins with =, shows its values. One that is not whole goes on with the next. Each
input is a chunk of its own: a name that is to last is no local. While it waits for a line, events
are discarded, as CraftOS's own lua does. The working folder is the computer's disk.

Tab completes the names of globals and fields, the arrows go through the history. Ctrl+C drops what
is typed, or queues terminate for what runs; pressed again, it leaves. Ctrl+D and exit() leave,
exit(n) with a status.

From a pipe lines are read without a prompt, up to the first error.

Exit status:
  0 it was left; 1 an error, from a pipe; 2 wrong usage; n after exit(n) or os.shutdown(n); 70 a
  fault in craftos-http; 130 after Ctrl+C that something caught and another one

Examples:
  craftos-http repl --ephemeral
  echo 'http.get("http://localhost:8080/").readAll()' | craftos-http repl
`;

/** The command. */
export const replCommand = defineCommand({
  name: "repl",
  description: "Runs Lua line by line, on a computer like that of a program.",
  arguments: [],
  options: {
    history: flag({
      flags: "--no-history",
      description: "neither read nor write what is typed in a file",
    }),
    historyFile: value({
      flags: "--history-file <file>",
      description: "where it is kept; default craftos-http/repl-history in $XDG_STATE_HOME",
      type: FILE,
    }),
    historyLines: valueOr({
      flags: "--history-lines <n>",
      description: "how many lines are kept",
      type: { parse: upTo(1_000_000, parseCount) },
      defaultText: "1000",
    }),
    ...SERVING_OPTIONS,
    ...FILE_OPTIONS,
    ...PERIPHERAL_OPTIONS,
    ...HTTP_RULE_OPTIONS,
    ...LIMIT_OPTIONS,
  },
  help: HELP,
  run: async ({ options, context }) => {
    const { runRepl } = await import("../../repl/run-repl.js");
    const { history, historyFile, historyLines } = options;
    const folder = userStateFolder(context.process.env, process.platform);
    const historyPath = historyFile ?? join(folder, HISTORY_NAME);
    return await runRepl({
      ...chosenServing(options),
      ...{ historyFile: history ? historyPath : undefined, historyLinesMax: historyLines },
      httpRules: await chosenHttpRules(options),
      files: chosenFiles(options),
      peripherals: chosenPeripherals(options),
      limits: chosenLimits(options),
      process: context.process,
    });
  },
});
