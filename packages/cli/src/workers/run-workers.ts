/**
 * Sees whether workers can share ports here, and supervises them.
 */
import { canSharePorts, createEngine, type EngineName, HostError } from "@craftos-http/http-host";
import { ExitStatus } from "../process/exit-status.js";
import { type SuperviseOptions, superviseWorkers } from "./supervise-workers.js";

/** What to run. */
export interface RunWorkersOptions extends SuperviseOptions {
  /** What serves HTTP. */
  readonly engine: EngineName | "auto";
}

/** Where the system deals the connections of a port out to all who listen on it. */
const PLATFORMS: readonly string[] = ["linux", "freebsd"];

/**
 * Runs workers.
 * @param options - what to run
 * @returns the exit status
 */
export async function runWorkers(options: RunWorkersOptions): Promise<number> {
  const problem = whyNot(options.engine);
  if (problem === undefined) return await superviseWorkers(options);
  options.process.stderr.write(`craftos-http: ${problem}\n`);
  return ExitStatus.failed;
}

function whyNot(name: EngineName | "auto"): string | undefined {
  if (!PLATFORMS.includes(process.platform)) {
    return `--workers needs Linux or FreeBSD; this is ${process.platform}.`;
  }
  try {
    const { engine } = createEngine(name);
    if (engine.name !== "node" || canSharePorts()) return undefined;
    return `${HostError.of("PORT_NOT_SHARED", process.version).message}.`;
  } catch (error) {
    if (error instanceof HostError) return error.message;
    throw error;
  }
}
