/**
 * `craftos-http bench [PROGRAM|URL]`: its arguments, options and help. What it does is in `bench/`, loaded when
 * it is needed.
 */
import { readFileSync } from "node:fs";
import type { LoadBody } from "../../bench/load.js";
import { flag, list, type OptionValues, value, valueOr } from "../../options/option.js";
import { InvalidValue, UsageError } from "../../options/usage-error.js";
import {
  FILE,
  oneOf,
  parseCount,
  parseMilliseconds,
  TEXT,
  upTo,
  type ValueType,
} from "../../options/value-types.js";
import { isFolder } from "../../program/find-program.js";
import { type CommandCall, defineCommand } from "../command.js";

const HELP = `
A program is run as \`craftos-http run\` runs it, in a process of its own, with what the environment
and its config file set, and is ended afterwards; what it prints is not shown. Load is put on the
first port that it opens. Or a URL is given, of a server that runs.

Each connection sends a request when it has the answer to the one before (or --pipelining of them).
What is measured is how long answers take, after --warmup. A request has failed when there is no
answer, or one with a status of 400 or more.

A URL that begins with ws:// or wss:// is that of a WebSocket, and so is a program's port with
--websocket. Each connection sends a message (the --body, or "ping"), and the next message that
comes is its answer: so a server is measured that answers each.

Exit status:
  0 every request was answered; 1 one failed, or none was answered, or the program opened no port;
  2 wrong usage; 70 a fault in craftos-http; 130 after Ctrl+C; 143 after SIGTERM

Examples:
  craftos-http bench hello.lua
  craftos-http bench --path /tasks -X POST -H "Content-Type: application/json" --body '{}' .
  craftos-http bench --websocket --body hello chat.lua
  craftos-http bench -c 200 -d 30s --json http://127.0.0.1:8080/
`;

/** RFC 9110 section 5.6.2: what methods and names of fields are made of. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

const METHOD: ValueType<string> = {
  parse: (text) => {
    if (TOKEN.test(text)) return text.toUpperCase();
    throw new InvalidValue("A method is expected, such as GET or POST.");
  },
};

const HEADER: ValueType<readonly [string, string]> = {
  parse: (text) => {
    const [, name = "", content = ""] = /^([^:]+):\s*(.*?)\s*$/s.exec(text) ?? [];
    // RFC 9110 section 5.5.
    if (TOKEN.test(name) && !/[\0\r\n]/.test(content)) return [name, content];
    throw new InvalidValue("A header field is expected, such as 'Accept: text/html'.");
  },
};

const PATH: ValueType<string> = {
  parse: (text) => {
    if (text.startsWith("/") && URL.canParse(text, "http://host")) return text;
    throw new InvalidValue("A path is expected that begins with /.");
  },
};

const BENCH_OPTIONS = {
  connections: valueOr({
    flags: "-c, --connections <n>",
    description: "how many connections there are",
    type: { parse: upTo(10_000, parseCount) },
    defaultText: "50",
  }),
  pipelining: valueOr({
    flags: "--pipelining <n>",
    description: "how many requests or messages each has under way",
    type: { parse: upTo(1000, parseCount) },
    defaultText: "1",
  }),
  duration: valueOr({
    flags: "-d, --duration <time>",
    description: "how long is measured",
    type: { parse: parseMilliseconds },
    defaultText: "10s",
  }),
  requests: value({
    flags: "-n, --requests <n>",
    description: "end after so many requests or messages, if that comes first",
    type: { parse: parseCount },
  }),
  warmup: valueOr({
    flags: "--warmup <time>",
    description: "how long load is put on before it is measured; 0 for not at all",
    type: { parse: (text) => (text === "0" ? 0 : parseMilliseconds(text)) },
    defaultText: "1s",
  }),
  timeout: valueOr({
    flags: "--timeout <time>",
    description: "how long an answer may take",
    type: { parse: parseMilliseconds },
    defaultText: "10s",
  }),
  method: valueOr({
    flags: "-X, --method <name>",
    description: "the method of the requests",
    type: METHOD,
    defaultText: "GET",
  }),
  header: list({
    flags: "-H, --header <field>",
    description: "a header field of the requests; may be repeated",
    type: HEADER,
  }),
  body: value({
    flags: "--body <text>",
    description: "what is in the requests or messages",
    type: TEXT,
  }),
  bodyFile: value({
    flags: "--body-file <file>",
    description: "a file with what is in the requests, or in messages, which are binary then",
    type: FILE,
    excludes: ["body"],
  }),
  path: valueOr({
    flags: "--path <path>",
    description: "what is asked for of a program, with a query",
    type: PATH,
    defaultText: "/",
  }),
  websocket: flag({
    flags: "--websocket",
    description: "send messages over WebSockets to a program's port, in place of requests",
  }),
  engine: value({
    flags: "--engine <name>",
    description: "what serves HTTP in a program, as for run",
    type: oneOf("auto", "uws", "node"),
  }),
  startTimeout: valueOr({
    flags: "--start-timeout <time>",
    description: "how long a program may take to open a port",
    type: { parse: parseMilliseconds },
    defaultText: "30s",
  }),
  insecure: flag({ flags: "--insecure", description: "trust any certificate" }),
  json: flag({ flags: "--json", description: "show the result as JSON" }),
};

/** The command. */
export const benchCommand = defineCommand({
  name: "bench",
  description: "Puts load on a server and shows how fast it answers.",
  arguments: [
    {
      name: "[target]",
      description: "a program, as for run, or a URL (default .)",
      completes: "file",
    },
    { name: "[args...]", description: "what the program gets as `...`", completes: "file" },
  ],
  options: BENCH_OPTIONS,
  help: HELP,
  isOpenEnded: true,
  configFolder: ([target = "."]) => (isFolder(target) ? target : undefined),
  run: bench,
});

