/**
 * Runs a child process as if it were this one: same terminal, same exit status, and a signal that
 * reaches this process reaches the child exactly once.
 */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's root; every command runs there. */
export const rootFolder = fileURLToPath(new URL("..", import.meta.url));

const environment = {
  ...process.env,
  // turbo calls pnpm by name, and nothing global is assumed.
  PATH: [join(rootFolder, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  DO_NOT_TRACK: "1",
};

const hasTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options] the folder to run in, the
 *   workspace's root by default, and what to add to the environment
 * @returns {Promise<number>} its exit status; if a signal ended it, so does the same signal us
 */
export function run(program, args, { cwd = rootFolder, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...environment, ...env }, stdio: "inherit" });

    const forwarders = new Map(
      ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [signal, () => forward(signal)]),
    );
    for (const [signal, listener] of forwarders) process.on(signal, listener);

    function forward(signal) {
      // A terminal sends Ctrl+C to the child itself, and npm repeats it to us: the child would take
      // the repetition for an impatient second Ctrl+C.
      if (signal === "SIGINT" && hasTerminal) return;
      child.kill(signal);
    }

    function stopForwarding() {
      for (const [signal, listener] of forwarders) process.off(signal, listener);
    }

    child.on("error", (error) => {
      stopForwarding();
      reject(error);
    });
    child.on("exit", (status, signal) => {
      stopForwarding();
      if (signal === null) resolve(status ?? 1);
      else process.kill(process.pid, signal);
    });
  });
}
