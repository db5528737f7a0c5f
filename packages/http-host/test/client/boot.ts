/**
 * Runs a program that makes requests, on a computer of its own.
 */
import { onTestFinished } from "vitest";
import { engines } from "../engine/engines.js";
import { type BootOptions, RunningProgram } from "../server/harness.js";

/** Boots a program; it is ended after the test. */
export function boot(source: string, options: BootOptions = {}): RunningProgram {
  const program = new RunningProgram(engines[0]![1], source, options);
  onTestFinished(() => program.stop());
  return program;
}

/** Runs a program to its end and gives what it printed. */
export function outputOf(source: string, options: BootOptions = {}): Promise<string> {
  return boot(source, options).returned();
}
