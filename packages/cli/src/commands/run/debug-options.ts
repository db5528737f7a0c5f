/**
 * The options of `run` that look into a program: the debugger and the CPU profile.
 */
import type { DebuggerOptions } from "../../debug/open-debugger.js";
import type { ProfileOptions } from "../../debug/cpu-profile.js";
import { type OptionValues, optionalValue, value } from "../../options/option.js";
import { UsageError } from "../../options/usage-error.js";
import { FILE, FOLDER, parseHost, parsePort, type ValueType } from "../../options/value-types.js";

/** Where a debugger connects. */
interface DebuggerAddress {
  readonly host: string;
  readonly port: number;
}

/** Node's own. */
const DEFAULT_ADDRESS: DebuggerAddress = { host: "127.0.0.1", port: 9229 };

/** `9230`, `localhost`, `127.0.0.1:9230`, `[::1]:9230`; nothing for the default. */
const ADDRESS: ValueType<DebuggerAddress> = {
  parse: (text) => {
    if (text === "") return DEFAULT_ADDRESS;
    if (/^\d+$/.test(text)) return { ...DEFAULT_ADDRESS, port: parsePort(text) };
    const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? [];
    return {
      host: parseHost(bracketed ?? plain ?? ""),
      port: port === undefined ? DEFAULT_ADDRESS.port : parsePort(port),
    };
  },
};

/** A file; nothing for a name of our own. */
const FILE_OR_NONE: ValueType<string | null> = {
  parse: (text, place) => (text === "" ? null : FILE.parse(text, place)),
  completes: "file",
};

const NOT_DEBUGGED = ["workers", "record"];

/** The options. */
export const DEBUG_OPTIONS = {
  inspect: optionalValue({
    flags: "--inspect [address]",
    description:
      "let a debugger connect, such as Chrome's or that of VS Code; the address may be a port, a " +
      "host, or both (default 127.0.0.1:9229)",
    type: ADDRESS,
    excludes: [...NOT_DEBUGGED, "inspect-brk"],
    group: "Debugging",
  }),
  inspectBrk: optionalValue({
    flags: "--inspect-brk [address]",
    description: "the same, but wait for it, and stop before the program's first line",
    type: ADDRESS,
    excludes: NOT_DEBUGGED,
    group: "Debugging",
  }),
  cpuProf: optionalValue({
    flags: "--cpu-prof [file]",
    description:
      "write where the program spent its time, when it ends, for Chrome or VS Code; default a new " +
      "file craftos-http-....cpuprofile",
    type: FILE_OR_NONE,
    excludes: ["workers"],
    group: "Debugging",
  }),
  cpuProfDir: value({
    flags: "--cpu-prof-dir <dir>",
    description: "the same, in a new file of this folder",
    type: FOLDER,
    excludes: ["workers"],
    group: "Debugging",
  }),
};

/** What was chosen. */
export interface DebugChoice {
  readonly debugger: DebuggerOptions | undefined;
  readonly profile: ProfileOptions | undefined;
}

/**
 * Gives what was chosen.
 * @param options - the values
 * @throws UsageError when two options say where a profile goes
 */
export function chosenDebugging(options: OptionValues<typeof DEBUG_OPTIONS>): DebugChoice {
  const { inspect, inspectBrk, cpuProf, cpuProfDir } = options;
  if (typeof cpuProf === "string" && cpuProfDir !== undefined) {
    throw new UsageError("--cpu-prof with a file cannot be used with --cpu-prof-dir.");
  }
  const address = inspectBrk ?? inspect;
  const isProfiled = cpuProf !== undefined || cpuProfDir !== undefined;
  return {
    debugger: address === undefined ? undefined : { ...address, waits: inspectBrk !== undefined },
    profile: isProfiled ? { file: cpuProf ?? undefined, folder: cpuProfDir } : undefined,
  };
}
