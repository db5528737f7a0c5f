/**
 * Which worker a process is, as its supervisor tells it: a variable of its environment, which also names
 * the supervisor, so that a process that merely has the variable from somewhere is not taken for one.
 */
import { UsageError } from "../options/usage-error.js";

/** The variable: `2/4 of 1234 9100`, the second of four of process 1234, whose figures are on port 9100. */
export const WORKER_VARIABLE = "CRAFTOS_HTTP_WORKER";

/** Which of how many workers. */
export interface WorkerIdentity {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** The port on which the supervisor shows figures, if it does. */
  readonly metricsPort?: number | undefined;
}

/**
 * Gives the variable's value.
 * @param identity - which worker
 * @param supervisor - the number of the process that starts it
 */
export function workerVariable(identity: WorkerIdentity, supervisor: number): string {
  const { index, count, metricsPort } = identity;
  return `${index}/${count} of ${supervisor}${metricsPort === undefined ? "" : ` ${metricsPort}`}`;
}

/**
 * Finds out which worker this process is.
 * @param value - the variable, if it is set
 * @param parent - the number of the process that started this one
 * @returns undefined without the variable
 * @throws UsageError when it was set by somebody else
 */
export function workerIdentity(
  value: string | undefined,
  parent: number,
): WorkerIdentity | undefined {
  if (value === undefined) return undefined;
  const found = /^(\d+)\/(\d+) of (\d+)(?: (\d+))?$/.exec(value);
  const [, index, count, supervisor, port] = found ?? [];
  if (Number(supervisor) !== parent) {
    throw new UsageError(
      `The variable ${WORKER_VARIABLE} is for processes that --workers starts; unset it.`,
    );
  }
  const metricsPort = port === undefined ? undefined : Number(port);
  return { index: Number(index), count: Number(count), metricsPort };
}