async function bench({
  args,
  options,
  context,
}: CommandCall<typeof BENCH_OPTIONS>): Promise<number> {
  const [target = ".", ...programArgs] = args;
  const { connections, pipelining, duration, requests, warmup, timeout, method } = options;
  const load = {
    ...{ connections, pipelining, method, headers: options.header, body: bodyOf(options) },
    ...{ durationMs: duration, warmupMs: warmup, timeoutMs: timeout },
    requestsMax: requests ?? Infinity,
    verifiesCertificate: !options.insecure,
  };
  const { runBench } = await import("../../bench/run-bench.js");
  const { isWebSocket } = await import("../../bench/load.js");
  const url = urlOf(target, programArgs);
  if (url !== undefined && options.websocket) {
    throw new UsageError("--websocket is for a program; a URL begins with ws:// or wss:// then.");
  }
  if (method !== "GET" && (options.websocket || (url !== undefined && isWebSocket(url)))) {
    throw new UsageError("--method cannot be used with WebSockets.");
  }
  return await runBench({
    target: url ?? {
      command: commandFor(target, programArgs, options.engine),
      startMs: options.startTimeout,
    },
    ...{ path: options.path, isWebSocket: options.websocket },
    ...{ load, isJson: options.json, process: context.process },
  });
}

const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "ws:", "wss:"]);

/** The URL that an argument is; undefined for a program. */
function urlOf(target: string, args: readonly string[]): URL | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return undefined;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || !PROTOCOLS.has(url.protocol)) {
    throw new UsageError(
      `'${target}' is no URL that begins with http://, https://, ws:// or wss://.`,
    );
  }
  if (args.length > 0) throw new UsageError("arguments are for a program, and a URL was given.");
  return url;
}

function commandFor(
  program: string,
  args: readonly string[],
  engine: string | undefined,
): readonly [string, ...string[]] {
  const flags = ["--no-quiet", ...(engine === undefined ? [] : ["--engine", engine])];
  const own = [...process.execArgv, process.argv[1] ?? ""];
  return [process.execPath, ...own, "run", ...flags, program, ...args];
}

function bodyOf({ body, bodyFile }: OptionValues<typeof BENCH_OPTIONS>): LoadBody | undefined {
  if (body !== undefined) return { bytes: Buffer.from(body), isText: true };
  if (bodyFile === undefined) return undefined;
  try {
    return { bytes: readFileSync(bodyFile), isText: false };
  } catch (error) {
    throw new UsageError(`option '--body-file': ${(error as Error).message}`);
  }
}
