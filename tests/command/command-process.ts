/**
 * The built command as a process: started with a program, watched, asked, ended. A process that
 * outlives its test is killed, by the process's own handle.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

/** The workspace's root folder. */
export const rootFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The command's file. */
export const commandFile = join(rootFolder, "packages", "cli", "bin", "craftos-http.js");

/** Somewhat less than a test may take, so that what a process said last is shown when it hangs. */
const LIFETIME_MS = 55_000;

/** How a process ended. */
export interface ProcessEnd {
  /** Its exit status, or null when a signal ended it. */
  readonly status: number | null;
  /** The signal that ended it. */
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to standard output, as text. */
  readonly stdout: string;
  /** What it wrote to standard error, as text. */
  readonly stderr: string;
}

/** How a process is started. */
export interface StartOptions {
  /** Its working folder; default the workspace's root. */
  readonly cwd?: string;
  /** Environment variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it finds in its standard input; default nothing. */
  readonly input?: string;
}

const running = new Set<CommandProcess>();
const folders: string[] = [];

afterEach(async () => {
  await Promise.all([...running].map((process) => process.kill("SIGKILL")));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A process that has been started. */
export class CommandProcess {
  /** The process. */
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Fulfilled when it has ended and its output has been read. */
  readonly ended: Promise<ProcessEnd>;
  #stdout = "";
  #stderr = "";
  #watchers: (() => void)[] = [];

  constructor(program: string, args: readonly string[], options: StartOptions = {}) {
    if (!existsSync(join(rootFolder, "packages/cli/dist/main.js"))) {
      throw new Error("The command is not built: run `npm run build` first.");
    }
    this.child = spawn(program, args, {
      cwd: options.cwd ?? rootFolder,
      env: { ...process.env, FORCE_COLOR: undefined, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      timeout: LIFETIME_MS,
      killSignal: "SIGKILL",
    });
    // Who ends without reading it leaves a broken pipe, which is nobody's fault.
    this.child.stdin.on("error", () => undefined).end(options.input ?? "");
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#notify();
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#notify();
    });
    running.add(this);
    this.ended = this.#untilEnd();
  }

  /** What it has written to standard output so far. */
  get stdout(): string {
    return this.#stdout;
  }

  /** What it has written to standard error so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /**
   * Waits until standard output or standard error has some text.
   * @param text - the text, or a pattern
   * @returns the text that matched
   */
  async says(text: string | RegExp): Promise<RegExpExecArray> {
    const pattern = typeof text === "string" ? new RegExp(escapeForPattern(text)) : text;
    for (;;) {
      const found = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
      if (found !== null) return found;
      if (!running.has(this)) {
        throw new Error(`It ended without saying ${String(pattern)}:\n${this.#stderr}`);
      }
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Waits until it listens; gives the address of the first port it opened. */
  async address(): Promise<string> {
    const [, address = ""] = await this.says(/Listening on (http:\/\/\S+)/);
    return address;
  }

  /** Sends a signal and waits for the end. */
  async kill(signal: NodeJS.Signals): Promise<ProcessEnd> {
    this.child.kill(signal);
    return await this.ended;
  }

  async #untilEnd(): Promise<ProcessEnd> {
    const [status, signal] = (await once(this.child, "close")) as [
      number | null,
      NodeJS.Signals | null,
    ];
    running.delete(this);
    this.#notify();
    return { status, signal, stdout: this.#stdout, stderr: this.#stderr };
  }

  #notify(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** Starts the command. */
export function start(args: readonly string[], options?: StartOptions): CommandProcess {
  return new CommandProcess(process.execPath, [commandFile, ...args], options);
}

/** Runs the command to its end. */
export async function run(args: readonly string[], options?: StartOptions): Promise<ProcessEnd> {
  return await start(args, options).ended;
}

/**
 * Writes files into a folder of their own, which is removed after the test.
 * @param files - contents by name
 * @returns the folder
 */
export function writeFiles(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "craftos-http-"));
  folders.push(folder);
  for (const [name, contents] of Object.entries(files)) writeFileSync(join(folder, name), contents);
  return folder;
}

/**
 * Starts the command with a program.
 * @param source - the program
 * @param args - its arguments
 * @param flags - of the command
 */
export function startProgram(
  source: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): CommandProcess {
  const folder = writeFiles({ "program.lua": source });
  return start(["run", ...flags, "program.lua", ...args], { cwd: folder });
}

/** Runs the command with a program to its end. */
export async function runProgram(
  source: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<ProcessEnd> {
  return await startProgram(source, args, flags).ended;
}
