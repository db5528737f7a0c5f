/**
 * `craftos-http run FILE [ARGS...]`: its arguments, options and help. What it does is in
 * `program/run-program.ts`, loaded when it is needed.
 */
import process from "node:process";
import { type Command, Option } from "commander";
import type { CommandContext } from "./command-context.js";
import { addRecordOptions } from "../record/record-options.js";
import { addHttpRuleOptions } from "./http-rule-options.js";
import { addFileOptions } from "./file-options.js";
import { addLimitOptions } from "./limit-options.js";
import { addObserveOptions } from "./observe-options.js";
import { parseCount, parseHost } from "./option-values.js";
import { addTlsOptions } from "./tls-options.js";

interface RunFlags {
  readonly host: string;
  readonly engine: "auto" | "uws" | "node";
  readonly trustProxy?: true;
  readonly quiet?: true;
  readonly workers?: number;
}

/**
 * Adds the command.
 * @param program - the whole command line
 * @param context - the process
 */
export function addRunCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("run")
    .summary("run a Lua program; `craftos-http FILE` is short for it")
    .description(
      "Runs a CraftOS program. The file's folder is the disk of the computer that it runs on.",
    )
    .argument("<file>", "the program; the ending .lua may be left out")
    .argument("[args...]", "what the program gets as `...`")
    // What follows the file is the program's, even if it looks like an option of ours.
    .passThroughOptions()
    .addOption(
      new Option("--host <address>", "address that the program's ports are opened on")
        .default("127.0.0.1")
        .argParser(parseHost),
    )
    .addOption(
      new Option("--engine <name>", "what serves HTTP; auto is uws where it runs, else node")
        .choices(["auto", "uws", "node"])
        .default("auto"),
    )
    .addOption(
      new Option(
        "--workers <n>",
        "run so many processes of the program that share its ports",
      ).argParser(parseCount),
    )
    .option("--trust-proxy", "take the client's address from X-Forwarded-For or Forwarded")
    .option("-q, --quiet", "do not say which ports are open");
  const tlsOf = addTlsOptions(command);
  const observeOf = addObserveOptions(command);
  const filesOf = addFileOptions(command);
  const recordOf = addRecordOptions(command);
  const rulesOf = addHttpRuleOptions(command);
  const limitsOf = addLimitOptions(command);

  command.addHelpText("after", HELP);
  command.action(async (file: string, args: string[], flags: RunFlags) => {
    const httpRules = await rulesOf();
    const { workers } = flags;
    const { WorkerLink } = await import("../workers/worker-link.js");
    const worker = WorkerLink.of(context.process.env, process);
    if (workers !== undefined && worker === undefined) {
      const { accessLog, metrics } = observeOf({ ...flags });
      if (recordOf({ ...flags }) !== undefined) {
        command.error("error: --record cannot be used with --workers: a trace is of one computer.");
      }
      const { runWorkers } = await import("../workers/run-workers.js");
      context.status = await runWorkers({
        ...{ count: workers, metrics, engine: flags.engine, isQuiet: flags.quiet === true },
        command: [process.execPath, ...process.execArgv, process.argv[1] ?? "", ...context.args],
        reloads: accessLog !== undefined || tlsOf({ ...flags }) !== undefined,
        process: context.process,
      });
      return;
    }
    const { runProgram } = await import("../program/run-program.js");
    context.status = await runProgram({
      file,
      args,
      host: flags.host,
      engine: flags.engine,
      trustsProxy: flags.trustProxy === true,
      isQuiet: flags.quiet === true,
      httpRules,
      files: filesOf({ ...flags }),
      limits: limitsOf({ ...flags }),
      tls: tlsOf({ ...flags }),
      ...observeOf({ ...flags }),
      worker,
      record: recordOf({ ...flags }),
      process: context.process,
    });
  });
}

const HELP = `
Sizes are bytes, or 64KiB, 16MiB; times are seconds, or 500ms, 15s, 2m.

What a program may connect to is a host (example.com, *.example.com, *), an address (10.0.0.5, ::1),
a range (10.0.0.0/8), $loopback or $private, perhaps with a port (localhost:5432). Without rules
that is this machine and the public internet. A host that is allowed still has to point at addresses
that are: for one on a private network allow its address too.

Signals:
  Ctrl+C queues the event terminate, as Ctrl+T does in CraftOS; a second Ctrl+C ends at once.
  SIGTERM closes the ports, lets requests in flight finish, then queues terminate; a second one ends
  at once. SIGHUP reads certificates again and opens the access log again.

Workers:
  With --workers each process has a computer of its own; http.getWorker() tells which it is. The
  system deals connections out. One that dies is started again. Lines of output begin with the
  number of the worker. Linux and FreeBSD; with --engine node, Node.js 22.12 or later.

Exit status:
  0 the program ended; 1 an error left it, or it could not be loaded; 2 wrong usage;
  n after os.shutdown(n); 70 a fault in craftos-http; 130 after a second Ctrl+C;
  143 after a second SIGTERM; 141 when nobody reads the output any more

Examples:
  craftos-http hello.lua
  craftos-http run --record trace.bin --record-redact authorization api.lua
  craftos-http run --data /var/lib/api --mount ro:./public:/public api.lua
  craftos-http run --host 0.0.0.0 --max-body-bytes 1MiB api.lua 8080
`;
